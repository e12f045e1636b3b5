#pragma once

#include <array>
#include <string_view>

namespace gantry::gateway {

/// Every status that an order can have, as lists filter by it and metrics count it.
inline constexpr std::array<std::string_view, 10> order_statuses{
    "running",      "waiting",   "paused",   "held",      "closing",
    "compensating", "completed", "rejected", "cancelled", "aborted"};

} // namespace gantry::gateway
