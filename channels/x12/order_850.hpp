#pragma once

#include "channels/mapped_by.hpp"
#include "channels/x12/interchange.hpp"

namespace gantry::channels::x12 {

/// An 850 purchase order as the mapping of the channel makes it. What is wrong in it by the
/// standard is added to `set.errors` (for the 997) and to the order's findings (for people), what
/// the mapping finds to the findings alone; with an error it has no input. A test is checked and
/// never taken.
[[nodiscard]] mapped_order map_order_850(transaction_set& set, const dsl::mapping& by,
                                         const arrival& how, bool is_test);

} // namespace gantry::channels::x12
