#pragma once

#include "examples/sandbox/books.hpp"

#include <string>
#include <vector>

namespace gantry::sandbox {

/// Hands a picked fulfillment to the carrier: marks it shipped and publishes
/// `wms.shipment_confirmed`. Returns the event's id.
std::string ship(books& in, const pick& what, timestamp now);
/// Ships every fulfillment of an order that is still being picked.
std::vector<std::string> ship_order(books& in, const std::string& order_id, timestamp now);

} // namespace gantry::sandbox
