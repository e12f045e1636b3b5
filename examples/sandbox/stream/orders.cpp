#include "examples/sandbox/document.hpp"
#include "examples/sandbox/master_data.hpp"
#include "examples/sandbox/stream/stream_order.hpp"

namespace gantry::sandbox {
namespace {

/// Of a hundred orders, this many each do not complete for their own reason.
struct mishap {
  int percent;
  order_outcome outcome;
  std::string_view reason;
};

constexpr mishap mishaps[] = {{4, order_outcome::rejected, "unknown_account"},
                              {2, order_outcome::rejected, "account_blocked"},
                              {2, order_outcome::held, "out_of_stock"},
                              {2, order_outcome::held, "over_credit"}};

void draw_outcome(dice& numbers, stream_order& order) {
  auto left = numbers.between(0, 99);
  for (const auto& one : mishaps) {
    left -= one.percent;
    if (left >= 0)
      continue;
    order.outcome = one.outcome;
    order.reason = one.reason;
    return;
  }
}

std::string account_for(dice& numbers, const std::string& reason) {
  if (reason == "unknown_account")
    return "C-" + std::to_string(numbers.between(8000, 8999));
  if (reason == "account_blocked")
    return "C-1019";
  if (reason == "over_credit")
    return "C-1020";
  return "C-" + std::to_string(numbers.between(1001, 1018));
}

std::string draw_sku(dice& numbers) {
  const auto n = numbers.between(1, items_count - 1);
  return "SKU-" + std::to_string(n < 13 ? n : n + 1); // 13 is the one without stock
}

stream_line draw_line(dice& numbers, const std::string& sku, std::int64_t quantity_max) {
  const auto known = find_item(sku);
  stream_line line{sku, known ? known->name : sku, numbers.between(1, quantity_max), {}};
  if (known)
    line.unit_price = known->list_price;
  return line;
}

/// Sums in cents stay far below 34 digits, so that no sum here can fail.
decimal total_of(const std::vector<stream_line>& lines) {
  decimal total = decimal::parse("0.00").value_or(decimal{});
  for (const auto& line : lines)
    total = amount_of(line.quantity, line.unit_price)
                .and_then([&](const decimal& amount) { return total.add(amount); })
                .value_or(total);
  return total;
}

} // namespace

stream_order draw_order(dice& numbers, std::string number, timestamp issued, bool wholesale) {
  stream_order order;
  order.number = std::move(number);
  order.issued = issued;
  draw_outcome(numbers, order);
  order.account = account_for(numbers, order.reason);
  order.ship_to = draw_address(numbers, wholesale);
  const auto buyer = find_account(order.account);
  order.account_name =
      buyer ? buyer->name : order.ship_to.first_name + " " + order.ship_to.last_name;
  order.currency = order.ship_to.country_code == "US" ? "USD" : "EUR";
  order.rush = numbers.chance(0.1);
  const auto lines_count = numbers.between(1, wholesale ? 6 : 3);
  for (std::int64_t i = 0; i < lines_count; ++i)
    order.lines.push_back(draw_line(numbers, draw_sku(numbers), wholesale ? 120 : 5));
  if (order.reason == "out_of_stock")
    order.lines.back() = draw_line(numbers, "SKU-13", 5);
  if (order.reason == "over_credit")
    order.lines.front().quantity = 60; // the cheapest item costs 1.99, the credit is 100.00
  order.total = total_of(order.lines);
  return order;
}

} // namespace gantry::sandbox
