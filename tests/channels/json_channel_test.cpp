#include "tests/channels/channel_fixture.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using texts = std::vector<std::string>;

namespace {

texts refusals(const std::string& body) {
  const auto mapped = map_json(body);
  INFO(broken_invariant(mapped));
  REQUIRE(broken_invariant(mapped).empty());
  REQUIRE(mapped.orders.size() == 1);
  return objections(mapped.orders[0]);
}

std::string changed(std::string_view part, std::string_view instead) {
  return with(example("spades.json"), part, instead);
}

} // namespace

TEST_CASE("an order, a list of orders and an object of orders are all taken", "[unit]") {
  const auto one = example("spades.json");
  const auto another = changed(R"("external_id": "PO-2026-0417")", R"("external_id": "B")");
  CHECK(map_json(one).orders.size() == 1);
  for (const auto& body :
       {"[" + one + "," + another + "]", "{\"orders\":[" + one + "," + another + "]}"}) {
    const auto mapped = map_json(body);
    REQUIRE(mapped.orders.size() == 2);
    CHECK(is_taken(mapped.orders[0]));
    CHECK(is_taken(mapped.orders[1]));
    CHECK(mapped.orders[1].external_id == "B");
  }
}

TEST_CASE("a wrong order of a batch keeps no other order back", "[unit]") {
  const auto good = example("spades.json");
  const auto mapped =
      map_json("[" + changed(R"("quantity": "24")", R"("quantity": "0")") + "," + good + ",17]");
  REQUIRE(mapped.orders.size() == 3);
  CHECK(objections(mapped.orders[0]) == texts{"positive lines[0].quantity"});
  CHECK(is_taken(mapped.orders[1]));
  CHECK(objections(mapped.orders[2]) == texts{"json-not-an-order "});
}

TEST_CASE("what an order leaves out of its source comes from the settings", "[unit]") {
  const auto mapped = map_json(changed(
      R"({ "channel": "portal", "partner": "hofer", "external_id": "PO-2026-0417" })", "null"));
  REQUIRE(mapped.orders.size() == 1);
  CHECK(is_taken(mapped.orders[0]));
  CHECK(mapped.orders[0].input.find_path("source.partner")->as_string() == "portal");
  CHECK(mapped.orders[0].input.find_path("source.external_id")->as_string() == "PO-2026-0417");
}

TEST_CASE("what is wrong in the source of an order is told and not passed over", "[unit]") {
  CHECK(refusals(changed(R"("partner": "hofer")", R"("partner": "hofer", "shop": "x")")) ==
        texts{"unknown-field input.source.shop"});
  CHECK(refusals(changed(R"("external_id": "PO-2026-0417")", R"("external_id": 417)")) ==
        texts{"type input.source.external_id"});
  CHECK(refusals(
            changed(R"({ "channel": "portal", "partner": "hofer", "external_id": "PO-2026-0417" })",
                    R"("portal")")) == texts{"type input.source"});
}

TEST_CASE("money of too many digits is refused, never rounded", "[unit]") {
  CHECK(refusals(changed("\"603.60\"", "\"603.6000001\"")) == texts{"digits payable_amount"});
  CHECK(refusals(changed("\"603.60\"", "\"1234567890123456.00\"")) ==
        texts{"digits payable_amount"});
  CHECK(refusals(changed("\"603.60\"", "\"12345678901234567890123456789012345.1\"")) ==
        texts{"digits input.payable_amount"});
  CHECK(refusals(changed("\"603.60\"", "603.60")).empty());
}

TEST_CASE("a JSON number of more than 34 digits refuses its order alone, never rounds", "[unit]") {
  const auto long_one = changed("\"603.60\"", "603.60000000000000000000000000000000001");
  const auto mapped = map_json("[" + long_one + "," + example("spades.json") + "]");
  REQUIRE(mapped.orders.size() == 2);
  CHECK(objections(mapped.orders[0]) == texts{"digits input.payable_amount"});
  CHECK(mapped.orders[0].external_id == "PO-2026-0417");
  CHECK(is_taken(mapped.orders[1]));
  CHECK(refusals(changed("\"603.60\"", "1e99999")) == texts{"type input.payable_amount"});
  CHECK(refusals(changed("\"version\": 1", "\"version\": 12345678901234567890123456789012345")) ==
        texts{"type input.version"});
}

