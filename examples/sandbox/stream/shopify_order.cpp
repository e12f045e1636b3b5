#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "examples/sandbox/document.hpp"
#include "examples/sandbox/stream/stream_order.hpp"

#include <utility>

namespace gantry::sandbox {
namespace {

constexpr std::string_view shop_domain = "garden-shop.myshopify.example";

std::int64_t id_of(const stream_order& order) {
  return std::stoll(order.number);
}

value list_of(value only) {
  return value::make_list({std::move(only)});
}

/// Shopify states every amount a second time, in the shop's and in the buyer's currency.
value price_set(const std::string& amount, const std::string& currency) {
  const value one = object({{"amount", amount}, {"currency_code", currency}});
  return object({{"shop_money", one}, {"presentment_money", one}});
}

value shop_address(const stream_address& address) {
  return object({{"first_name", address.first_name},
                 {"address1", address.street},
                 {"phone", value{}},
                 {"city", address.city},
                 {"zip", address.postal_code},
                 {"province", address.region.empty() ? value{} : value(address.region)},
                 {"country", address.country},
                 {"last_name", address.last_name},
                 {"address2", ""},
                 {"company", value{}},
                 {"name", address.first_name + " " + address.last_name},
                 {"country_code", address.country_code},
                 {"province_code", address.region.empty() ? value{} : value(address.region)}});
}

value line_of(const stream_order& order, const stream_line& line, std::size_t position) {
  const std::string price = money(line.unit_price);
  const std::int64_t id = id_of(order) * 10 + static_cast<std::int64_t>(position);
  return object({{"id", id},
                 {"admin_graphql_api_id", "gid://shopify/LineItem/" + std::to_string(id)},
                 {"current_quantity", line.quantity},
                 {"fulfillable_quantity", line.quantity},
                 {"fulfillment_service", "manual"},
                 {"fulfillment_status", value{}},
                 {"gift_card", false},
                 {"grams", 450},
                 {"name", line.title},
                 {"price", price},
                 {"price_set", price_set(price, order.currency)},
                 {"properties", value::make_list({})},
                 {"quantity", line.quantity},
                 {"requires_shipping", true},
                 {"sku", line.sku},
                 {"taxable", true},
                 {"title", line.title},
                 {"total_discount", "0.00"},
                 {"variant_title", value{}},
                 {"vendor", value{}},
                 {"tax_lines", value::make_list({})},
                 {"discount_allocations", value::make_list({})}});
}

value customer_of(const stream_order& order, const std::string& email) {
  return object({{"id", id_of(order) % 1'000'003 + 207'000'000},
                 {"email", email},
                 {"first_name", order.ship_to.first_name},
                 {"last_name", order.ship_to.last_name},
                 {"state", "enabled"},
                 {"tags", "account:" + order.account + ", newsletter"},
                 {"currency", order.currency}});
}

value shipping_line(const stream_order& order) {
  const std::string code = order.rush ? "Express" : "Standard";
  return object({{"code", code},
                 {"title", code},
                 {"price", "0.00"},
                 {"price_set", price_set("0.00", order.currency)},
                 {"source", "shopify"},
                 {"tax_lines", value::make_list({})}});
}

/// Two ways to name the account are in use, and the channel understands both.
value note_attributes(const stream_order& order) {
  if (id_of(order) % 2 == 0)
    return value::make_list({});
  return list_of(object({{"name", "account"}, {"value", order.account}}));
}

value webhook(const stream_order& order) {
  const std::string total = money(order.total);
  const std::string at = format_timestamp(order.issued);
  const std::string email = "buyer" + order.number + "@mail.example.com";
  const std::int64_t short_number = id_of(order) % 900'000 + 1'001;
  value::list_type lines;
  for (const auto& line : order.lines)
    lines.push_back(line_of(order, line, lines.size() + 1));
  const value address = shop_address(order.ship_to);
  return object({{"id", id_of(order)},
                 {"admin_graphql_api_id", "gid://shopify/Order/" + order.number},
                 {"cancel_reason", value{}},
                 {"cancelled_at", value{}},
                 {"closed_at", value{}},
                 {"confirmed", true},
                 {"contact_email", email},
                 {"created_at", at},
                 {"currency", order.currency},
                 {"current_subtotal_price", total},
                 {"current_total_discounts", "0.00"},
                 {"current_total_price", total},
                 {"current_total_tax", "0.00"},
                 {"discount_codes", value::make_list({})},
                 {"email", email},
                 {"financial_status", "paid"},
                 {"fulfillment_status", value{}},
                 {"name", "#" + std::to_string(short_number)},
                 {"note", value{}},
                 {"note_attributes", note_attributes(order)},
                 {"number", short_number - 1'000},
                 {"order_number", short_number},
                 {"payment_gateway_names", list_of("shopify_payments")},
                 {"po_number", value{}},
                 {"presentment_currency", order.currency},
                 {"processed_at", at},
                 {"source_name", "web"},
                 {"subtotal_price", total},
                 {"tags", ""},
                 {"tax_lines", value::make_list({})},
                 {"taxes_included", true},
                 {"test", false},
                 {"total_discounts", "0.00"},
                 {"total_line_items_price", total},
                 {"total_outstanding", "0.00"},
                 {"total_price", total},
                 {"total_price_set", price_set(total, order.currency)},
                 {"total_tax", "0.00"},
                 {"updated_at", at},
                 {"billing_address", address},
                 {"customer", customer_of(order, email)},
                 {"discount_applications", value::make_list({})},
                 {"fulfillments", value::make_list({})},
                 {"line_items", value::make_list(std::move(lines))},
                 {"refunds", value::make_list({})},
                 {"shipping_address", address},
                 {"shipping_lines", list_of(shipping_line(order))}});
}

} // namespace

stream_document write_shopify_order(const stream_order& order, const std::string& secret) {
  stream_document document;
  document.channel = "shopify";
  document.media_type = "application/json";
  document.body = to_json(webhook(order));
  document.headers = {{"X-Shopify-Topic", "orders/create"},
                      {"X-Shopify-Shop-Domain", std::string(shop_domain)},
                      {"X-Shopify-API-Version", "2026-01"},
                      {"X-Shopify-Webhook-Id", "wh-" + order.number}};
  if (!secret.empty()) {
    const auto digest = hmac_sha256(secret, document.body);
    const std::string bytes(digest.begin(), digest.end());
    document.headers.emplace_back("X-Shopify-Hmac-Sha256", to_base64(bytes));
  }
  document.orders = {{order.number, order.outcome, order.reason}};
  return document;
}

} // namespace gantry::sandbox
