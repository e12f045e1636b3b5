// Goal: an analyst sees what a mapping makes of a document, and is told what a channel would say.
#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

namespace gantry::cli::test {
namespace {

run_result map(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "map");
  arguments.insert(arguments.end(), {"--flows", GANTRY_SOURCE_DIR "/workflows"});
  return run(arguments);
}

bool shows(const run_result& got, const std::string& part) {
  return got.out.find(part) != std::string::npos;
}

std::string example(const std::string& name) {
  return std::string(GANTRY_SOURCE_DIR "/examples/orders/") + name;
}

} // namespace

TEST_CASE("map shows each field with its source and the line that made it", "[e2e]") {
  const auto got = map({"shopify_order", example("shop.json")});
  INFO(got.err);
  CHECK(got.exit_code == 0);
  for (const auto* part : {"line_items[0].sku", "shipping_address.zip", "\"SKU-1\"",
                           "mappings/shopify_order.flow:", "shopify-not-shipped"})
    CHECK(shows(got, part));
}

TEST_CASE("map of an interchange says what its channel would say, order by order", "[e2e]") {
  const auto good = map({"x12_850", example("stores.edi"), "--check"});
  CHECK(good.exit_code == 0);
  CHECK(shows(good, "order 2 of 2"));
  const auto lost = map({"x12_850", example("wrong/segment-lost.edi"), "--check"});
  CHECK(lost.exit_code == 1);
  CHECK(shows(lost, "x12-segment-count"));
  const auto cut = map({"x12_850", example("wrong/truncated.edi"), "--check"});
  CHECK(cut.exit_code == 1);
  CHECK(shows(cut, "x12-truncated"));
}

TEST_CASE("map ends with 1 and the findings where the document would be refused", "[e2e]") {
  const auto got = map({"shopify_order", example("wrong/shop-nothing-to-ship.json"), "--json"});
  CHECK(got.exit_code == 1);
  CHECK(shows(got, R"("output":null)"));
  CHECK(shows(got, "shopify-no-shipping-address"));
}

TEST_CASE("map names the mapping that was meant, and what cannot be read", "[e2e]") {
  const auto other = map({"shopify_ordr", example("shop.json")});
  CHECK(other.exit_code == 3);
  CHECK(other.says("did you mean shopify_order?"));
  CHECK(map({"shopify_order", example("nowhere.json")}).says("there is no file"));
  CHECK(map({"shopify_order", example("stores.edi")}).exit_code == 1);
}

} // namespace gantry::cli::test
