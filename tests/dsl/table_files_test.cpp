// Goal: the file of a table is read as spreadsheets write it, and every cell that is wrong is told
// where it stands.
#include "dsl/base/json.hpp"
#include "dsl/format/format_flow.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using texts = std::vector<std::string>;

namespace {

const std::string file_tables = R"(
enum Kind { plain, rush }
type Unit { code: string, each: int, price: decimal, since: timestamp?, note: string? }
type Found { unit: Unit, sources: string[], units: Unit[], always: string[] }
table unit_of(code: string, kind: Kind) -> Unit from "data/units.csv"
table units_of(kind: Kind) -> Unit[] from "data/units.csv"
table sources(sku: string) -> string[] from "./sources.csv"
table holidays() -> string[] from "holidays.csv"
mapping found(doc: json) -> Found {
  unit    = unit_of(text(doc.?code), "rush")
  sources = sources(text(doc.?sku))
  units   = units_of("rush")
  always  = holidays()
}
)";

std::vector<dsl::source_file> folder(const std::string& units) {
  return {{"main.flow", file_tables},
          {"data/units.csv", units},
          {"sources.csv", "sku,value\nSKU-1,Graz\nSKU-2,Wien\nSKU-1,Linz\n"},
          {"holidays.csv", "value\n2026-12-25\n2026-12-26\n"}};
}

const std::string good = "code,kind,each,price,since,note\n"
                         "CA,rush,12,1.50,2026-03-01T08:30:00Z,\n"
                         "CA,plain,10,1.25,,\"large, and \"\"heavy\"\"\"\n";

struct file_outcome {
  dsl::mapped_value made;
  std::vector<dsl::field_origin> origins;
};

file_outcome row_mapped(const std::string& units, const std::string& document) {
  const auto files = folder(units);
  const auto all = dsl::compile(files);
  INFO(tests::rendered(all, files));
  REQUIRE(all.mappings.size() == 1);
  file_outcome one;
  const std::vector<value> arguments{*parse_json(document)};
  one.made = all.mappings.front()->trace(arguments, timestamp{}, one.origins);
  return one;
}

std::string unit_in(const std::string& units) {
  return to_json(*row_mapped(units, R"({"code":"CA","sku":"SKU-1"})").made.what.find("unit"));
}

/// `CODE LINE:COLUMN message` of each mistake.
texts told_of(const std::string& units) {
  texts all;
  for (const auto& d : dsl::compile(folder(units)).diagnostics)
    all.push_back(d.code + " " + d.at.file + ":" + std::to_string(d.at.line) + ":" +
                  std::to_string(d.at.column) + " " + d.message);
  return all;
}

} // namespace

TEST_CASE("a file gives rows to its table, and the rows of one key to a list", "[unit]") {
  const auto one = row_mapped(good, R"({"code":"CA","sku":"SKU-1"})");
  const auto made = [&](const char* field) { return to_json(*one.made.what.find(field)); };
  CHECK(made("unit") == R"({"code":"CA","each":12,"price":"1.50","since":"2026-03-01T08:30:00Z"})");
  CHECK(made("sources") == R"(["Graz","Linz"])");
  CHECK(made("units") == "[" + made("unit") + "]");
  CHECK(made("always") == R"(["2026-12-25","2026-12-26"])");
}

TEST_CASE("a trace names the line of the file that a row was read from", "[unit]") {
  const auto one = row_mapped(good, R"({"code":"CA","sku":"SKU-2"})");
  REQUIRE(one.origins.size() == 4);
  CHECK(one.origins[0].rows == texts{R"(unit_of "CA", "rush" (data/units.csv:2))"});
  CHECK(one.origins[1].rows == texts{R"(sources "SKU-2" (sources.csv:3))"});
  CHECK(one.origins[3].rows == texts{"holidays (holidays.csv:2)"});
}

TEST_CASE("a key that no row of the file has is a finding of its field", "[unit]") {
  const auto one = row_mapped(good, R"({"code":"PK","sku":"SKU-1"})");
  REQUIRE(one.made.findings.size() == 1);
  CHECK(one.made.findings[0].fields == texts{"unit"});
  CHECK(one.made.findings[0].reason == R"(the table `unit_of` has no row for "PK", "rush")");
}

