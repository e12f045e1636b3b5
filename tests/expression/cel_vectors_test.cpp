// Goal: expressions mean what the specification of CEL says.
// Method: every vector that is beside the project goes through the runner of `gantry eval --jsonl`;
// the answer has to be the expected typed value, or an error of any phase where one is expected.
#include "dsl/base/json.hpp"
#include "dsl/conformance/records.hpp"
#include "dsl/conformance/typed_value.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>

using namespace gantry;

namespace {

/// Equal in kind and value all the way down: `1` is not `1.0`, NaN is NaN.
bool same(const value& a, const value& b);

bool same_items(const value& a, const value& b) {
  if (a.as_list().size() != b.as_list().size())
    return false;
  for (std::size_t i = 0; i < a.as_list().size(); ++i)
    if (!same(a.as_list()[i], b.as_list()[i]))
      return false;
  return true;
}

bool same_entries(const value& a, const value& b) {
  if (a.as_map().size() != b.as_map().size())
    return false;
  for (const auto& [key, each] : a.as_map()) {
    bool found = false;
    for (const auto& [other_key, other] : b.as_map())
      found = found || (same(key, other_key) && same(each, other));
    if (!found)
      return false;
  }
  return true;
}

bool same(const value& a, const value& b) {
  if (a.kind_name() != b.kind_name())
    return false;
  if (a.is_double())
    return (std::isnan(a.as_double()) && std::isnan(b.as_double())) ||
           (a.as_double() == b.as_double() &&
            std::signbit(a.as_double()) == std::signbit(b.as_double()));
  if (a.is_list())
    return same_items(a, b);
  return a.is_map() ? same_entries(a, b) : a == b;
}

bool is_as_expected(const value& vector, const value& answer) {
  const auto& expect = *vector.find("expect");
  const auto* given = answer.find("value");
  if (expect.find("error") != nullptr || given == nullptr)
    return (expect.find("error") != nullptr) == (given == nullptr);
  return same(*dsl::value_of_typed(*given), *dsl::value_of_typed(expect));
}

} // namespace

TEST_CASE("every CEL vector gives the published value", "[unit][cel]") {
  std::ifstream in(std::string(GANTRY_SHARED_DATA) + "/cel/public.jsonl");
  if (!in) {
    WARN("the CEL vectors are not here: skipped");
    return;
  }
  std::size_t count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    const auto vector = parse_json(line, {128, 1u << 20});
    REQUIRE(vector);
    const auto text = dsl::answer_expression_record(line);
    const auto answer = parse_json(text, {128, 1u << 20});
    REQUIRE(answer);
    INFO(vector->find("expr")->as_string() << "\n" << text << "\n" << line);
    CHECK(is_as_expected(*vector, *answer));
  }
  CHECK(count >= 800);
}
