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

TEST_CASE("decode: each type says which rule a value breaks, and shows it", "[unit]") {
  const auto kind = enum_of("Kind", {"standard", "express"});
  const auto part = make_record_type("Part", {{"colour", string_type(), false, false}});
  struct wrong {
    type_ref as;
    std::string json, rule, value, message;
  };
  const std::vector<wrong> all{
      {boolean_type(), R"("yes")", "type", "yes", "x has to be true or false"},
      {int_type(), "1.5", "type", "\"1.5\"", "x has to be a whole number"},
      {int_type(), "9223372036854775808", "type", "\"9223372036854775808\"",
       "x has to be a whole number"},
      {uint_type(), "-1", "type", "-1", "x has to be a whole number that is not negative"},
      {double_type(), R"("1")", "type", "1", "x has to be a number"},
      {decimal_type(), R"("1,50")", "type", "1,50", "x is no decimal number such as \"12.50\""},
      {decimal_type(), "true", "type", "true",
       "x has to be a number, best as a text such as \"12.50\""},
      {string_type(), "7", "type", "7", "x has to be a text"},
      {string_type(), "null", "required", "null", "x is missing"},
      {bytes_type(), R"("?")", "type", "?", "x has to be bytes as base64"},
      {timestamp_type(), R"("24.11.2026")", "type", "24.11.2026",
       "x has to be a time such as \"2026-03-05T18:00:00Z\""},
      {duration_type(), R"("5 days")", "type", "5 days", "x has to be a span such as \"1h30min\""},
      {kind, R"("expres")", "enum", "expres",
       "x is none of standard, express; did you mean `express`?"},
      {kind, R"("drone")", "enum", "drone", "x is none of standard, express"},
      {list_of(int_type()), R"({"a":1})", "type", "an object", "x has to be a list"},
      {map_of(int_type()), "[1,2]", "type", "a list of 2", "x has to be an object"},
      {part, "[]", "type", "a list of 0", "x has to be an object (Part)"},
      {part, R"({"colour":"red","color":"red"})", "unknown-field", "red",
       "Part has no field `color`; did you mean `colour`?"},
  };
  for (const auto& each : all) {
    INFO(to_string(*each.as) << " of " << each.json);
    const auto read = decode(*parse_json(each.json), *each.as, "x");
    REQUIRE_FALSE(read);
    REQUIRE(read.error().fields.size() == 1);
    const auto& told = read.error().fields.front();
    CHECK(told.rule == each.rule);
    CHECK(told.value == each.value);
    CHECK(told.message == each.message);
  }
}

TEST_CASE("decode: a place deep in a document is named whole", "[unit]") {
  const auto inner = make_record_type("Inner", {{"n", map_of(list_of(int_type())), false, false}});
  const auto read =
      decode(*parse_json(R"([{"n":{"a b":[1,2,"x"]}}])"), *list_of(inner), "input.all");
  REQUIRE_FALSE(read);
  CHECK(read.error().fields.at(0).path == "input.all[0].n.a b[2]");
}

TEST_CASE("decode: a hundred mistakes are told, however many there are", "[unit]") {
  value::list_type items(1'000, value("x"));
  const auto read = decode(value::make_list(items), *list_of(int_type()), "x");
  REQUIRE_FALSE(read);
  CHECK(read.error().fields.size() == 100);
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
