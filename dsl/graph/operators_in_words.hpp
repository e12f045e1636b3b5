#pragma once

#include <string>
#include <string_view>

/// Operators of expressions as a business person would say them.
namespace gantry::dsl::graph {

/// `is` for `==`, `≥` for `>=`.
[[nodiscard]] std::string word_of_operator(std::string_view op);
/// The same between times: `is before` for `<`.
[[nodiscard]] std::string word_of_time(std::string_view op);
/// What says the same with its sides exchanged: `>` for `<`.
[[nodiscard]] std::string_view turned_round(std::string_view op);
/// What holds when this does not: `>=` for `<`; empty where there is none.
[[nodiscard]] std::string_view opposite_of(std::string_view op);

} // namespace gantry::dsl::graph
