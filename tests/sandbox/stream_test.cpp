#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "examples/sandbox/master_data.hpp"
#include "examples/sandbox/order_stream.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <sstream>

namespace gantry::sandbox::test {
namespace {

order_stream_options options_of(std::uint64_t seed, std::size_t count) {
  order_stream_options options;
  options.seed = seed;
  options.orders_count = count;
  options.issued = *parse_timestamp("2026-11-24T12:00:00Z");
  options.shopify_secret = "hush";
  return options;
}

std::string all_of(const std::vector<stream_document>& documents) {
  std::string text;
  for (const auto& document : documents)
    text += document.channel + document.media_type + document.body;
  return text;
}

const value& at(const value& document, const std::string& path) {
  const value* const found = document.find_path(path);
  INFO(path);
  REQUIRE(found != nullptr);
  return *found;
}

decimal sum_of(const value& lines, const std::string& price_name) {
  decimal sum;
  for (const auto& line : lines.as_list()) {
    const value& quantity = at(line, "quantity");
    const auto count =
        quantity.is_int() ? decimal{quantity.as_int()} : *decimal::parse(quantity.as_string());
    sum = *sum.add(*count.multiply(*decimal::parse(at(line, price_name).as_string())));
  }
  return sum;
}

std::vector<std::string> segments_of(const std::string& interchange) {
  std::vector<std::string> segments;
  std::istringstream text(interchange);
  for (std::string line; std::getline(text, line);)
    segments.push_back(line.substr(0, line.size() - 1));
  return segments;
}

} // namespace

TEST_CASE("equal seeds give equal streams, other seeds other numbers", "[unit]") {
  const auto first = make_order_stream(options_of(1, 200));
  CHECK(all_of(first) == all_of(make_order_stream(options_of(1, 200))));
  std::set<std::string> numbers;
  std::size_t orders = 0;
  for (const std::uint64_t seed : {1, 2, 3})
    for (const auto& document : make_order_stream(options_of(seed, 200)))
      for (const auto& order : document.orders) {
        numbers.insert(order.external_id);
        ++orders;
      }
  CHECK(orders == 600);
  CHECK(numbers.size() == 600);
}

TEST_CASE("a stream holds all channels and every way to end", "[unit]") {
  std::map<std::string, int> channels;
  std::map<std::string, int> reasons;
  for (const auto& document : make_order_stream(options_of(5, 1'000))) {
    ++channels[document.channel];
    for (const auto& order : document.orders) {
      ++reasons[order.reason];
      CHECK((order.outcome == order_outcome::completes) == order.reason.empty());
    }
  }
  CHECK(channels.size() == 3);
  CHECK(reasons.size() == 5);
  CHECK(reasons[""] > 850);
  for (const auto* const reason :
       {"unknown_account", "account_blocked", "out_of_stock", "over_credit"})
    CHECK(reasons[reason] > 5);
}

TEST_CASE("documents in JSON are sound, and their money adds up", "[unit]") {
  for (const auto& document : make_order_stream(options_of(7, 300))) {
    if (document.channel == "x12")
      continue;
    const auto parsed = parse_json(document.body);
    REQUIRE(parsed.has_value());
    const bool shopify = document.channel == "shopify";
    const auto total =
        decimal::parse(at(*parsed, shopify ? "total_price" : "payable_amount").as_string());
    REQUIRE(total.has_value());
    CHECK(*total ==
          sum_of(at(*parsed, shopify ? "line_items" : "lines"), shopify ? "price" : "unit_price"));
    CHECK(delivers_to(
        at(*parsed, shopify ? "shipping_address.country_code" : "ship_to.country").as_string()));
  }
}

TEST_CASE("webhooks carry the signature of their secret", "[unit]") {
  int signed_ones = 0;
  for (const auto& document : make_order_stream(options_of(7, 100)))
    for (const auto& [name, content] : document.headers)
      if (name == "X-Shopify-Hmac-Sha256") {
        const auto digest = hmac_sha256("hush", document.body);
        CHECK(content == to_base64(std::string(digest.begin(), digest.end())));
        ++signed_ones;
      }
  CHECK(signed_ones > 10);
}

TEST_CASE("interchanges state what they hold", "[unit]") {
  int interchanges = 0;
  std::set<std::string> controls;
  for (const auto& document : make_order_stream(options_of(7, 300))) {
    if (document.channel != "x12")
      continue;
    ++interchanges;
    const auto segments = segments_of(document.body);
    CHECK(segments.front().size() == 105); // and the terminator
    std::size_t begun_at = 0;
    std::size_t sets = 0;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (segments[i].starts_with("ST*")) {
        begun_at = i;
        ++sets;
      }
      if (segments[i].starts_with("SE*"))
        CHECK(segments[i].starts_with("SE*" + std::to_string(i - begun_at + 1) + "*"));
    }
    CHECK(sets == document.orders.size());
    controls.insert(segments.back());
  }
  CHECK(interchanges > 20);
  CHECK(controls.size() == static_cast<std::size_t>(interchanges));
}

} // namespace gantry::sandbox::test
