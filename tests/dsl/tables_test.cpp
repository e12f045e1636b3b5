// Goal: a table that stands in a flow gives the row of its keys, says which one, and invents none.
#include "dsl/base/json.hpp"
#include "dsl/format/format_flow.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

using namespace gantry;

namespace {

const std::string flow = R"(enum Kind { plain, rush }
type Unit { code: string, each: int }
type Item { unit: Unit, days: int }

table unit_of(code: string) -> Unit {
  "CA" -> Unit { code: "CT", each: 12 }
  "EA" -> Unit { code: "C62", each: 1 }
}

table days_of(kind: Kind, weight: int) -> int {
  rush, 1  -> 1
  plain, 1 -> 3
  else     -> 7
}

define days(doc: json) -> int = days_of(text(doc.?kind) == "rush" ? "rush" : "plain", int(text(doc.?w)))

mapping item(doc: json) -> Item {
  unit = unit_of(text(doc.?u))
  days = days(doc)
}
)";

struct outcome {
  dsl::mapped_value made;
  std::vector<dsl::field_origin> origins;
};

outcome mapped(const std::string& json) {
  const std::vector<dsl::source_file> files{{"main.flow", flow}};
  const auto all = dsl::compile(files);
  INFO(tests::rendered(all, files));
  REQUIRE(all.mappings.size() == 1);
  outcome one;
  const std::vector<value> arguments{*parse_json(json)};
  one.made = all.mappings.front()->trace(arguments, timestamp{}, one.origins);
  return one;
}

} // namespace

TEST_CASE("a table gives the row of its keys", "[unit]") {
  CHECK(to_json(mapped(R"({"u":"CA","kind":"rush","w":1})").made.what) ==
        R"({"unit":{"code":"CT","each":12},"days":1})");
  CHECK(to_json(mapped(R"({"u":"EA","kind":"plain","w":1})").made.what) ==
        R"({"unit":{"code":"C62","each":1},"days":3})");
}

TEST_CASE("a key without a row takes that of else", "[unit]") {
  CHECK(mapped(R"({"u":"EA","kind":"rush","w":2})").made.what.find("days")->as_int() == 7);
}

TEST_CASE("a key without a row and without else is a finding of its field", "[unit]") {
  const auto one = mapped(R"({"u":"PK","kind":"rush","w":1})");
  CHECK(one.made.what.is_none());
  REQUIRE(one.made.findings.size() == 1);
  const auto& told = one.made.findings.front();
  CHECK(told.path == "u");
  CHECK(told.found == "PK");
  CHECK(told.message.find("the table `unit_of` has no row for \"PK\"") != std::string::npos);
}

TEST_CASE("a trace says which rows were read", "[unit]") {
  const auto one = mapped(R"({"u":"CA","kind":"rush","w":9})");
  REQUIRE(one.origins.size() == 2);
  CHECK(one.origins[0].rows == std::vector<std::string>{"unit_of \"CA\" (main.flow:6)"});
  CHECK(one.origins[1].rows == std::vector<std::string>{"days_of else (main.flow:13)"});
}

TEST_CASE("a flow that reads a table of its own runs", "[unit]") {
  const std::vector<dsl::source_file> files{
      {"main.flow", flow + "workflow w(job: Item) {\n  version 1\n  key string(job.days)\n"
                           "  if unit_of(\"EA\").each > 1 { hold \"odd\" }\n}\n"}};
  const auto all = dsl::compile(files);
  INFO(tests::rendered(all, files));
  CHECK(all.can_all_run());
}

TEST_CASE("the rows of a table have their arrows in a column", "[unit]") {
  std::vector<dsl::diagnostic> told;
  const auto laid_out = dsl::format_flow(
      {"main.flow", "table t(a: string, b: int) -> int { \"long one\",1->2 // why\n"
                    "\"x\", 10 -> 3 else->0 }\ntable u() -> string[]\n"},
      told);
  REQUIRE(laid_out);
  CHECK(*laid_out == R"(table t(a: string, b: int) -> int {
  "long one", 1 -> 2  // why
  "x", 10       -> 3
  else          -> 0
}

table u() -> string[]
)");
}
