#include "dsl/base/json.hpp"
#include "dsl/types/builders.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::dsl;

namespace {

type_ref order_type() {
  const auto line = make_record_type(
      "Line", {{"sku", string_type(), false, false}, {"quantity", decimal_type(), false, false}});
  return make_record_type("Order", {{"id", string_type(), false, false},
                                    {"lines", list_of(line), false, false},
                                    {"promised", timestamp_type(), false, false},
                                    {"note", optional_of(string_type()), false, false}});
}

result<value> read(std::string_view json) {
  return decode(*parse_json(json), *order_type(), "input");
}

} // namespace

TEST_CASE("decode: a fitting document becomes a typed record", "[unit]") {
  const auto order = read(R"({"id":"O-1","promised":"2026-03-05T18:00:00Z",
                              "lines":[{"sku":"A","quantity":"2.50"},{"sku":"B","quantity":2}]})");
  REQUIRE(order);
  CHECK(order->find("note")->is_none());
  CHECK(order->find("lines")->as_list()[0].find("quantity")->as_decimal().to_string() == "2.50");
  CHECK(order->find("lines")->as_list()[1].find("quantity")->is_decimal());
  CHECK(order->find("promised")->is_timestamp());
}

TEST_CASE("decode: all mistakes are told in one run, each with path and rule", "[unit]") {
  const auto order =
      read(R"({"lines":[{"sku":7,"quantity":"two"}],"promised":"tomorrow","colour":"red"})");
  REQUIRE_FALSE(order);
  std::vector<std::string> told;
  for (const auto& field : order.error().fields)
    told.push_back(field.path + " " + field.rule);
  CHECK(told == std::vector<std::string>{"input.id required", "input.lines[0].sku type",
                                         "input.lines[0].quantity type", "input.promised type",
                                         "input.colour unknown-field"});
}

TEST_CASE("decode: money with more than 34 digits is refused, not rounded", "[unit]") {
  const auto order = read(R"({"id":"O-1","promised":"2026-03-05T18:00:00Z","lines":[
    {"sku":"A","quantity":"12345678901234567890123456789012345.5"}]})");
  REQUIRE_FALSE(order);
  CHECK(order.error().fields.at(0).rule == "digits");
}

TEST_CASE("decode: equal content has one canonical form however numbers were written", "[unit]") {
  const auto written = [](std::string_view quantity) {
    return to_canonical_json(*read(R"({"id":"O-1","promised":"2026-03-05T18:00:00Z","lines":[
      {"sku":"A","quantity":)" + std::string(quantity) +
                                   "}]}"));
  };
  CHECK(written("2") == written("\"2.00\""));
  CHECK(written("2.0") == written("\"2\""));
}
