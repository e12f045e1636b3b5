#pragma once

#include "channels/channel.hpp"
#include "channels/x12/interchange.hpp"

namespace gantry::channels::x12 {

struct order_origin {
  std::string channel;
  std::string partner;
  bool test = false;
};

/// An 850 purchase order (4010 to 5010) as the canonical order. What is wrong in it is added to
/// `set.errors` (for the 997) and to the order's findings (for people); with an error it has no
/// input.
///
/// Buyer: N1*BY, account = N104 with qualifier 91 or 92, else the partner. Item: VN, VP, SK, MG,
/// BP, IN, CB, PI of PO106 on, in this order; GTIN from UP, EN, UK, UA. No CUR: US dollars. No
/// country in N4: US, as the standard has it. Promise: DTM 002, 106, 064 or 010, else seven days
/// after BEG05.
[[nodiscard]] mapped_order map_order_850(transaction_set& set, const order_origin& origin);

} // namespace gantry::channels::x12
