// Goal: what could not be printed to its end is never taken for an answer.
#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

namespace gantry::cli::test {
namespace {

/// Runs `gantry ARGUMENTS` with standard output to a device that is always full.
run_result to_full_device(const std::string& arguments) {
  run_options how;
  how.program = "/bin/sh";
  how.folder = GANTRY_SOURCE_DIR;
  return run({"-c", std::string(GANTRY_EXECUTABLE) + " " + arguments + " >/dev/full"}, how);
}

} // namespace

TEST_CASE("every command that prints fails when its output is full, and says so", "[e2e]") {
  for (const char* arguments :
       {"--help", "--version", "version --json", "orders --help", "config", "config --json",
        "completion bash", "check workflows", "check --json tests/fuzz/corpus/checker/loops.flow",
        "check --sarif workflows", "check --explain workflows", "check --explain GF0304",
        "fmt --check workflows", "graph workflows --format json",
        "graph workflows --format mermaid", "schema workflows", "eval 1",
        "map shopify_order examples/orders/shop.json",
        "map shopify_order examples/orders/shop.json --json"}) {
    INFO(arguments);
    const auto got = to_full_device(arguments);
    CHECK(got.exit_code == 1);
    CHECK(got.says("the output could not be written to its end"));
    CHECK(got.says("help:"));
    CHECK_FALSE(got.says("mistake of Gantry"));
  }
}

} // namespace gantry::cli::test
