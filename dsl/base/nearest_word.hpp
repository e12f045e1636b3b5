#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gantry {

/// The candidate that a mistyped word most likely meant, or nothing: at most a third of its letters
/// may differ, and never more than three.
[[nodiscard]] std::string_view nearest_word(std::string_view word,
                                            std::span<const std::string_view> candidates);
[[nodiscard]] std::string nearest_word(const std::string& word,
                                       const std::vector<std::string>& candidates);

} // namespace gantry
