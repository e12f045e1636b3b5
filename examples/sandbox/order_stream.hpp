#pragma once

#include "dsl/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gantry::sandbox {

/// How an order ends in `order_to_cash` against this company without faults.
enum class order_outcome : std::uint8_t {
  completes,
  rejected, ///< `unknown_account` or `account_blocked`
  held      ///< `out_of_stock` or `over_credit`: people have to look at it
};

struct expected_order {
  std::string external_id; ///< the sender's own number, as the channels find it
  order_outcome outcome = order_outcome::completes;
  std::string reason; ///< empty when it completes
};

/// One document as a sender hands it in.
struct stream_document {
  std::string channel; ///< kind of channel: `json`, `shopify`, `x12`
  std::string media_type;
  std::vector<std::pair<std::string, std::string>> headers; ///< beyond Content-Type
  std::string body;
  std::vector<expected_order> orders; ///< an interchange holds up to three
};

struct order_stream_options {
  std::uint64_t seed = 1;
  std::size_t orders_count = 200;
  timestamp issued;           ///< when the orders were placed; promises lie days after it
  std::string shopify_secret; ///< signs webhooks when not empty
};

/// A mixed stream of real-looking orders from all three channels: equal options give equal bytes.
/// Numbers differ between seeds, so that one engine can take several streams. About one order in
/// ten does not complete.
[[nodiscard]] std::vector<stream_document> make_order_stream(const order_stream_options& options);
/// The same, placed now.
[[nodiscard]] std::vector<stream_document> make_order_stream(std::uint64_t seed,
                                                             std::size_t orders_count);

} // namespace gantry::sandbox
