// Goal: what the evaluator does of CEL today it does tomorrow.
// Method: every vector that is beside the project is run; the ones that do not pass are listed by
// their id in cel_gaps.txt, and the list has to be exact.
#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "tests/expression/evaluate.hpp"

#include <catch2/catch.hpp>

#include <charconv>
#include <cmath>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <set>

using namespace gantry;
using namespace gantry::tests;

namespace {

double to_double(const std::string& text) {
  if (text == "NaN")
    return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity" || text == "-Infinity")
    return text[0] == '-' ? -std::numeric_limits<double>::infinity()
                          : std::numeric_limits<double>::infinity();
  return std::stod(text);
}

/// A typed value of the vectors as one of ours.
value to_value(const value& typed) {
  const auto& [key, body] = typed.as_map().at(0);
  const auto& kind = key.as_string();
  if (kind == "null")
    return {};
  if (kind == "bool")
    return body;
  if (kind == "int")
    return static_cast<std::int64_t>(std::stoll(body.as_string()));
  if (kind == "uint")
    return static_cast<std::uint64_t>(std::stoull(body.as_string()));
  if (kind == "double")
    return to_double(body.as_string());
  if (kind == "timestamp")
    return *parse_timestamp(body.as_string());
  if (kind == "duration") {
    const auto seconds_text = body.as_string();
    const auto exact = decimal::parse(seconds_text.substr(0, seconds_text.size() - 1));
    return duration{*exact->multiply(decimal(1'000'000'000))->to_integer()};
  }
  if (kind == "bytes") {
    std::string bytes;
    REQUIRE(from_base64(body.as_string(), bytes));
    return value::make_bytes(bytes);
  }
  if (kind == "type")
    return value::make_type(body.as_string());
  if (kind == "list") {
    value::list_type items;
    for (const auto& each : body.as_list())
      items.push_back(to_value(each));
    return value::make_list(std::move(items));
  }
  if (kind == "map") {
    value::map_entries entries;
    for (const auto& each : body.as_list())
      entries.emplace_back(to_value(each.as_list()[0]), to_value(each.as_list()[1]));
    return value::make_map(std::move(entries));
  }
  REQUIRE(kind == "string");
  return body;
}

/// Equal in kind and value all the way down: `1` is not `1.0`, NaN is NaN.
bool same(const value& a, const value& b) {
  if (a.kind_name() != b.kind_name())
    return false;
  if (a.is_double())
    return (std::isnan(a.as_double()) && std::isnan(b.as_double())) ||
           (a.as_double() == b.as_double() &&
            std::signbit(a.as_double()) == std::signbit(b.as_double()));
  if (a.is_list()) {
    if (a.as_list().size() != b.as_list().size())
      return false;
    for (std::size_t i = 0; i < a.as_list().size(); ++i)
      if (!same(a.as_list()[i], b.as_list()[i]))
        return false;
    return true;
  }
  if (a.is_map()) {
    if (a.as_map().size() != b.as_map().size())
      return false;
    for (const auto& [key, each] : a.as_map())
      if (const auto* other = b.find_key(key); other == nullptr || !same(each, *other))
        return false;
    return true;
  }
  return a == b;
}

enum class verdict { passed, failed, unsupported };

verdict run(const value& vector) {
  std::vector<bound_name> names;
  for (const auto& [name, typed] : vector.find("bindings")->as_map())
    names.push_back({name.as_string(), dsl::dynamic_type(), to_value(typed)});
  const auto* container = vector.find("container");
  const auto outcome = evaluate(vector.find("expr")->as_string(), names,
                                container != nullptr ? container->as_string() : std::string{});
  const auto& expect = *vector.find("expect");
  if (expect.find("error") != nullptr)
    return outcome.is ? verdict::failed : verdict::passed;
  if (!outcome.is)
    return outcome.mistakes.empty() ? verdict::failed : verdict::unsupported;
  return same(*outcome.is, to_value(expect)) ? verdict::passed : verdict::failed;
}

std::set<std::string> known_gaps() {
  std::ifstream in(std::string(GANTRY_SOURCE_DIR) + "/tests/expression/cel_gaps.txt");
  std::set<std::string> ids;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line[0] != '#')
      ids.insert(line);
  return ids;
}

} // namespace

TEST_CASE("every CEL vector that is no listed gap gives the published value", "[unit][cel]") {
  std::ifstream in(std::string(GANTRY_SHARED_DATA) + "/cel/public.jsonl");
  if (!in) {
    WARN("the CEL vectors are not here: skipped");
    return;
  }
  std::map<std::string, std::map<verdict, int>> table;
  const auto gaps = known_gaps();
  std::set<std::string> closed = gaps;
  std::string lost;
  for (std::string line; std::getline(in, line);) {
    const auto vector = parse_json(line, {64, 1u << 20});
    REQUIRE(vector);
    const auto& id = vector->find("id")->as_string();
    INFO(id);
    const auto how = run(*vector);
    ++table[vector->find("file")->as_string()][how];
    if (how == verdict::passed)
      continue;
    closed.erase(id);
    if (!gaps.contains(id))
      lost += (how == verdict::unsupported ? "unsupported " : "failed ") + id + "\n";
  }
  int all = 0, passed = 0;
  std::cout << "CEL vectors          passed  failed  unsupported\n";
  for (auto& [file, counts] : table) {
    std::cout << file << std::string(21 - std::min<std::size_t>(20, file.size()), ' ')
              << counts[verdict::passed] << "\t" << counts[verdict::failed] << "\t"
              << counts[verdict::unsupported] << "\n";
    passed += counts[verdict::passed];
    all += counts[verdict::passed] + counts[verdict::failed] + counts[verdict::unsupported];
  }
  std::cout << passed << " of " << all << "\n";
  INFO("not passed and not listed:\n" << lost);
  CHECK(lost.empty());
  std::string passing;
  for (const auto& id : closed)
    passing += id + "\n";
  INFO("listed as gaps, and passed: take them out of cel_gaps.txt\n" << passing);
  CHECK(passing.empty());
}
