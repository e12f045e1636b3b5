#pragma once

#include "channels/x12/interchange.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace gantry::channels::x12 {

/// Whether a text begins as an interchange does.
[[nodiscard]] bool looks_like_x12(std::string_view text);

using take_850 = std::function<void(const transaction_set&, const separators&)>;
/// Hands over the 850 purchase orders of an interchange, whatever its envelopes say, with the
/// separators that they are written in. Errors: invalid_input when it is none, or holds no 850.
[[nodiscard]] result<void> each_850(std::string_view text, const take_850& take);

/// The same orders as mappings read them (document_tree.hpp). Errors: those of `each_850`.
[[nodiscard]] result<std::vector<value>> documents_850(std::string_view text);

} // namespace gantry::channels::x12