TEST_CASE("byte order marks, either line end, empty lines and the order of columns are noise",
          "[unit]") {
  const auto row = unit_in("code,kind,each,price\nCA,rush,12,1.50\n");
  CHECK(unit_in("\xEF\xBB\xBF"
                "code,kind,each,price\r\n\r\nCA,rush,12,1.50\r\n\r\n") == row);
  CHECK(unit_in("price,each,kind,code\n1.50,12,rush,CA") == row);
  CHECK(unit_in("\"code\",\"kind\",\"each\",\"price\"\n\"CA\",\"rush\",\"12\",\"1.50\"\n") == row);
}

TEST_CASE("a cell in quotes may hold commas, quotes and line ends", "[unit]") {
  CHECK(unit_in("code,kind,each,price,note\r\nCA,rush,12,1.50,\"a,\r\nb \"\"c\"\"\"\r\n") ==
        R"({"code":"CA","each":12,"price":"1.50","note":"a,\nb \"c\""})");
}

TEST_CASE("every cell that is wrong is told in one run, with its line and column", "[unit]") {
  CHECK(told_of(good).empty());
  const auto told = told_of("code,kind,each,price,since,note\n"
                            "CA,rusch,twelve,\"1,50\",tomorrow,\n"
                            "\"line\nend\",plain,1,,,\n"
                            "CA,plain\n");
  CHECK(told == texts{"GF0285 data/units.csv:2:4 the column `kind` is Kind, and `rusch` is none",
                      "GF0285 data/units.csv:2:10 the column `each` is int, and `twelve` is none",
                      "GF0285 data/units.csv:2:17 the column `price` is decimal, and `1,50` is "
                      "none",
                      "GF0285 data/units.csv:2:24 the column `since` is timestamp, and `tomorrow` "
                      "is none",
                      "GF0285 data/units.csv:4:14 the cell is empty, and the column `price` is "
                      "decimal",
                      "GF0283 data/units.csv:5:1 the row has 2 cells, and the header 6"});
}

TEST_CASE("a key that stands twice in a file is told with the other line", "[unit]") {
  const auto files = folder(good + "CA,rush,1,1.00,,\n");
  const auto all = dsl::compile(files);
  REQUIRE(all.diagnostics.size() == 1);
  CHECK(all.diagnostics[0].code == "GF0281");
  CHECK(all.diagnostics[0].at.line == 4);
  REQUIRE(all.diagnostics[0].notes.size() == 1);
  CHECK(all.diagnostics[0].notes[0].at.line == 2);
  CHECK(tests::rendered(all, files).find("CA,rush,1,1.00") != std::string::npos);
}

TEST_CASE("a file that is empty, or has nothing below its header, is told", "[unit]") {
  CHECK(told_of("")[0] == "GF0283 data/units.csv:1:1 the file is empty");
  CHECK(told_of("code,kind,each,price\n")[0] ==
        "GF0283 data/units.csv:1:1 the file holds no row below its header");
}

TEST_CASE("two tables that name one file are told of its mistakes once", "[unit]") {
  CHECK(told_of("code,kind,each,price\nCA,rush,x,1.50\n").size() == 1);
}

TEST_CASE("the files of a flow's tables are those below the root of the flows", "[unit]") {
  const auto named = [](const std::string& path) {
    return dsl::data_files_of(
        {"flows/main.flow", "table t(a: int) -> int from \"" + path + "\"\n"});
  };
  CHECK(named("units.csv") == texts{"flows/units.csv"});
  CHECK(named("../data/./units.csv") == texts{"data/units.csv"});
  for (const auto* other : {"../../units.csv", "/units.csv", "units.txt", "c:units.csv", ""})
    CHECK(named(other).empty());
}

TEST_CASE("a table keeps its file when it is laid out", "[unit]") {
  std::vector<dsl::diagnostic> told;
  const auto laid_out =
      dsl::format_flow({"main.flow", "table  t(a:string)->int  from   \"t.csv\" // why\n"}, told);
  REQUIRE(laid_out);
  CHECK(*laid_out == "table t(a: string) -> int from \"t.csv\"  // why\n");
}
