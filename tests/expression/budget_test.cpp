#include "dsl/types/builders.hpp"
#include "tests/expression/evaluate.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;

namespace {

std::vector<bound_name> long_list(std::int64_t size) {
  value::list_type items;
  for (std::int64_t i = 0; i < size; ++i)
    items.emplace_back(i);
  return {{"xs", dsl::list_of(dsl::int_type()), value::make_list(std::move(items))},
          {"text", dsl::string_type(), value(std::string(1u << 20, 'x'))}};
}

} // namespace

TEST_CASE("an expression that takes too many steps ends with an error that says so", "[unit]") {
  const auto names = long_list(1'000);
  const auto small = evaluate("xs.map(x, x + 1).size()", names);
  REQUIRE(small.is);
  CHECK(small.text() == "1000");
  const auto large = evaluate("xs.all(a, xs.all(b, xs.all(c, true)))", names);
  REQUIRE(large.failure);
  CHECK(large.failure->code == errc::expression);
  CHECK(large.failure->message.find("100,000 steps") != std::string::npos);
}

TEST_CASE("an expression that makes too much data ends with an error that says so", "[unit]") {
  const auto names = long_list(100);
  const auto large = evaluate("xs.map(x, text + text).size()", names);
  REQUIRE(large.failure);
  CHECK(large.failure->message.find("16 MiB") != std::string::npos);
}

TEST_CASE("a spent budget is not forgiven by logic", "[unit]") {
  const auto names = long_list(1'000);
  CHECK(evaluate("xs.all(a, xs.all(b, xs.all(c, true))) || true", names).failure);
}

TEST_CASE("expressions that are nested too deep are refused before they run", "[unit]") {
  for (const std::size_t depth : {65U, 1'000U, 50'000U}) {
    CHECK(evaluate(std::string(depth, '(') + "1" + std::string(depth, ')')).text() == "GF0112");
    CHECK(evaluate(std::string(depth, '[') + std::string(depth, ']')).text() == "GF0112");
  }
  CHECK(evaluate(std::string(60, '(') + "1" + std::string(60, ')')).text() == "1");
  std::string sum = "1";
  for (int i = 0; i < 1'000; ++i)
    sum += "+1";
  CHECK(evaluate(sum).text() == "GF0112");
  CHECK(evaluate(std::string(5'000, '-') + "1").text() == "GF0112");
  CHECK(evaluate(std::string(5'000, '!') + "true").text() == "GF0112");
}

TEST_CASE("a failure names the place, the operand types and the values", "[unit]") {
  const auto failed = evaluate("1 +\n   2 / (count - 3)", order_names());
  REQUIRE(failed.failure);
  CHECK(failed.failure->code == errc::expression);
  const auto& message = failed.failure->message;
  INFO(message);
  CHECK(message.find("2") != std::string::npos);
  CHECK(message.find("int 2") != std::string::npos);
  CHECK(message.find("int 0") != std::string::npos);
}

TEST_CASE("a mistake of syntax stands where it is", "[unit]") {
  const auto place = [](const std::string& text) {
    const auto outcome = evaluate(text, order_names());
    REQUIRE_FALSE(outcome.mistakes.empty());
    const auto& at = outcome.mistakes.front().at;
    return outcome.mistakes.front().code + " " + std::to_string(at.line) + ":" +
           std::to_string(at.column);
  };
  CHECK(place("1 +") == "GF0110 1:4");
  CHECK(place("1 + * 2") == "GF0110 1:5");
  CHECK(place("order.\n  1") == "GF0114 2:3");
  CHECK(place("\"äöü\" + ;") == "GF0110 1:9");
  CHECK(place("count 5") == "rest 1:7");
  CHECK(place("\"abc") == "GF0102 1:1");
  CHECK(place("'\\q'") == "GF0103 1:2");
  CHECK(place("1h30m") == "GF0105 1:1");
  CHECK(place("0x") == "GF0104 1:1");
  CHECK(place("1 & 2") == "GF0101 1:3");
  CHECK(place("size(list: 1)") == "GF0115 1:6");
}

TEST_CASE("a value that grows in every round is stopped before it is too deep", "[unit]") {
  const auto names = long_list(20'000);
  const auto deep = evaluate("xs.fold(x, t, dyn([0]), [t])", names);
  REQUIRE(deep.failure);
  CHECK(deep.failure->message.find("nested too deep") != std::string::npos);
  const auto wide = evaluate("xs.fold(x, t, dyn([0]), [t, t])", names);
  REQUIRE(wide.failure);
  CHECK(wide.failure->message.find("200,000 values") != std::string::npos);
}

TEST_CASE("parts that are shared count as often as they are reached", "[unit]") {
  std::string doubled = "c15";
  for (int i = 15; i > 0; --i) {
    const auto before = "c" + std::to_string(i - 1);
    doubled = "cel.bind(c" + std::to_string(i) + ", [" + before + ", " + before + ", " + before +
              "], " + doubled + ")";
  }
  const auto whole = "cel.bind(c0, [1, 2, 3], " + doubled + ")";
  REQUIRE(evaluate(whole).failure);
  CHECK(evaluate(whole).failure->message.find("too large") != std::string::npos);
  const auto compared = evaluate("cel.bind(a, " + whole + ", a == a)");
  REQUIRE(compared.failure);
  CHECK(compared.failure->message.find("100,000 steps") != std::string::npos);
}

TEST_CASE("failures that are forgiven are paid for", "[unit]") {
  const auto names = long_list(1'000);
  const auto many = evaluate("xs.exists(a, xs.exists(b, text < b))", names);
  CHECK(many.text() == "GF0205");
  const auto hidden = evaluate("xs.exists(a, xs.exists(b, dyn(text) < b))", names);
  REQUIRE(hidden.failure);
  CHECK(hidden.failure->message.size() < 2'000);
}

TEST_CASE("looking through a text with a pattern is paid for by both", "[unit]") {
  const auto names = long_list(1'000);
  const auto costly = evaluate("xs.exists(x, text.matches('(x+x+)+y'))", names);
  REQUIRE(costly.failure);
  CHECK(costly.failure->message.find("100,000 steps") != std::string::npos);
}