TEST_CASE("quantities that are not above zero and prices below zero are refused", "[unit]") {
  CHECK(refusals(changed("\"24\"", "\"-24\"")) == texts{"positive lines[0].quantity"});
  CHECK(refusals(changed("\"24\"", "-0.0")) == texts{"positive lines[0].quantity"});
  CHECK(refusals(changed("\"15.69\"", "\"-0.01\"")) == texts{"not-negative lines[0].unit_price"});
  CHECK(refusals(changed("\"15.69\"", "\"0\"")).empty());
}

TEST_CASE("fields that the canonical order does not know are refused with their path", "[unit]") {
  CHECK(refusals(changed("\"rush\": false", "\"rush\": false, \"colour\": \"red\"")) ==
        texts{"unknown-field input.colour"});
  CHECK(refusals(changed("\"unit\": \"EA\"", "\"unit\": \"EA\", \"discount\": 1")) ==
        texts{"unknown-field input.lines[0].discount"});
}

TEST_CASE("wrong types are told all at once, each with its path", "[unit]") {
  auto body = changed("\"version\": 1", "\"version\": \"one\"");
  body = with(body, "\"rush\": false", "\"rush\": \"no\"");
  body = with(body, "\"currency\": \"EUR\"", "\"currency\": 978");
  body = with(body, "\"quantity\": \"24\"", "\"quantity\": [24]");
  CHECK(refusals(body) == texts{"type input.version", "type input.lines[0].quantity",
                                "type input.currency", "type input.rush"});
}

TEST_CASE("two lines with one id, no line, and too many lines are refused", "[unit]") {
  CHECK(refusals(changed("\"id\": \"2\"", "\"id\": \"1\"")) == texts{"unique lines[1].id"});
  auto body = example("spades.json");
  const auto from = body.find("\"lines\": [");
  const auto to = body.find("  ],", from);
  REQUIRE(to != std::string::npos);
  const auto without = body.substr(0, from) + "\"lines\": []" + body.substr(to + 3);
  CHECK(refusals(without) == texts{"not-empty lines"});
}

TEST_CASE("a body that is not strict JSON brings a finding with line and column", "[unit]") {
  for (const std::string body :
       {"", " ", "{", "{\"orders\":[}", "[1,]", "{'a':1}", "{\"a\":1,\"a\":2}", "nul", "[01]",
        "\"\xC3\x28\"", "{\"order_number\":\"\xFF\"}", "{} {}"}) {
    INFO(body);
    const auto mapped = map_json(body);
    CHECK(mapped.orders.empty());
    CHECK(codes_of(mapped.findings) == texts{"json-malformed"});
    CHECK(mapped.findings[0].message.find("line 1, column ") != std::string::npos);
    CHECK(broken_invariant(mapped).empty());
  }
}

TEST_CASE("JSON that is nested deeper than 32 is refused whatever it is made of", "[unit]") {
  for (const std::size_t depth : {33U, 100U, 100'000U}) {
    CHECK(codes_of(map_json(std::string(depth, '[') + std::string(depth, ']')).findings) ==
          texts{"json-malformed"});
    std::string objects;
    for (std::size_t i = 0; i < depth; ++i)
      objects += "{\"a\":";
    CHECK(codes_of(map_json(objects + "1" + std::string(depth, '}')).findings) ==
          texts{"json-malformed"});
  }
  CHECK(map_json("[" + std::string(31, '[') + std::string(31, ']') + "]").orders.size() == 1);
}

TEST_CASE("a document of more than 10,000 orders is refused whole", "[unit]") {
  std::string body = "[{}";
  for (int i = 0; i < 10'000; ++i)
    body += ",{}";
  const auto mapped = map_json(body + "]");
  CHECK(mapped.orders.empty());
  CHECK(codes_of(mapped.findings) == texts{"json-too-many"});
}

TEST_CASE("what identifies an order has at most 100 characters", "[unit]") {
  const auto named = [](const std::string& number) {
    return refusals(changed("PO-2026-0417\" }", number + "\" }"));
  };
  CHECK(named(std::string(100, 'x')).empty());
  CHECK(named(std::string(101, 'x')) == texts{"at-most source.external_id"});
  std::string umlauts;
  for (int i = 0; i < 100; ++i)
    umlauts += "ä";
  CHECK(named(umlauts).empty());
  CHECK(refusals(changed(R"("partner": "hofer")", R"("partner": ")" + std::string(5'000, 'x') +
                                                      '"')) == texts{"at-most source.partner"});
}

TEST_CASE("a country is two capital letters", "[unit]") {
  for (const std::string country : {"Austria", "at", "A", "AUT", ""}) {
    INFO(country);
    CHECK(refusals(changed(R"("country": "AT")", R"("country": ")" + country + '"')) ==
          texts{"country ship_to.country"});
  }
}
