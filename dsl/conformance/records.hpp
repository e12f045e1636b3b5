#pragma once

#include <string>
#include <string_view>

/// Records of conformance data: one line of JSON in, one line of JSON out.
namespace gantry::dsl {

/// A record with `id`, `expr` and, where it has them, `bindings`, `container` and `disable_check`;
/// other keys are passed over. The answer is `{"id":…,"value":TYPED}` or
/// `{"id":…,"error":"…","phase":"parse|check|eval"}`. What is no such record is an error of the
/// phase `parse`.
[[nodiscard]] std::string answer_expression_record(std::string_view line);

/// A record with `id`, `op`, `rounding` and `args`. The answer is `{"id":…,"value":"…"}` or
/// `{"id":…,"error":NAME}` with `division_by_zero`, `invalid_operation`, `overflow` or
/// `conversion_syntax`.
[[nodiscard]] std::string answer_decimal_record(std::string_view line);

} // namespace gantry::dsl
