#include "examples/sandbox/arguments.hpp"

namespace gantry::sandbox {
namespace {

decimal read_quantity(field_reader& line) {
  const decimal quantity = line.number("quantity");
  if (line.find("quantity") && (quantity.is_negative() || quantity.is_zero()))
    line.complain("quantity", "positive", "a quantity is above zero");
  return quantity;
}

decimal read_unit_price(field_reader& line) {
  const decimal price = line.number("unit_price");
  if (price.is_negative() && !price.is_zero())
    line.complain("unit_price", "not-negative", "a price is not below zero");
  return price;
}

} // namespace

std::vector<order_line> read_lines(field_reader& reader) {
  std::vector<order_line> lines;
  for (auto& line : reader.items("lines"))
    lines.push_back({line.text("id"), line.text("sku"), line.text("unit"), read_quantity(line),
                     read_unit_price(line)});
  return lines;
}

sales_request read_order(field_reader& reader) {
  auto order = reader.inside("order");
  auto buyer = order.inside("buyer");
  return {order.text("id"), buyer.text("account"), order.text("currency"), read_lines(order)};
}

price_quote read_price(field_reader& reader) {
  auto price = reader.inside("price");
  price_quote quote{price.number("total"), price.text("currency"), {}};
  for (auto& line : price.items("lines"))
    quote.lines.push_back({line.text("line"), line.number("unit_price")});
  return quote;
}

std::vector<shipped_line> read_shipped_lines(field_reader& reader) {
  std::vector<shipped_line> lines;
  for (auto& line : reader.items("lines"))
    lines.push_back({line.text("line"), read_quantity(line)});
  return lines;
}

std::string read_country(field_reader& reader) {
  auto address = reader.inside("ship_to");
  for (const auto* const name : {"name", "street", "postal_code", "city"})
    static_cast<void>(address.text(name));
  return address.text("country");
}

} // namespace gantry::sandbox
