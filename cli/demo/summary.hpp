#pragma once

#include "cli/demo/order_list.hpp"

#include <string>
#include <vector>

namespace gantry::cli {

struct run_figures {
  double seconds = 0;        ///< from the first document to the last order at rest
  std::uint64_t repeats = 0; ///< of senders
};

/// Completed, rejected, held with reasons, in doubt resolved, duplicates prevented, orders/s, and
/// the time an order took from intake to its end.
/// Errors: those of the client.
[[nodiscard]] result<std::string> summarise_run(engine_client& engine,
                                                const std::vector<listed_order>& orders,
                                                const run_figures& figures);

} // namespace gantry::cli
