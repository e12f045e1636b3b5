#pragma once

#include "dsl/base/decimal.hpp"
#include "examples/sandbox/field_reader.hpp"

#include <string>
#include <vector>

namespace gantry::sandbox {

/// What the systems read out of the canonical types; the rest of an order is not their business.
struct order_line {
  std::string id;
  std::string sku;
  std::string unit;
  decimal quantity;
  decimal unit_price;
};

struct sales_request {
  std::string order_id;
  std::string account;
  std::string currency;
  std::vector<order_line> lines;
};

struct priced_line {
  std::string line;
  decimal unit_price;
};

struct price_quote {
  decimal total;
  std::string currency;
  std::vector<priced_line> lines;
};

struct shipped_line {
  std::string line;
  decimal quantity;
};

[[nodiscard]] std::vector<order_line> read_lines(field_reader& reader);
[[nodiscard]] sales_request read_order(field_reader& reader);
[[nodiscard]] price_quote read_price(field_reader& reader);
[[nodiscard]] std::vector<shipped_line> read_shipped_lines(field_reader& reader);
/// The country of `ship_to`; the whole address is checked.
[[nodiscard]] std::string read_country(field_reader& reader);

} // namespace gantry::sandbox
