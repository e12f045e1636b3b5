#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gantry::gateway {

/// One section of docs/errors.md.
struct catalogue_section {
  std::string_view name; ///< `key-conflict`, as in `/problems/key-conflict`
  std::string_view text; ///< Markdown below the heading
};

/// Takes a catalogue apart at its `## name` headings.
[[nodiscard]] std::vector<catalogue_section> catalogue_sections(std::string_view catalogue);

/// The little Markdown that the catalogue uses (paragraphs, lists, fenced and indented code,
/// `code`, **bold**) as an HTML page.
[[nodiscard]] std::string html_page(std::string_view title, std::string_view markdown);

} // namespace gantry::gateway
