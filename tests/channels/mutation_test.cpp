// Goal: whatever arrives, a channel neither fails nor takes half of an order.
// Method: documents cut at every byte, and seeded random changes; what is taken of a cut document
// has to be an order of the whole one, byte for byte.
#include "dsl/base/json.hpp"
#include "tests/channels/channel_fixture.hpp"
#include "tests/channels/x12_builder.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>

using namespace gantry;
using namespace gantry::tests;

namespace {

using mapping = channels::mapped_document (*)(const std::string&);

std::set<std::string> orders_taken(const channels::mapped_document& mapped) {
  std::set<std::string> taken;
  for (const auto& order : mapped.orders)
    if (is_taken(order))
      taken.insert(to_json(order.input));
  return taken;
}

/// Cuts the document at every byte; answers how many cuts still brought an order.
std::size_t cut_everywhere(const std::string& whole, mapping map) {
  const auto all = orders_taken(map(whole));
  REQUIRE_FALSE(all.empty());
  std::size_t with_orders = 0;
  std::string wrong;
  for (std::size_t length = 0; length < whole.size() && wrong.empty(); ++length) {
    const auto mapped = map(whole.substr(0, length));
    wrong = broken_invariant(mapped);
    const auto taken = orders_taken(mapped);
    with_orders += taken.empty() ? 0 : 1;
    for (const auto& order : taken)
      if (!all.contains(order))
        wrong = "half an order: " + order;
    if (!wrong.empty())
      wrong += ", cut at byte " + std::to_string(length);
  }
  CHECK(wrong.empty());
  INFO(wrong);
  return with_orders;
}

class mutator {
public:
  explicit mutator(std::uint64_t seed) : dice_(seed) {}

  std::string change(std::string text, std::string_view alphabet) {
    for (auto times = below(4) + 1; times > 0; --times)
      change_once(text, alphabet);
    return text;
  }

private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : dice_() % limit; }

  void change_once(std::string& text, std::string_view alphabet) {
    const auto at = below(text.size());
    const auto length = std::min(below(40), text.size() - at);
    switch (below(7)) {
    case 0: text.erase(at, length); break;
    case 1: text.insert(at, text.substr(below(text.size()), length)); break;
    case 2: text.insert(at, 1, alphabet[below(alphabet.size())]); break;
    case 3: text.insert(at, 1, static_cast<char>(below(256))); break;
    case 4:
      if (!text.empty())
        text[at] = static_cast<char>(below(256));
      break;
    case 5:
      if (!text.empty())
        text[at] = alphabet[below(alphabet.size())];
      break;
    default: text.resize(at); break;
    }
  }

  std::mt19937_64 dice_;
};

void mutate(const std::vector<std::string>& documents, mapping map, std::string_view alphabet) {
  const auto seed = Catch::rngSeed() != 0 ? Catch::rngSeed() : std::random_device{}();
  WARN("seed " << seed);
  mutator random(seed);
  std::size_t taken = 0, refused = 0;
  for (int round = 0; round < 4'000; ++round) {
    const auto& whole = documents[static_cast<std::size_t>(round) % documents.size()];
    const auto body = random.change(whole, alphabet);
    const auto mapped = map(body);
    const auto wrong = broken_invariant(mapped);
    if (!wrong.empty())
      FAIL(wrong << "\nround " << round << ", document:\n" << body);
    for (const auto& order : mapped.orders)
      (is_taken(order) ? taken : refused) += 1;
  }
  CHECK(taken > 0);
  CHECK(refused > 0);
}

} // namespace

TEST_CASE("an interchange that is cut anywhere brings whole orders or none", "[unit]") {
  const auto stores = example("stores.edi");
  const auto with_orders = cut_everywhere(stores, map_x12);
  // Only where nothing but the end of IEA is missing are the orders all there.
  CHECK(with_orders <= stores.size() - stores.rfind("IEA*1"));
  auto lines = one_order();
  lines.terminator = "\n";
  cut_everywhere(lines.str(), map_x12);
}

TEST_CASE("every cut before the trailer of an interchange brings no order", "[unit]") {
  const auto stores = example("stores.edi");
  const auto end = stores.rfind("IEA*1") + 5;
  for (std::size_t length = 0; length < end; ++length)
    if (!orders_taken(map_x12(stores.substr(0, length))).empty())
      FAIL("cut at byte " << length);
}

TEST_CASE("a JSON document that is cut anywhere brings no order", "[unit]") {
  const auto trimmed = [](std::string text) {
    text.erase(text.find_last_not_of(" \n") + 1);
    return text;
  };
  CHECK(cut_everywhere(trimmed(example("batch.json")), map_json) == 0);
  CHECK(cut_everywhere(trimmed(example("shop.json")), map_shopify) == 0);
}

TEST_CASE("no random change of an interchange breaks the mapping", "[unit]") {
  auto bars = one_order();
  bars.element = '|';
  bars.terminator = "\n";
  mutate({example("stores.edi"), one_order().str(), bars.str(), example("wrong/truncated.edi")},
         map_x12, "*~>|\n\r -0123456789ISAGETPOBN.");
}

TEST_CASE("no random change of a Shopify order breaks the mapping", "[unit]") {
  mutate({example("shop.json"), example("wrong/shop-nothing-to-ship.json")}, map_shopify,
         "{}[]\",:0123456789-.enulltrufas\\");
}

TEST_CASE("no random change of a canonical order breaks the mapping", "[unit]") {
  mutate({example("spades.json"), example("batch.json")}, map_json,
         "{}[]\",:0123456789-.enulltrufas\\");
}

TEST_CASE("no member of a Shopify order may be of a type that breaks the mapping", "[unit]") {
  const auto whole = parse_json(example("shop.json"));
  REQUIRE(whole);
  const std::vector<value> strange{value{},
                                   value(true),
                                   value(-1),
                                   value("x"),
                                   value(""),
                                   value::make_list({value(1), value("x")}),
                                   value::make_map({{value("name"), value(7)}})};
  std::string wrong;
  for (std::size_t member = 0; member < whole->as_map().size(); ++member)
    for (const auto& instead : strange) {
      auto members = whole->as_map();
      members[member].second = instead;
      const auto mapped = map_shopify(to_json(value::make_map(members)));
      if (auto text = broken_invariant(mapped); !text.empty())
        wrong += members[member].first.as_string() + ": " + text + "\n";
      for (const auto& order : mapped.orders)
        (void)objections(order);
    }
  CHECK(wrong == "");
}
