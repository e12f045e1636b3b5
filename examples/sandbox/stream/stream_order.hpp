#pragma once

#include "dsl/base/decimal.hpp"
#include "examples/sandbox/draw.hpp"
#include "examples/sandbox/order_stream.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gantry::sandbox {

/// Someone to ship to.
struct stream_address {
  std::string first_name;
  std::string last_name;
  std::string street;
  std::string postal_code;
  std::string city;
  std::string region; ///< US state, otherwise empty
  std::string country_code;
  std::string country;
};

struct stream_line {
  std::string sku;
  std::string title;
  std::int64_t quantity = 1;
  decimal unit_price;
};

/// An order before it is written in a channel's own format.
struct stream_order {
  std::string number; ///< digits that are unique in the stream and among seeds
  std::string account;
  std::string account_name;
  stream_address ship_to;
  std::vector<stream_line> lines;
  std::string currency;
  decimal total;
  timestamp issued;
  bool rush = false;
  order_outcome outcome = order_outcome::completes;
  std::string reason;
};

/// ASCII alone when `plain`, as X12 has it.
[[nodiscard]] stream_address draw_address(dice& numbers, bool plain);
/// `number` is given; everything else is drawn. Wholesale orders are larger.
[[nodiscard]] stream_order draw_order(dice& numbers, std::string number, timestamp issued,
                                      bool wholesale);

[[nodiscard]] stream_document write_json_order(const stream_order& order);
[[nodiscard]] stream_document write_shopify_order(const stream_order& order,
                                                  const std::string& secret);
/// All orders in one interchange of the given control number (nine digits).
[[nodiscard]] stream_document write_x12_interchange(const std::vector<stream_order>& orders,
                                                    const std::string& control, dice& numbers);

} // namespace gantry::sandbox
