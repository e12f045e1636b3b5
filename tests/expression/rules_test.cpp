#include "tests/expression/cel_alone.hpp"
#include "tests/expression/evaluate.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;

TEST_CASE("fields of an optional are optional by CEL and unwrapped in flows", "[unit]") {
  CHECK(cel("optional.of({'a': {'b': 1}}).a.b.orValue(9)") == "1");
  CHECK(cel("optional.of({'a': {}}).a.b.orValue(9)") == "9");
  CHECK(cel("optional.of([5])[0].orValue(9)") == "5");
  CHECK(cel("optional.none()[0].orValue(9)") == "9");
  CHECK(result_of("order.?note.size().orValue(0)") == "GF0214");
  CHECK(result_of("optional.of(order).id") == "GF0204");
}

TEST_CASE("without a checker a mistake counts only where it is evaluated", "[unit]") {
  CHECK(cel("true || nothing_known") == "check");
  CHECK(cel("true || nothing_known", false) == "true");
  CHECK(cel("nothing_known || false", false) == "eval");
  CHECK(cel("true ? 1 : 'a'") == "check");
  CHECK(cel("true ? 1 : 'a'", false) == "1");
  CHECK(cel("[1, 2].map(x, x + 'a')", false) == "eval");
  CHECK(cel("x.unknown() || true", false) == "true");
  CHECK(cel("'a'.matches(1) || true", false) == "true");
  CHECK(cel("1 +", false) == "parse");
}

TEST_CASE("a null in a document is absent under .? and has no fields under a plain dot", "[unit]") {
  CHECK(result_of("doc.?n.?x.orValue(7)") == "7");
  CHECK(result_of("doc.?n.orValue(7)") == "null");
  CHECK(cel("{'k': dyn(null)}.?k.x.hasValue()") == "eval");
  CHECK(cel("{'k': dyn(null)}.?k.hasValue()") == "true");
}

TEST_CASE("qualified names go before fields, and names of macros before both", "[unit]") {
  dsl::lone_expression e;
  e.bindings = value::make_map({{value("a.b"), value(1)},
                                {value("a"), *parse_json(R"({"b":2,"c":3})")},
                                {value("n.s.x"), value(4)},
                                {value("n.x"), value(5)},
                                {value("x"), value(6)}});
  const auto text_of = [&](const std::string& text) {
    e.text = text;
    const auto outcome = dsl::evaluate_alone(e);
    return outcome.is ? to_json(*outcome.is) : std::string("none");
  };
  CHECK(text_of("a.b") == "1");
  CHECK(text_of("a.c") == "3");
  CHECK(text_of("[{'b': 7}].map(a, a.b)") == "[7]");
  CHECK(text_of("x") == "6");
  e.container = "n.s";
  CHECK(text_of("x") == "4");
  CHECK(text_of(".x") == "6");
  CHECK(text_of("[1].map(x, .x)") == "[6]");
  e.container = "n";
  CHECK(text_of("x") == "5");
  CHECK(text_of("s.x") == "4");
}

TEST_CASE("maps have keys of one kind, and macros give them out as such", "[unit]") {
  CHECK(cel("{1: 'a', 2: 'b'}.all(k, k > 0)") == "true");
  CHECK(cel("{1: 'a', 2: 'b'}.exists(k, v, k == 2 && v == 'b')") == "true");
  CHECK(cel("{'x': 1}.transformMapEntry(k, v, {v: k})[1]") == "\"x\"");
  CHECK(cel("{'x': 1, 'y': 1}.transformMapEntry(k, v, {v: k})") == "eval");
  CHECK(cel("['a', 'b'].transformMapEntry(i, v, i > 0, {v: i})") == R"({"b":1})");
  CHECK(cel("{'a': 1}.all(k, k > 0)") == "check");
  CHECK(cel("[{1: 2}, {'a': 2}].map(m, size(m))") == "[1,1]");
}

TEST_CASE("greatest and least take numbers, times and lists of them", "[unit]") {
  CHECK(cel("math.greatest(1, 2u, 1.5) == 2") == "true");
  CHECK(cel("math.least([3, 1, 2])") == "1");
  CHECK(cel("math.greatest(1h, 30min) == 1h") == "true");
  CHECK(cel("math.greatest(0m, 2.5m)") == "\"2.5\"");
  CHECK(cel("math.greatest([])") == "eval");
  CHECK(cel("math.greatest('a', 'b')") == "eval");
  CHECK(cel("math.floor(-2.5m)") == "\"-3\"");
  CHECK(cel("math.round(2.5m)") == "\"3\"");
  CHECK(cel("math.sqrt(9)") == "3");
  CHECK(cel("math.sign(-3.5m)") == "\"-1\"");
  CHECK(cel("1.0 / math.sign(-0.0) > 0.0 && math.isNaN(math.sign(0.0 / 0.0))") == "true");
  CHECK(cel("math.abs(-9223372036854775808)") == "eval");
  CHECK(cel("math.bitShiftRight(-1, 60)") == "15");
}
