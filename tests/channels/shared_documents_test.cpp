// Goal: real documents become orders or say clearly why not.
// Method: every Shopify and X12 document beside the project goes through its channel; what comes of
// the purchase orders among them is written down here.
#include "tests/channels/channel_fixture.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <map>

using namespace gantry;
using namespace gantry::tests;
using texts = std::vector<std::string>;

namespace {

/// What came of each order of a document: `taken`, or what speaks against it.
texts outcomes(const channels::mapped_document& mapped) {
  INFO(broken_invariant(mapped));
  CHECK(broken_invariant(mapped).empty());
  texts all;
  for (const auto& order : mapped.orders) {
    std::string text;
    for (const auto& each : objections(order))
      text += (text.empty() ? "" : "; ") + each;
    all.push_back(text.empty() ? "taken" : text);
  }
  return all;
}

void check_documents(const std::string& folder, const std::map<std::string, texts>& expected,
                     channels::mapped_document (*map)(const std::string&)) {
  for (const auto& [name, outcome] : expected) {
    const auto body = shared(folder + "/" + name);
    if (body.empty())
      continue;
    INFO(name);
    CHECK(outcomes(map(body)) == outcome);
  }
}

} // namespace

TEST_CASE("every shared Shopify order is taken or says why not", "[unit]") {
  check_documents(
      "shopify",
      {{"order_partial_fields_2026_01.json",
        {"shopify-no-time created_at; shopify-no-currency currency; "
         "shopify-no-shipping-address shipping_address"}},
       {"order_small_1_2026_01.json",
        {"shopify-no-shipping-address shipping_address; shopify-no-sku line_items[0].sku"}},
       {"order_small_2_2026_01.json", {"taken"}},
       {"orders_create_webhook_like_2026_01.json", {"taken"}},
       {"py_order.json", {"taken"}}},
      map_shopify);
}

TEST_CASE("every shared X12 850 is taken or says why not", "[unit]") {
  check_documents("x12",
                  {{"850_adobe_shrinkwrap.txt", {"taken"}},
                   {"850_bom_small.edi", {"test-order ISA15"}},
                   {"850_ediengine_ok.edi", {"taken"}},
                   {"850_fat.edi", {"taken", "taken"}},
                   {"850_issue135.edi",
                    {"x12-segment BEG[2]/BEG05; x12-no-ship-to N1; test-order ISA15",
                     "x12-segment BEG[2]/BEG05; x12-no-ship-to N1; test-order ISA15; "
                     "x12-set-number-twice ST[0001~]"}},
                   {"850_newline_terminator.edi", {"taken"}},
                   {"850_retail_004010VICS.edi", {"taken"}},
                   {"850_syntaxnotes_err.edi", {"x12-segment PO1[13]/PO107"}}},
                  map_x12);
}

TEST_CASE("no shared document of another kind brings an order or breaks a channel", "[unit]") {
  namespace fs = std::filesystem;
  std::size_t seen = 0;
  for (const auto* folder : {"x12", "edifact", "tradacoms", "ubl", "shopify", "woocommerce"}) {
    const fs::path at = fs::path(GANTRY_SHARED_DATA) / folder;
    if (!fs::is_directory(at))
      continue;
    for (const auto& entry : fs::directory_iterator(at)) {
      const auto name = entry.path().filename().string();
      if (!entry.is_regular_file() || name.starts_with("850") || name.find("order") == 0)
        continue;
      ++seen;
      const auto body = read_file(entry.path().string());
      INFO(folder << "/" << name);
      for (const auto map : {map_x12, map_shopify, map_json})
        for (const auto& order : map(body).orders)
          CHECK((name == "py_order.json" || !is_taken(order)));
    }
  }
  if (seen == 0)
    WARN("the shared documents are not here: skipped");
}
