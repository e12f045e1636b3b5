// Goal: an analyst sees what a mapping makes of a document, and is told what a channel would say.
#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

namespace gantry::cli::test {
namespace {

using Catch::Contains;
using Catch::StartsWith;

/// The document with one occurrence of a part replaced.
std::string with(std::string text, const std::string& part, const std::string& instead) {
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), instead);
}

run_result map(std::vector<std::string> arguments, const run_options& how = {}) {
  arguments.insert(arguments.begin(), "map");
  arguments.insert(arguments.end(), {"--flows", GANTRY_SOURCE_DIR "/workflows"});
  return run(arguments, how);
}

bool shows(const run_result& got, const std::string& part) {
  return got.out.find(part) != std::string::npos;
}

std::string example(const std::string& name) {
  return std::string(GANTRY_SOURCE_DIR "/examples/orders/") + name;
}

} // namespace

TEST_CASE("map shows input, output, and each field with its source and the line that made it",
          "[e2e]") {
  const auto got = map({"shopify_order", example("shop.json")});
  INFO(got.err);
  CHECK(got.exit_code == 0);
  CHECK(shows(got, "input\n  {\n    \"id\": 6120045531001,\n"));
  CHECK(shows(got, "output\n  {\n    \"order_number\": \"#1407\",\n"));
  CHECK(shows(got, R"("channel":"channel","partner":"partner")"));
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

TEST_CASE("map names the places of an interchange as its standard does", "[e2e]") {
  const auto got = map({"x12_850", example("stores.edi"), "--channel", "edi", "--partner", "acme"});
  for (const auto* part : {"  13  PO1*1*120*EA*7.47*PE*VN*SKU-4*UP*012345678905\n", "PO1[13]/PO102",
                           R"("channel":"edi","partner":"acme")"})
    CHECK(shows(got, part));
}

TEST_CASE("a finding names field, place, value and what to do, and quotes no expression", "[e2e]") {
  const auto finding = [&](const std::string& mapping, const std::string& text) {
    run_options how;
    how.input = text;
    const auto got = map({mapping, "-", "--check"}, how);
    CHECK(got.exit_code == 1);
    CHECK_FALSE(shows(got, "doc.?"));
    return got.out;
  };
  const auto shop = read_file(example("shop.json"));
  CHECK_THAT(finding("shopify_order", with(shop, R"("3.36")", R"("3,36")")),
             Contains("error[mapping-field] line_items[0].price (3,36): `lines[0].unit_price` "
                      "cannot be made of line_items[0].price (3,36): `3,36` is not a decimal "
                      "number, such as 12.50; correct the document, or the mapping "
                      "(mappings/shopify_order.flow:"));
  CHECK_THAT(finding("shopify_order", with(shop, R"("id": 6120045531001,)", "")),
             Contains("field:") && Contains("order_number and source.external_id"));
  for (const auto* other : {"{}", "[1,2]", R"({"beg":{"e03":"1"}})"})
    CHECK_THAT(finding("shopify_order", other),
               StartsWith("error[mapping-document] document: nothing that the mapping "
                          "`shopify_order` reads is in the document: it looks for id, "));
  CHECK_THAT(finding("x12_850", shop), StartsWith("error[mapping-document]"));

  auto store = read_file(example("stores.edi"));
  CHECK_THAT(finding("x12_850", with(store, "PO1*1*120*", "PO1*1*many*")),
             Contains("error[x12-segment] PO1[13]/PO102 (many): PO102, the quantity, is no number: "
                      "write it as 12 or 2.5\n  field: lines[0].quantity\n"));
  CHECK_THAT(finding("x12_850", with(store, "PO1*1*120*", "PO1*1*-120*")),
             Contains("error[order-positive] PO1[13]/PO102 (-120): a quantity is above zero") &&
                 Contains("field: lines[0].quantity"));
  CHECK_THAT(finding("x12_850", with(store, "BEG*00*SA*4500071123**20261124~\n", "")),
             Contains("error[x12-segment] BEG: BEG, the beginning of the purchase order, is "
                      "missing: send its number and date") &&
                 Contains("field: issued_at, promised, "));
}

TEST_CASE("map ends with 1 and the findings where the document would be refused", "[e2e]") {
  const auto got = map({"shopify_order", example("wrong/shop-nothing-to-ship.json"), "--json"});
  CHECK(got.exit_code == 1);
  CHECK(shows(got, R"("output":null)"));
  CHECK(shows(got, "shopify-no-shipping-address"));
}

TEST_CASE("map takes an order that is wrapped, as its channel does, and names its places so",
          "[e2e]") {
  const own_folder folder;
  const auto shop = read_file(example("shop.json"));
  const auto in_file = [&](const std::string& text) {
    write_file(folder / "one.json", text);
    return map({"shopify_order", (folder / "one.json").string()});
  };
  const auto rest = in_file("{\"order\": " + shop + "}");
  INFO(rest.out << rest.err);
  CHECK(rest.exit_code == 0);
  CHECK(shows(rest, "order.line_items[0].sku"));
  CHECK(shows(rest, "\"order_number\": \"#1407\""));
  const auto list = in_file("{\"orders\": [" + shop + ", " + shop + "]}");
  CHECK(list.exit_code == 0);
  CHECK(shows(list, "order 2 of 2"));
  CHECK(shows(list, "orders[1].line_items[0].sku"));
  CHECK(in_file("[" + shop + "]").exit_code == 0);
  CHECK(in_file("{\"order\": 5}").exit_code == 1);
}

TEST_CASE("map names a file of another kind, and a value that is none, as what they are", "[e2e]") {
  const own_folder folder;
  write_file(folder / "orders.edi", "UNA:+.? '\nUNB+UNOC:3+SENDER+RECEIVER+260101:1200+1'\n");
  write_file(folder / "order.xml", "\xEF\xBB\xBF<?xml version=\"1.0\"?><Order/>");
  const auto edifact = map({"x12_850", (folder / "orders.edi").string()});
  CHECK(edifact.exit_code == 1);
  CHECK(edifact.says("the file is an EDIFACT interchange (it begins with UNA)"));
  CHECK(edifact.says("ask the partner for an X12 850"));
  CHECK(map({"shopify_order", (folder / "order.xml").string()}).says("the file is XML"));
  write_file(folder / "shop.json",
             with(read_file(example("shop.json")), "\"currency\": \"EUR\"", "\"currency\": 5"));
  const auto currency = map({"shopify_order", (folder / "shop.json").string(), "--check"});
  CHECK(currency.exit_code == 1);
  CHECK(shows(currency, "the currency is 5, and not a code of three capital letters, such as EUR"));
}

TEST_CASE("map names the mapping that was meant, and what cannot be read", "[e2e]") {
  const auto other = map({"shopify_ordr", example("shop.json")});
  CHECK(other.exit_code == 3);
  CHECK(other.says("did you mean shopify_order?"));
  CHECK(map({"shopify_order", example("nowhere.json")}).says("there is no file"));
  CHECK(map({"shopify_order", example("stores.edi")}).exit_code == 1);
}

} // namespace gantry::cli::test
