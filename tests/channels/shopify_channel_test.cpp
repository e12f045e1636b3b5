#include "tests/channels/channel_fixture.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using texts = std::vector<std::string>;

namespace {

channels::mapped_order shop_order_with(std::string_view part, std::string_view instead) {
  const auto mapped = map_shopify(with(example("shop.json"), part, instead));
  INFO(broken_invariant(mapped));
  REQUIRE(broken_invariant(mapped).empty());
  REQUIRE(mapped.orders.size() == 1);
  return mapped.orders[0];
}

std::string account_of(std::string_view part, std::string_view instead) {
  const auto order = shop_order_with(part, instead);
  REQUIRE(is_taken(order));
  return order.input.find_path("buyer.account")->as_string();
}

const std::string note = R"([{ "name": "account", "value": "C-1007" }])";

} // namespace

TEST_CASE("the account of a shop order is noted, tagged, or the shop's own", "[unit]") {
  CHECK(account_of("C-1007", "C-1008") == "C-1008");
  auto tagged = with(example("shop.json"), note, "[]");
  tagged = with(tagged, "\"newsletter\"", "\"vip, account:C-1009 , newsletter\"");
  CHECK(map_shopify(tagged).orders.at(0).input.find_path("buyer.account")->as_string() == "C-1009");
  CHECK(account_of(note, "[]") == "C-SHOP");
}

TEST_CASE("a shop order goes to its shipping address, else to the billing address", "[unit]") {
  auto text = example("shop.json");
  const auto from = text.find("\"shipping_address\": {");
  const auto to = text.find('}', from);
  text.replace(from, to + 1 - from, "\"shipping_address\": null");
  const auto mapped = map_shopify(text);
  REQUIRE(is_taken(mapped.orders.at(0)));
  CHECK(mapped.orders[0].input.find_path("ship_to.street")->as_string() ==
        "Lindenallee 3, Stiege 2");
  CHECK(has_code(mapped.orders[0].findings, "shopify-billing-address"));
}

TEST_CASE("what was removed from a shop order is neither shipped nor billed", "[unit]") {
  auto text = with(example("shop.json"), R"("quantity": 2, "current_quantity": 2)",
                   R"("quantity": 2, "current_quantity": 0)");
  text = with(text, R"("current_total_price": "53.82")", R"("current_total_price": "47.10")");
  const auto mapped = map_shopify(text);
  const auto& order = mapped.orders.at(0);
  REQUIRE(is_taken(order));
  CHECK(order.input.find("lines")->as_list().size() == 1);
  CHECK(order.input.find("payable_amount")->as_decimal().to_string() == "47.10");
  CHECK(has_code(order.findings, "shopify-removed-line"));
}

TEST_CASE("shop orders that cannot be run say why", "[unit]") {
  CHECK(objections(shop_order_with("\"test\": false", "\"test\": true")) ==
        texts{"test-order test"});
  CHECK(shop_order_with("\"test\": false", "\"test\": true").test);
  CHECK(objections(shop_order_with("\"cancelled_at\": null",
                                   "\"cancelled_at\": \"2026-11-24T11:00:00Z\"")) ==
        texts{"shopify-cancelled cancelled_at"});
  CHECK(objections(shop_order_with("\"id\": 6120045531001,", "")) == texts{"shopify-no-id id"});
  CHECK(objections(shop_order_with("\"currency\": \"EUR\"", "\"currency\": null")) ==
        texts{"shopify-no-currency currency"});
  CHECK(objections(shop_order_with("\"price\": \"3.36\"", "\"price\": \"3,36\"")) ==
        texts{"mapping-field line_items[0].price"});
  CHECK(objections(shop_order_with("\"sku\": \"SKU-8\"", "\"sku\": null")) ==
        texts{"shopify-no-sku line_items[1].sku"});
  CHECK(objections(
            shop_order_with("\"zip\": \"3100\",\n    \"province\": null, \"country\": \"Austria\", "
                            "\"country_code\": \"AT\"",
                            "\"zip\": \"3100\", \"country_code\": \"Austria\"")) ==
        texts{"shopify-no-country shipping_address.country_code"});
}

TEST_CASE("money and quantities of a shop order keep to the rules of every order", "[unit]") {
  CHECK(objections(shop_order_with("\"price\": \"3.36\"", "\"price\": \"-3.36\"")) ==
        texts{"not-negative lines[0].unit_price"});
  CHECK(objections(shop_order_with("\"price\": \"3.36\"", "\"price\": \"3.36000001\"")) ==
        texts{"digits lines[0].unit_price"});
  CHECK(objections(shop_order_with(R"("quantity": 2, "current_quantity": 2)",
                                   R"("quantity": 2, "current_quantity": -2)")) ==
        texts{"positive lines[0].quantity"});
}

TEST_CASE("a number that nothing reads may be as long as it likes, one of the order may not",
          "[unit]") {
  const std::string digits = "12345678901234567890123456789012345";
  CHECK(objections(shop_order_with("\"id\": 6120045531001,",
                                   "\"id\": 6120045531001, \"checksum\": " + digits + ","))
            .empty());
}

TEST_CASE("a shop order whose week ends after the end of time is refused, not overflown",
          "[unit]") {
  const auto order = shop_order_with("2026-11-24T10:31:05+01:00", "2262-04-11T00:00:00Z");
  CHECK_FALSE(is_taken(order));
  CHECK(has_code(order.findings, "mapping-field"));
}

TEST_CASE("the REST resource wraps the order that the webhook sends bare", "[unit]") {
  const auto mapped = map_shopify("{\"order\":" + example("shop.json") + "}");
  REQUIRE(mapped.orders.size() == 1);
  CHECK(is_taken(mapped.orders[0]));
}

TEST_CASE("a webhook of another topic brings a finding and no order", "[unit]") {
  const auto shop = channel_of("shopify");
  auto document = document_of(example("shop.json"), "application/json",
                              {{"x-shopify-topic", "orders/updated"},
                               {"x-shopify-webhook-id", "w-1"},
                               {"x-shopify-shop-domain", "garden.example"}});
  const auto other = shop->map(document);
  CHECK(other.orders.empty());
  CHECK(codes_of(other.findings) == texts{"shopify-topic"});
  document.headers[0].second = "orders/create";
  const auto create = shop->map(document);
  CHECK(create.reference == "w-1");
  CHECK(create.partner == "garden.example");
  CHECK(is_taken(create.orders.at(0)));
}

TEST_CASE("bodies that are no shop order bring a finding", "[unit]") {
  for (const std::string body : {"", "[]", "7", "null", "{}", "{\"order\":7}", "{\"order\":{}}"}) {
    INFO(body);
    const auto mapped = map_shopify(body);
    CHECK(broken_invariant(mapped).empty());
    for (const auto& order : mapped.orders)
      CHECK_FALSE(is_taken(order));
  }
}
