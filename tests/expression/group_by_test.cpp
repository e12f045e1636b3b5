#include "tests/expression/evaluate.hpp"

#include <catch2/catch.hpp>

using namespace gantry;

TEST_CASE("group_by keeps the order in which the keys came, whatever they are", "[unit]") {
  CHECK(tests::result_of("[1, 2, 3, 4, 5].group_by(x, x % 2).map(g, g.key)") == "[1,0]");
  CHECK(tests::result_of("[1, 2, 3, 4, 5].group_by(x, x % 2)[1].items") == "[2,4]");
  CHECK(tests::result_of("[1, 2, 3].group_by(x, [x % 2])[0].key") == "[1]");
  CHECK(tests::result_of("[\"a\", \"b\"].group_by(x, x)[2]") == "failed");
}

TEST_CASE("index_by is a map and refuses two items of one key", "[unit]") {
  CHECK(tests::result_of("[\"a\", \"bc\"].index_by(x, size(x))[2]") == "\"bc\"");
  CHECK(tests::result_of("[\"a\", \"b\"].index_by(x, size(x))") == "failed");
}
