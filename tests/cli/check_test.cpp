#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

namespace gantry::cli::test {
namespace {

namespace fs = std::filesystem;

constexpr auto fine = "/// Says no.\nworkflow no(order: Order) {\n  version 1\n  key order.id\n"
                      "  reject \"no\"\n}\n";
constexpr auto order_type = "type Order {\n  id: string\n}\n";

run_result check_in(const own_folder& folder, std::vector<std::string> arguments) {
  run_options how;
  how.folder = folder.path();
  arguments.insert(arguments.begin(), "check");
  return run(arguments, how);
}

} // namespace

TEST_CASE("a folder without flows does not check", "[e2e]") {
  const own_folder folder;
  fs::create_directories(folder / "empty");
  const auto got = check_in(folder, {"empty"});
  CHECK(got.exit_code == 1);
  CHECK(got.says("GE3001"));
  CHECK(got.says("holds no workflow"));
}

TEST_CASE("one file is checked with what it imports and nothing else", "[e2e]") {
  const own_folder folder;
  write_file(folder / "one.flow", "import \"own/order.flow\"\n" + std::string(fine));
  write_file(folder / "own/order.flow", order_type);
  write_file(folder / "other.flow", "workflow broken( {\n");
  write_file(folder / "deep/down.flow", "nonsense\n");
  const auto got = check_in(folder, {"one.flow"});
  INFO(got.err);
  CHECK(got.exit_code == 0);
  CHECK(got.out == "1 workflow, 0 errors, 0 warnings\n");
  CHECK(check_in(folder, {"."}).exit_code == 1);
}

TEST_CASE("places are seen from where the command runs, so that an editor can jump to them",
          "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/one.flow",
             "workflow one(order: Nobody) {\n  version 1\n  key order.id\n}\n");
  CHECK(check_in(folder, {"flows"}).says("--> flows/one.flow:1:"));
  CHECK(check_in(folder, {"flows/one.flow"}).says("--> flows/one.flow:1:"));
  const auto json = check_in(folder, {"flows", "--json"});
  CHECK(json.out.find(R"("file":"flows/one.flow")") != std::string::npos);
}

TEST_CASE("JSON of a check ends with a line that counts, so that silence is no answer", "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/types/order.flow", order_type);
  write_file(folder / "flows/no.flow", "import \"types/order.flow\"\n" + std::string(fine));
  const auto got = check_in(folder, {"flows", "--json"});
  CHECK(got.exit_code == 0);
  CHECK(got.out == "{\"workflows\":1,\"errors\":0,\"warnings\":0}\n");
}

TEST_CASE("bytes that a terminal would act on, or that are no text, are not printed", "[e2e]") {
  const own_folder folder;
  write_file(folder / "odd.flow", "workflow one(order: \xff\x1b[31m) {\n");
  const auto got = check_in(folder, {"odd.flow"});
  CHECK(got.exit_code == 1);
  CHECK(got.err.find('\xff') == std::string::npos);
  CHECK(got.err.find('\x1b') == std::string::npos);
}

} // namespace gantry::cli::test
