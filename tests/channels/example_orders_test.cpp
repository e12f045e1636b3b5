// Goal: the sample orders do what examples/orders/README.md says of them.
#include "tests/channels/channel_fixture.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using texts = std::vector<std::string>;
using namespace gantry::tests;

TEST_CASE("the sample order of the README is a whole canonical order", "[unit]") {
  const auto mapped = map_json(example("spades.json"));
  REQUIRE(mapped.orders.size() == 1);
  CHECK(objections(mapped.orders[0]).empty());
  CHECK(mapped.orders[0].external_id == "PO-2026-0417");
}

TEST_CASE("the sample batch brings three orders, each on its own", "[unit]") {
  const auto mapped = map_json(example("batch.json"));
  REQUIRE(mapped.orders.size() == 3);
  for (const auto& order : mapped.orders) {
    INFO(order.external_id);
    CHECK(objections(order).empty());
    CHECK(order.input.find_path("source.channel")->as_string() == "portal");
  }
}

TEST_CASE("the sample shop order is taken without the line that needs no shipping", "[unit]") {
  const auto mapped = map_shopify(example("shop.json"));
  REQUIRE(mapped.orders.size() == 1);
  const auto& order = mapped.orders[0];
  CHECK(objections(order).empty());
  CHECK(order.input.find("lines")->as_list().size() == 2);
  CHECK(order.input.find_path("buyer.account")->as_string() == "C-1007");
  CHECK(order.input.find_path("ship_to.city")->as_string() == "Sankt Pölten");
  CHECK(codes_of(order.findings) == std::vector<std::string>{"shopify-not-shipped"});
}

TEST_CASE("the sample interchange brings two orders and an accepting 997", "[unit]") {
  const auto mapped = map_x12(example("stores.edi"));
  REQUIRE(mapped.orders.size() == 2);
  CHECK(mapped.findings.empty());
  CHECK(mapped.partner == "LAKESIDEHW");
  for (const auto& order : mapped.orders) {
    INFO(order.external_id);
    CHECK(objections(order).empty());
  }
  CHECK(mapped.orders[0].input.find("payable_amount")->as_decimal().to_string() == "1954.44");
  CHECK(mapped.orders[1].input.find("rush")->as_bool());
  REQUIRE(mapped.replies.size() == 1);
  CHECK(mapped.replies[0].body.find("AK9*A*2*2*2~") != std::string::npos);
}

TEST_CASE("each wrong sample is refused where the README says", "[unit]") {
  const auto refused = [](const channels::mapped_document& mapped) {
    std::vector<std::string> all;
    for (const auto& order : mapped.orders)
      for (auto& each : objections(order))
        all.push_back(std::move(each));
    return all;
  };
  CHECK(refused(map_json(example("wrong/negative-quantity.json"))) ==
        texts{"positive lines[0].quantity"});
  CHECK(refused(map_json(example("wrong/unknown-field.json"))) ==
        texts{"required input.ship_to.postal_code", "unknown-field input.ship_to.zip"});
  CHECK(refused(map_json(example("wrong/too-many-digits.json"))) ==
        texts{"digits lines[0].unit_price"});
  CHECK(refused(map_json(example("wrong/wrong-types.json"))) ==
        texts{"type input.lines[0].quantity", "type input.rush", "type input.promised"});
  CHECK(refused(map_shopify(example("wrong/shop-nothing-to-ship.json"))) ==
        texts{"shopify-no-shipping-address shipping_address", "shopify-no-sku line_items[0].sku"});
  CHECK(refused(map_x12(example("wrong/test-interchange.edi"))) == texts{"test-order ISA15"});
}

TEST_CASE("of the sample with a lost segment only the whole order is taken", "[unit]") {
  const auto mapped = map_x12(example("wrong/segment-lost.edi"));
  REQUIRE(mapped.orders.size() == 2);
  CHECK(is_taken(mapped.orders[0]));
  CHECK(objections(mapped.orders[1]) == std::vector<std::string>{"x12-segment-count ST[0002]"});
  CHECK(mapped.replies.at(0).body.find("AK9*P*2*2*1~") != std::string::npos);
}

TEST_CASE("a sample whose envelope does not hold brings no order", "[unit]") {
  for (const auto* name : {"wrong/truncated.edi", "wrong/group-count.edi"}) {
    INFO(name);
    const auto mapped = map_x12(example(name));
    CHECK_FALSE(mapped.orders.empty());
    for (const auto& order : mapped.orders)
      CHECK_FALSE(is_taken(order));
    CHECK(broken_invariant(mapped).empty());
  }
}
