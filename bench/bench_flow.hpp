#pragma once

#include "dsl/compile.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gantry::bench {

/// The flows that are measured (`bench`, `waiting`, `reminder`), with their contract and types, as
/// sources.
[[nodiscard]] std::vector<dsl::source_file> bench_flow();

enum class key_order : std::uint8_t {
  growing, ///< within their channel, as shops number their orders
  random,
};

/// What stands in the business key of the n-th order: another one for each n below 10^10.
[[nodiscard]] std::uint64_t key_number(std::uint64_t n, key_order keys);

/// The order with this number in its business key: about 1 KB of JSON.
[[nodiscard]] std::string bench_order(std::uint64_t number);

} // namespace gantry::bench
