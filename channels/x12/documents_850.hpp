#pragma once

#include "dsl/base/error.hpp"
#include "dsl/base/value.hpp"

#include <string_view>
#include <vector>

namespace gantry::channels::x12 {

/// Whether a text begins as an interchange does.
[[nodiscard]] bool looks_like_x12(std::string_view text);

/// The 850 purchase orders of an interchange as mappings read them (document_tree.hpp), whatever
/// its envelopes say. Errors: invalid_input when it is none, or holds no 850.
[[nodiscard]] result<std::vector<value>> documents_850(std::string_view text);

} // namespace gantry::channels::x12
