#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantry::persistence {

using search_pairs = std::vector<std::pair<std::string, std::string>>;

/// Search labels as JSON, `[["label","value"],…]`; nothing for none.
[[nodiscard]] std::string encode_search(const search_pairs& pairs);
/// One `["label","value"]`. It occurs in an encoded text exactly when that has the pair, because
/// quotes inside a label or value are escaped.
[[nodiscard]] std::string encode_search_pair(std::string_view label, std::string_view value);
/// What `encode_search` wrote; nothing for a text that it did not write.
[[nodiscard]] search_pairs decode_search(std::string_view text);

} // namespace gantry::persistence
