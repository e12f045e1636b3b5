// Goal: the decimal type is decimal128 of the General Decimal Arithmetic.
// Method: every record of the vectors, compared as text; where they are absent the test says so.
#include "dsl/base/decimal.hpp"
#include "dsl/base/json.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <map>

using namespace gantry;

namespace {

rounding mode_named(const std::string& name) {
  static const std::map<std::string, rounding> modes{
      {"half_even", rounding::half_even}, {"half_up", rounding::half_up},
      {"half_down", rounding::half_down}, {"up", rounding::up},
      {"down", rounding::down},           {"ceiling", rounding::ceiling},
      {"floor", rounding::floor}};
  return modes.at(name);
}

std::string text_of(const result<decimal>& r) {
  if (r)
    return r->to_string();
  return "error " + r.error().message.substr(0, r.error().message.find(':'));
}

std::string run(const std::string& op, const std::vector<std::string>& args, rounding mode) {
  const auto a = decimal::parse_rounded(args[0], mode);
  if (op == "tosci")
    return text_of(a);
  if (!a)
    return text_of(a);
  if (op == "reduce")
    return text_of(a->reduced());
  const auto b = decimal::parse_rounded(args[1], mode);
  if (!b)
    return text_of(b);
  if (op == "add")
    return text_of(a->add(*b, mode));
  if (op == "subtract")
    return text_of(a->subtract(*b, mode));
  if (op == "multiply")
    return text_of(a->multiply(*b, mode));
  if (op == "divide")
    return text_of(a->divide(*b, mode));
  if (op == "remainder")
    return text_of(a->remainder(*b));
  if (op == "quantize")
    return text_of(a->quantize(b->exponent(), mode));
  return op == "compare" ? std::to_string(a->compare(*b)) : "unknown op " + op;
}

} // namespace

TEST_CASE("decimal: every published vector gives the published result", "[unit][decimal]") {
  std::ifstream in(std::string(GANTRY_SHARED_DATA) + "/decimal/public.jsonl");
  if (!in) {
    WARN("the decimal vectors are not here: skipped");
    return;
  }
  std::size_t count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    const auto record = parse_json(line);
    REQUIRE(record);
    std::vector<std::string> args;
    for (const auto& argument : record->find("args")->as_list())
      args.push_back(argument.as_string());
    const auto& expect = *record->find("expect");
    const auto* error = expect.find("error");
    const auto expected =
        error != nullptr ? "error " + error->as_string() : expect.find("value")->as_string();
    INFO(line);
    CHECK(run(record->find("op")->as_string(), args,
              mode_named(record->find("rounding")->as_string())) == expected);
  }
  CHECK(count >= 3'000);
}
