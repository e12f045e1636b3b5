#include "dsl/base/field_text.hpp"

#include <catch2/catch.hpp>

using namespace gantry;

TEST_CASE("a mistake is told with its place and what stood there, each once", "[unit]") {
  CHECK(
      sentence_of(field_error{"lines[0].quantity", "positive", "-1", "a quantity is above zero"}) ==
      "lines[0].quantity: a quantity is above zero (it is -1)");
  CHECK(
      sentence_of(field_error{"input.rush", "type", "no", "input.rush has to be true or false"}) ==
      "input.rush has to be true or false (it is no)");
  CHECK(sentence_of(field_error{"IEA02", "", "000000032", "IEA02 is `000000032`"}) ==
        "IEA02 is `000000032`");
  CHECK(sentence_of(field_error{"lines", "required", "null", "lines is missing"}) ==
        "lines is missing");
  CHECK(sentence_of(field_error{"", "", "", "it is no JSON"}) == "it is no JSON");
}

TEST_CASE("of many mistakes the first is told, and how many there are besides", "[unit]") {
  const field_error one{"a", "required", "null", "a is missing"};
  CHECK(sentence_of(std::vector<field_error>{}).empty());
  CHECK(sentence_of(std::vector{one}) == "a is missing");
  CHECK(sentence_of(std::vector{one, one, one}) == "a is missing (and 2 more)");
}
