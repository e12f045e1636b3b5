#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Names and texts of a flow as a business person would write them.
namespace gantry::dsl::graph {

/// `order_to_cash` as `order to cash`.
[[nodiscard]] std::string words_of(std::string_view name);
/// The same with a capital letter.
[[nodiscard]] std::string title_of(std::string_view name);
/// A contract: `ERP`, `Supplier`. Short names are abbreviations of systems.
[[nodiscard]] std::string system_of(std::string_view contract);
/// `approve, decline or ask`
[[nodiscard]] std::string choice_of(const std::vector<std::string>& texts);
/// At most so many characters, cut behind a word, with an ellipsis.
[[nodiscard]] std::string shortened(std::string text, std::size_t characters_max);
/// The first paragraph of a documentation, on one line.
[[nodiscard]] std::string first_paragraph(std::string_view documentation);

} // namespace gantry::dsl::graph
