#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <string>

namespace gantry::bench {

/// What it costs to write the records of an order as text, and to read them again.
struct codec_cost {
  std::uint64_t orders = 0;
  std::uint64_t records = 0;           ///< an order
  double encode_us = 0, decode_us = 0; ///< all records of an order
};

/// Errors: flow_invalid, store_corrupt when a record is not read as it was written.
[[nodiscard]] result<codec_cost> run_codec_alone(std::uint64_t orders);

[[nodiscard]] std::string to_json(const codec_cost& c);

} // namespace gantry::bench
