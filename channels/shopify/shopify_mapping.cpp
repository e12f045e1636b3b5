#include "channels/shopify/shopify_mapping.hpp"

#include "channels/canonical/order_builder.hpp"
#include "dsl/base/json.hpp"

namespace gantry::channels {
namespace {

std::string scalar_text(const value* found) {
  if (found == nullptr || found->is_none())
    return {};
  if (found->is_string())
    return found->as_string();
  if (found->is_int() || found->is_decimal() || found->is_bool())
    return found->is_decimal() ? found->as_decimal().to_plain_string() : to_json(*found);
  return {};
}

class shopify_mapper {
public:
  shopify_mapper(const value& order, const shopify_origin& origin)
      : order_(order), origin_(origin) {}

  mapped_order run() {
    if (!order_.is_map()) {
      refuse("shopify-not-an-order", "", to_json(order_), "the body is no Shopify order");
      return std::move(mapped_);
    }
    mapped_.external_id = text("id");
    if (mapped_.external_id.empty())
      refuse("shopify-no-id", "id", "", "the order has no id");
    const auto* test = order_.find("test");
    mapped_.test = test != nullptr && test->is_bool() && test->as_bool();
    check_status();
    auto input = build();
    if (!refused_)
      mapped_.input = std::move(input);
    return std::move(mapped_);
  }

private:
  void note(std::string code, std::string severity, std::string path, std::string_view found,
            std::string message) {
    mapped_.findings.push_back({std::move(code), std::move(severity), std::move(path),
                                shortened(found), std::move(message)});
  }
  void refuse(std::string code, std::string path, std::string_view found, std::string message) {
    refused_ = true;
    note(std::move(code), "error", std::move(path), found, std::move(message));
  }

  [[nodiscard]] std::string text(std::string_view path) const {
    return scalar_text(order_.find_path(path));
  }

  void check_status() {
    if (mapped_.test)
      refuse("test-order", "test", "true",
             "a test order: it was checked and is not run, so that it reaches no real system");
    if (const auto cancelled = text("cancelled_at"); !cancelled.empty())
      refuse("shopify-cancelled", "cancelled_at", cancelled,
             "the order was cancelled in the shop before it arrived");
  }

  value build() {
    const auto issued = time_of_issue();
    object_builder source;
    source.set("channel", origin_.channel)
        .set("partner", origin_.partner)
        .set("external_id", mapped_.external_id);
    const auto number = text("name");
    object_builder order;
    order.set("order_number", number.empty() ? mapped_.external_id : number)
        .set("version", 1)
        .set("issued_at", value(issued))
        .set("source", source.build())
        .set("buyer", buyer())
        .set("ship_to", ship_to())
        .set("lines", lines())
        .set("currency", currency())
        .set("payable_amount", total())
        .set("rush", is_rush())
        .set("promised", value(promise_of(issued)));
    object_builder window;
    window.set("not_before", value(issued)).set("not_after", value(promise_of(issued)));
    return order.set("ship_window", window.build()).build();
  }

  timestamp time_of_issue() {
    auto written = text("processed_at");
    if (written.empty())
      written = text("created_at");
    const auto parsed = parse_timestamp(written);
    if (parsed)
      return *parsed;
    refuse("shopify-no-time", "created_at", written,
           "the order says not when it was placed (created_at, RFC 3339)");
    return {};
  }

  std::string currency() {
    auto code = text("currency");
    if (!is_currency_code(code))
      refuse("shopify-no-currency", "currency", code,
             "the order has no currency; a webhook that is limited to some fields has to send it");
    return code;
  }

  value money(const std::string& path) {
    const auto written = text(path);
    const auto parsed = decimal::parse(written);
    if (!parsed) {
      refuse("shopify-bad-money", path, written, path + " is no amount of money");
      return {};
    }
    return *parsed;
  }

  /// What is to be paid for the lines that are left, as `current_quantity` counts them.
  value total() {
    const auto current = text("current_total_price");
    return money(current.empty() ? "total_price" : "current_total_price");
  }

  [[nodiscard]] bool is_rush() const {
    const auto* shipping = order_.find("shipping_lines");
    if (shipping == nullptr || !shipping->is_list())
      return false;
    for (const auto& line : shipping->as_list()) {
      const auto code = scalar_text(line.find("code"));
      if (code.find("express") != std::string::npos || code.find("Express") != std::string::npos)
        return true;
    }
    return false;
  }

