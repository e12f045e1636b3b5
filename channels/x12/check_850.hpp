#pragma once

#include "channels/x12/interchange.hpp"

namespace gantry::channels::x12 {

/// What the standard asks of an 850 purchase order (4010 to 5010), whoever reads it: one BEG with
/// number and date, lines with a quantity and an item, numbers and dates that are some. What is
/// wrong is added to `set.errors`, for the 997 and for people.
void check_850(transaction_set& set);

} // namespace gantry::channels::x12
