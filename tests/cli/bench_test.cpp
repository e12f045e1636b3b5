#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

namespace gantry::cli::test {

TEST_CASE("a bench that did not measure the bare database says null, not nothing", "[e2e]") {
  const own_folder folder;
  const auto got = run(
      {"bench", "--orders", "20", "--in-flight", "2", "--data", folder.path().string(), "--json"});
  INFO(got.err);
  REQUIRE(got.exit_code == 0);
  CHECK(got.json().find("raw_orders_per_s")->is_none());
  CHECK(got.json().find("raw_share")->is_none());
  CHECK_FALSE(got.json().find("orders_per_s")->is_none());
}

TEST_CASE("the bench of the language measures a right flow and an order that is taken", "[e2e]") {
  const auto got = run({"bench", "--language", "--rounds", "1", "--flows",
                        std::string(GANTRY_SOURCE_DIR) + "/workflows", "--json"});
  INFO(got.err);
  REQUIRE(got.exit_code == 0);
  CHECK(got.json().find("flow_lines")->as_int() >= 2'000);
  CHECK(got.json().find("document_bytes")->as_int() >= 1'000);
  CHECK(got.json().find("document_lines")->as_int() == 2);
}

} // namespace gantry::cli::test
