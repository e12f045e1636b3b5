// Goal: whoever writes a flow and keeps its tables in a spreadsheet sees both checked as one.
#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

namespace gantry::cli::test {
namespace {

using Catch::Contains;

constexpr auto mapping_with_table = "type Unit { each: int }\n"
                                    "table unit_of(code: string) -> Unit from \"data/units.csv\"\n"
                                    "mapping unit(doc: json) -> Unit {\n"
                                    "  each = unit_of(text(doc.?code)).each\n"
                                    "}\n";

void fill(const own_folder& folder, const std::string& units) {
  write_file(folder / "flows/main.flow", mapping_with_table);
  write_file(folder / "flows/data/units.csv", units);
  write_file(folder / "flows/data/large.csv", std::string(2u << 20, 'x')); // nobody names it
  write_file(folder / "document.json", R"({"code": "CA"})");
}

run_result run_in(const own_folder& folder, const std::vector<std::string>& arguments) {
  run_options how;
  how.folder = folder.path();
  return run(arguments, how);
}

} // namespace

TEST_CASE("check reads the files of tables, and names line and column of what is wrong", "[e2e]") {
  const own_folder folder;
  for (const auto* place : {"flows", "flows/main.flow"}) {
    fill(folder, "code,each\nCA,12\n");
    CHECK(run_in(folder, {"check", place}).exit_code == 0);
    fill(folder, "code,each\nCA,twelve\n");
    const auto got = run_in(folder, {"check", place});
    CHECK(got.exit_code == 1);
    CHECK_THAT(got.err, Contains("error[GF0285]: the column `each` is int, and `twelve` is none") &&
                            Contains("--> flows/data/units.csv:2:4") && Contains("CA,twelve"));
  }
}

TEST_CASE("map shows the line of the file that a field was made of", "[e2e]") {
  const own_folder folder;
  fill(folder, "code,each\nEA,1\nCA,12\n");
  const auto got = run_in(folder, {"map", "unit", "document.json", "--flows", "flows"});
  CHECK(got.exit_code == 0);
  CHECK_THAT(got.out, Contains("code and unit_of \"CA\" (data/units.csv:3)"));
}

TEST_CASE("the tables of the example check, map and are laid out", "[e2e]") {
  const std::string example = GANTRY_SOURCE_DIR "/examples/tables";
  CHECK(run({"check", "--strict", example}).exit_code == 0);
  CHECK(run({"fmt", "--check", example}).exit_code == 0);
  const auto got = run({"map", "parcel", example + "/parcel.json", "--flows", example});
  CHECK(got.exit_code == 0);
  CHECK_THAT(got.out, Contains(R"("carrier":"Alpine Post, by night")"));
}

} // namespace gantry::cli::test