  std::string account() const {
    if (const auto* notes = order_.find("note_attributes"); notes != nullptr && notes->is_list())
      for (const auto& attribute : notes->as_list())
        if (scalar_text(attribute.find("name")) == "account")
          return scalar_text(attribute.find("value"));
    const auto tags = text("customer.tags");
    constexpr std::string_view mark = "account:";
    if (const auto at = tags.find(mark); at != std::string::npos) {
      const auto end = tags.find(',', at);
      auto name = tags.substr(at + mark.size(), end == std::string::npos ? std::string::npos
                                                                         : end - at - mark.size());
      while (!name.empty() && name.back() == ' ')
        name.pop_back();
      return name;
    }
    return "C-SHOP";
  }

  value buyer() {
    object_builder party;
    auto name = text("billing_address.name");
    if (name.empty())
      name = text("customer.first_name") + " " + text("customer.last_name");
    if (name == " ")
      name = text("email");
    if (name.empty())
      name = account();
    party.set("account", account()).set("name", name);
    return party.set_text("email", text("email")).build();
  }

  value ship_to() {
    std::string at = "shipping_address";
    const auto* address = order_.find(at);
    if (address == nullptr || !address->is_map()) {
      at = "billing_address";
      address = order_.find(at);
      if (address == nullptr || !address->is_map()) {
        refuse("shopify-no-shipping-address", "shipping_address", "",
               "the order has no address to ship to (digital goods or pick-up)");
        return {};
      }
      note("shopify-billing-address", "warning", "shipping_address", "",
           "no shipping address: the billing address is used");
    }
    const auto part = [&](std::string_view name) { return scalar_text(address->find(name)); };
    auto country = part("country_code");
    if (!is_country_code(country))
      refuse("shopify-no-country", at + ".country_code", country,
             "the address has no country code of two letters");
    auto street = part("address1");
    if (const auto second = part("address2"); !second.empty())
      street += ", " + second;
    object_builder built;
    built.set("name", part("name"))
        .set("street", street)
        .set("postal_code", part("zip"))
        .set("city", part("city"))
        .set("country", country);
    return built.set_text("phone", part("phone")).build();
  }

  value lines() {
    std::vector<value> taken;
    const auto* items = order_.find("line_items");
    if (items != nullptr && items->is_list())
      for (std::size_t i = 0; i < items->as_list().size(); ++i)
        add_line(items->as_list()[i], "line_items[" + std::to_string(i) + "]", taken);
    if (taken.empty())
      refuse("shopify-no-lines", "line_items", "", "nothing in the order is to be shipped");
    return value::make_list(std::move(taken));
  }

  void add_line(const value& item, const std::string& path, std::vector<value>& taken) {
    const auto part = [&](std::string_view name) { return scalar_text(item.find(name)); };
    if (part("requires_shipping") == "false" || part("gift_card") == "true") {
      note("shopify-not-shipped", "warning", path, part("title"),
           "the line needs no shipping and is left out");
      return;
    }
    auto written = part("current_quantity");
    if (written.empty())
      written = part("quantity");
    const auto quantity = decimal::parse(written);
    if (quantity && quantity->is_zero()) {
      note("shopify-removed-line", "warning", path, part("title"),
           "the line was removed or refunded and is left out");
      return;
    }
    if (!quantity)
      refuse("shopify-bad-quantity", path + ".quantity", written, "the quantity is no number");
    const auto price = decimal::parse(part("price"));
    if (!price)
      refuse("shopify-bad-money", path + ".price", part("price"), "the price is no amount");
    const auto sku = part("sku");
    if (sku.empty())
      refuse("shopify-no-sku", path + ".sku", part("title"),
             "the line names no item (SKU): set it in the shop's product");
    object_builder line;
    line.set("id", part("id")).set("sku", sku);
    taken.push_back(line.set("quantity", quantity ? value(*quantity) : value())
                        .set("unit", "EA")
                        .set("unit_price", price ? value(*price) : value())
                        .build());
  }

  const value& order_;
  const shopify_origin& origin_;
  mapped_order mapped_;
  bool refused_ = false;
};

} // namespace

mapped_order map_shopify_order(const value& order, const shopify_origin& origin) {
  return shopify_mapper(order, origin).run();
}

} // namespace gantry::channels
