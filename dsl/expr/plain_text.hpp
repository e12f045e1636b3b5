#pragma once

#include "dsl/base/value.hpp"

#include <optional>
#include <string>

/// The texts that CEL has for plain values: what `string(x)` gives and `%s` writes.
namespace gantry::dsl {

/// `12.50`, `true`, `2009-02-13T23:31:30Z`, `90.5s`, `10.0.0.1`; nothing for lists, maps, records,
/// optionals, null, types and bytes that are not UTF-8.
[[nodiscard]] std::optional<std::string> plain_text_of(const value& v);

/// The fewest digits that read back as the same double: `0.1`, `100000`, `NaN`, `-Infinity`; with
/// an exponent from 1e21 on and below 1e-6: `1e+23`, `1e-07`.
[[nodiscard]] std::string double_text(double d);
/// The double that a text writes, `NaN`, `Infinity` and `-Infinity` included; what is too small to
/// be told from zero is zero. Nothing for other texts and for what is too large.
[[nodiscard]] std::optional<double> parse_double(std::string_view text);

/// `-1.5h`, `1h30m`, `10s`, `250us`: numbers and the units h, m, s, ms, us, ns. Not the duration
/// literals of the language, whose minutes are `min`.
[[nodiscard]] std::optional<duration> parse_span(std::string_view text);
/// Seconds: `5400s`, `0.25s`.
[[nodiscard]] std::string span_text(duration d);

} // namespace gantry::dsl
