#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Texts in pictures: how wide they are and where they are broken.
namespace gantry::dsl::graph {

/// Width in a common sans-serif face, rounded up: what is drawn with another one still fits.
[[nodiscard]] double text_width_px(std::string_view text, double size_px, bool is_bold = false);

/// Lines of at most so many pixels, broken at blanks; a word that is longer stands alone.
[[nodiscard]] std::vector<std::string> broken_into_lines(std::string_view text, double width_px,
                                                         double size_px, bool is_bold = false);

} // namespace gantry::dsl::graph
