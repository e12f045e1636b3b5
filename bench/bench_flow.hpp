#pragma once

#include "dsl/compile.hpp"

#include <string>
#include <vector>

namespace gantry::bench {

/// The flows that are measured (`bench`, `waiting`, `reminder`), with their contract and types, as
/// sources.
[[nodiscard]] std::vector<dsl::source_file> bench_flow();

/// The n-th order: about 1 KB of JSON, a business key that grows within its channel.
[[nodiscard]] std::string bench_order(std::uint64_t n);

} // namespace gantry::bench
