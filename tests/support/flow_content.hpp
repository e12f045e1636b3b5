#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gantry::tests {

/// What a layout may not lose: tokens as written and the lines of comments, in their order; without
/// the commas between the fields of records, which come and go with the lines, and with what is
/// said behind a sign between operands before it.
[[nodiscard]] std::vector<std::string> content_of(std::string_view flow);

} // namespace gantry::tests
