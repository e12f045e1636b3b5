#pragma once

#include "actors/runtime.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gantry::gateway {

/// The runtime's figures in the text format of Prometheus (0.0.4): names begin with `gantry_`,
/// counters end in `_total`, times are seconds. What is published of doubt is E5.10.
[[nodiscard]] std::string metrics_text(const actors::statistics& stats, bool ready);
/// Orders by status, as the store counts them.
void append_order_totals(std::string& out,
                         const std::vector<std::pair<std::string, std::int64_t>>& totals);

} // namespace gantry::gateway
