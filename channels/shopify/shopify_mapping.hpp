#pragma once

#include "channels/channel.hpp"

#include <string>

namespace gantry::channels {

struct shopify_origin {
  std::string channel;
  std::string partner;
};

/// A Shopify order as the canonical one.
///
/// Account: the note attribute `account`, else a customer tag `account:NAME`, else `C-SHOP`.
/// Lines: what is still to be delivered (`current_quantity` where it is given); gift cards and
/// lines that need no shipping are left out with a warning. Promise: seven days after the order.
[[nodiscard]] mapped_order map_shopify_order(const value& order, const shopify_origin& origin);

} // namespace gantry::channels
