#include "dsl/base/boxed.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace gantry;

TEST_CASE("boxed: a copy has a value of its own, and what was moved from has none", "[unit]") {
  boxed<std::string> first = std::string("one");
  auto copy = first;
  *copy += " more";
  CHECK(*first == "one");
  CHECK(*copy == "one more");
  const auto moved = std::move(first);
  CHECK(*moved == "one");
  CHECK_FALSE(first.has_value()); // NOLINT(bugprone-use-after-move): that is what is asked
  copy = copy;                    // NOLINT: to itself
  CHECK(*copy == "one more");
  copy = std::nullopt;
  CHECK_FALSE(copy);
}

TEST_CASE("boxed: it takes what an optional has", "[unit]") {
  CHECK_FALSE(boxed<std::string>(std::optional<std::string>{}));
  const boxed<std::string> taken = std::optional<std::string>("two");
  REQUIRE(taken);
  CHECK(taken->size() == 3);
}
