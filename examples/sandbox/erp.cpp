#include "dsl/base/json.hpp"
#include "examples/sandbox/arguments.hpp"
#include "examples/sandbox/document.hpp"
#include "examples/sandbox/master_data.hpp"
#include "examples/sandbox/operation.hpp"
#include "examples/sandbox/problem.hpp"

#include <optional>

namespace gantry::sandbox {
namespace {

answer too_large_an_amount(const error& why) {
  return business_error("amount_out_of_range", object({{"reason", why.message}}));
}

answer price_order(books&, const call& what) {
  field_reader arguments(what.arguments);
  arguments.expect_only({"order"});
  const auto order = read_order(arguments);
  if (!arguments.errors().empty())
    return bad_arguments(arguments);
  decimal total;
  value::list_type lines;
  for (const auto& line : order.lines) {
    const auto known = find_item(line.sku);
    if (!known)
      return business_error("unknown_item", object({{"sku", line.sku}}));
    // A price that the buyer was promised holds; without one the list price does.
    const decimal& unit_price = line.unit_price.is_zero() ? known->list_price : line.unit_price;
    const auto amount = amount_of(line.quantity, unit_price);
    if (!amount)
      return too_large_an_amount(amount.error());
    const auto sum = total.add(*amount);
    if (!sum)
      return too_large_an_amount(sum.error());
    total = *sum;
    lines.push_back(
        object({{"line", line.id}, {"unit_price", unit_price}, {"amount", money(*amount)}}));
  }
  return done(object({{"total", money(total)},
                      {"currency", order.currency},
                      {"lines", value::make_list(std::move(lines))}}));
}

/// What the ERP keeps of a sales order, so that it can bill what was shipped.
std::string billing_detail(const price_quote& price) {
  std::vector<std::pair<value, value>> unit_prices;
  for (const auto& line : price.lines)
    unit_prices.emplace_back(value(line.line), value(line.unit_price));
  return to_json(object(
      {{"currency", price.currency}, {"unit_prices", value::make_map(std::move(unit_prices))}}));
}

value sales_order(const std::string& number, const price_quote& price) {
  return object({{"number", number}, {"total", money(price.total)}, {"currency", price.currency}});
}

/// Why the ERP books nothing for this account, if it does not.
std::optional<answer> refusal_for(const std::string& number) {
  const auto buyer = find_account(number);
  if (!buyer)
    return business_error("unknown_account", object({{"account", number}}));
  if (buyer->blocked)
    return business_error("account_blocked",
                          object({{"reason", "invoices of " + number + " are overdue"}}));
  return std::nullopt;
}

answer create_sales_order(books& in, const call& what) {
  field_reader arguments(what.arguments);
  arguments.expect_only({"order", "price"});
  const auto order = read_order(arguments);
  const auto price = read_price(arguments);
  if (!arguments.errors().empty())
    return bad_arguments(arguments);
  if (auto refused = refusal_for(order.account))
    return *refused;
  const std::string number = in.effects.next_document("SO");
  const value made = sales_order(number, price);
  in.effects.record({0, "erp", "create_sales_order", what.key, number, what.now, std::nullopt,
                     order.order_id, to_json(made), billing_detail(price)});
  return done(made);
}

answer find_sales_order(books& in, const call& what) {
  return list_standing(in, what, "create_sales_order");
}

/// The sales order under a number, or what is wrong with it.
result<effect> standing_order(books& in, const std::string& number) {
  auto found = in.effects.find("create_sales_order", number);
  if (!found)
    return fail(errc::not_found, "unknown_sales_order");
  if (found->undone_by)
    return fail(errc::not_found, "sales_order_cancelled");
  return std::move(*found);
}

answer change_sales_order(books& in, const call& what) {
  field_reader arguments(what.arguments);
  arguments.expect_only({"number", "order", "price"});
  const std::string number = arguments.text("number");
  const auto order = read_order(arguments);
  const auto price = read_price(arguments);
  if (!arguments.errors().empty())
    return bad_arguments(arguments);
  const auto standing = standing_order(in, number);
  if (!standing)
    return business_error(standing.error().message, object({{"number", number}}));
  const value changed = sales_order(number, price);
  in.effects.rewrite(standing->seq, to_json(changed), billing_detail(price));
  in.effects.record({0, "erp", "change_sales_order", what.key, number, what.now, std::nullopt,
                     order.order_id, to_json(changed), "null"});
  return done(changed);
}

/// What the shipped lines cost at the prices of their sales order. Errors: the name of the
/// business error as message, its subject as help.
result<decimal> billed_amount(const value& detail, const std::vector<shipped_line>& lines) {
  decimal total;
  for (const auto& line : lines) {
    const value* const text = detail.find("unit_prices")->find(line.line);
    if (!text)
      return fail(errc::not_found, "unknown_line", line.line);
    const auto sum =
        decimal::parse(text->as_string())
            .and_then([&](const decimal& price) { return amount_of(line.quantity, price); })
            .and_then([&](const decimal& amount) { return total.add(amount); });
    if (!sum)
      return fail(errc::bad_decimal, "amount_out_of_range", line.line);
    total = *sum;
  }
  return total;
}

answer post_invoice(books& in, const call& what) {
  field_reader arguments(what.arguments);
  arguments.expect_only({"sales_order", "lines"});
  const std::string number = arguments.text("sales_order");
  const auto lines = read_shipped_lines(arguments);
  if (!arguments.errors().empty())
    return bad_arguments(arguments);
  const auto standing = standing_order(in, number);
  if (!standing)
    return business_error(standing.error().message, object({{"number", number}}));
  const auto detail = parse_json(standing->detail);
  if (!detail)
    return {problem(detail.error()), {}};
  const auto amount = billed_amount(*detail, lines);
  if (!amount)
    return business_error(amount.error().message, object({{"line", amount.error().help}}));
  const std::string invoice_number = in.effects.next_document("INV");
  const value invoice = object({{"number", invoice_number},
                                {"sales_order", number},
                                {"issued_at", format_timestamp(what.now)},
                                {"payable_amount", money(*amount)},
                                {"currency", *detail->find("currency")}});
  in.effects.record({0, "erp", "post_invoice", what.key, invoice_number, what.now, std::nullopt,
                     standing->order_id, to_json(invoice), "null"});
  auto result = done(invoice);
  result.events.push_back(in.events.publish(
      {"erp", "invoice_posted", standing->order_id,
       object({{"order_id", standing->order_id}, {"invoice", invoice}}), what.event_sends},
      what.now));
  return result;
}

answer find_invoice(books& in, const call& what) {
  return list_standing(in, what, "post_invoice");
}

answer cancel_sales_order(books& in, const call& what);

constexpr operation operations_of_erp[] = {
    {"erp", "price_order", effect_class::read, price_order},
    {"erp", "create_sales_order", effect_class::once, create_sales_order},
    {"erp", "find_sales_order", effect_class::read, find_sales_order},
    {"erp", "change_sales_order", effect_class::idempotent, change_sales_order},
    {"erp", "cancel_sales_order", effect_class::idempotent, cancel_sales_order},
    {"erp", "post_invoice", effect_class::once, post_invoice},
    {"erp", "find_invoice", effect_class::read, find_invoice},
};

answer cancel_sales_order(books& in, const call& what) {
  return undo(in, what, operations_of_erp[4], "create_sales_order", "number");
}

} // namespace

std::span<const operation> erp_operations() {
  return operations_of_erp;
}

} // namespace gantry::sandbox
