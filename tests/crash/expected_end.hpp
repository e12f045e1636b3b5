#pragma once

#include "cli/demo/order_list.hpp"
#include "examples/sandbox/order_stream.hpp"

#include <string>

namespace gantry::crash {

/// How one order stands at the end: its row in the list, and the sentence that the engine gives
/// with it: the reason of its end, or the evidence of its first hold.
struct order_end {
  cli::listed_order row;
  std::string sentence;
};

/// A sentence on how the order ended otherwise than it was drawn, or nothing. Status and cause have
/// to be the very ones that `order_to_cash` gives this order.
[[nodiscard]] std::string difference(const sandbox::expected_order& drawn, const order_end& end);

/// Whether every attempt of a call met a fault of the far side, one after the other, so that the
/// flow's policy holds the order for a person: as it should be, and seldom.
[[nodiscard]] bool is_out_of_luck(const order_end& end);

} // namespace gantry::crash
