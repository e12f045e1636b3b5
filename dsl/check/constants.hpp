#pragma once

#include "dsl/check/library.hpp"

#include <optional>

namespace gantry::dsl {

/// The value of a duration that contracts write out (`settle 2s`); nothing after a mistake.
[[nodiscard]] std::optional<duration> constant_duration(library& all, const unit& in,
                                                        const std::optional<syntax::span>& said);
/// The value of an expression that reads no name; nothing for every other one.
[[nodiscard]] std::optional<value> constant_value(const expression_ptr& e,
                                                  const expression_syntax_ptr& said);
/// A bare number where a duration is due was meant in some unit; says so, and whether it was one.
bool report_bare_number(const expression_syntax_ptr& said, std::vector<diagnostic>& diagnostics);

} // namespace gantry::dsl
