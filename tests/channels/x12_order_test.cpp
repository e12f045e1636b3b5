#include "tests/channels/channel_fixture.hpp"
#include "tests/channels/x12_builder.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using texts = std::vector<std::string>;

namespace {

/// The order of an interchange in which one segment stands instead of another.
channels::mapped_order order_with(const std::string& segment, const std::string& instead) {
  auto text = one_order();
  for (auto& each : text.sets[0])
    if (each == segment)
      each = instead;
  if (instead.empty())
    std::erase(text.sets[0], "");
  const auto mapped = map_x12(text.str());
  INFO(broken_invariant(mapped));
  REQUIRE(broken_invariant(mapped).empty());
  REQUIRE(mapped.orders.size() == 1);
  return mapped.orders[0];
}

/// The order with a segment more, after the one that is named.
channels::mapped_order added(const std::string& after, const texts& segments) {
  auto text = one_order();
  auto& set = text.sets[0];
  for (std::size_t i = 0; i < set.size(); ++i)
    if (set[i] == after) {
      set.insert(set.begin() + static_cast<std::ptrdiff_t>(i) + 1, segments.begin(),
                 segments.end());
      break;
    }
  const auto mapped = map_x12(text.str());
  REQUIRE(broken_invariant(mapped).empty());
  return mapped.orders.at(0);
}

std::string text_at(const channels::mapped_order& order, std::string_view path) {
  const auto* found = order.input.find_path(path);
  return found != nullptr && found->is_string() ? found->as_string() : "";
}

const std::string line = "PO1*1*12*EA*8.84*PE*VN*SKU-5*UP*012345678905";
const std::string buyer = "N1*BY*Acme Stores*92*C-1007";
const std::string place = "N4*Savannah*GA*31401*US";

} // namespace

TEST_CASE("an 850 becomes a canonical order with all that it says", "[unit]") {
  const auto order = order_with("", "");
  REQUIRE(is_taken(order));
  CHECK(order.external_id == "4500071");
  CHECK(text_at(order, "source.partner") == "ACMESTORES");
  CHECK(text_at(order, "source.channel") == "edi");
  CHECK(text_at(order, "buyer.account") == "C-1007");
  CHECK(text_at(order, "ship_to.street") == "18 Harbor Road, Dock 3");
  CHECK(text_at(order, "ship_to.city") == "Savannah");
  CHECK(text_at(order, "currency") == "USD");
  const auto& first = order.input.find("lines")->as_list().at(0);
  CHECK(first.find("sku")->as_string() == "SKU-5");
  CHECK(first.find("gtin")->as_string() == "012345678905");
  CHECK(first.find("quantity")->as_decimal().to_string() == "12");
  CHECK(order.input.find("payable_amount")->as_decimal().to_string() == "106.08");
  CHECK(format_timestamp(order.input.find("promised")->as_timestamp()) == "2026-12-01T00:00:00Z");
}

TEST_CASE("a line that is wrong refuses the order and says where", "[unit]") {
  const std::string path = "x12-segment PO1[9]/PO1";
  CHECK(objections(order_with(line, "PO1*1**EA*8.84*PE*VN*SKU-5")) == texts{path + "02"});
  CHECK(objections(order_with(line, "PO1*1*a dozen*EA*8.84*PE*VN*SKU-5")) == texts{path + "02"});
  CHECK(objections(order_with(line, "PO1*1*12*EA*8,84*PE*VN*SKU-5")) == texts{path + "04"});
  CHECK(objections(order_with(line, "PO1*1*12*EA*8.84*PE")) == texts{path + "07"});
  CHECK(objections(order_with(line, "PO1*1*12*EA*8.84*PE*VN")) == texts{path + "07", path + "07"});
  CHECK(objections(order_with(line, "PO1*1*12*EA*8.84*PE*VN*SKU-5*UP")) == texts{path + "09"});
  CHECK(objections(order_with(line, "PO1*1*-12*EA*8.84*PE*VN*SKU-5")) ==
        texts{"not-negative payable_amount", "positive lines[0].quantity"});
  CHECK(objections(order_with(line, "PO1*1*12*EA*8.8400001*PE*VN*SKU-5")) ==
        texts{"digits lines[0].unit_price"});
  CHECK(objections(order_with(line, "PO1*1*12*EA*1234567890123456.00*PE*VN*SKU-5")) ==
        texts{"digits payable_amount", "digits lines[0].unit_price"});
  CHECK(objections(order_with(line, "")) == texts{"x12-segment PO1", "x12-line-count CTT01"});
}

TEST_CASE("a sum of exact prices is rounded where the sender could not have written it", "[unit]") {
  const auto order = order_with(line, "PO1*1*2.5*EA*1.234567*PE*VN*SKU-5");
  CHECK(is_taken(order));
  CHECK(order.input.find("payable_amount")->as_decimal().to_string() == "3.086418");
}

TEST_CASE("a number of lines that is wrong refuses the order", "[unit]") {
  CHECK(objections(order_with("CTT*1", "CTT*2")) == texts{"x12-line-count CTT01"});
  CHECK(is_taken(order_with("CTT*1", "CTT*000001")));
  CHECK(is_taken(order_with("CTT*1", "")));
}

TEST_CASE("a heading that is wrong refuses the order", "[unit]") {
  const std::string beginning = "BEG*00*SA*4500071**20261124";
  CHECK(objections(order_with(beginning, "BEG*00*SA***20261124")) ==
        texts{"x12-segment BEG[2]/BEG03"});
  CHECK(objections(order_with(beginning, "BEG*00*SA*1**20261324")) ==
        texts{"x12-segment BEG[2]/BEG05"});
  CHECK(objections(order_with(beginning, "BEG*01*SA*1**20261124")) == texts{"x12-purpose BEG01"});
  CHECK(objections(order_with(beginning, "")) == texts{"x12-segment BEG"});
  CHECK(objections(added(beginning, {"BEG*00*SA*4500072**20261124"})) ==
        texts{"x12-segment BEG[3]"});
  CHECK(objections(order_with("DTM*002*20261201", "DTM*002*tomorrow")) ==
        texts{"x12-segment DTM[4]/DTM02"});
  CHECK(objections(order_with("CUR*BY*USD", "CUR*BY*dollars")) == texts{"currency currency"});
}

TEST_CASE("an order whose week ends after the end of time is refused, not overflown", "[unit]") {
  auto text = one_order();
  text.sets[0][1] = "BEG*00*SA*4500071**22620410";
  text.sets[0].erase(text.sets[0].begin() + 3);
  const auto mapped = map_x12(text.str());
  CHECK_FALSE(is_taken(mapped.orders.at(0)));
  CHECK(has_code(mapped.orders[0].findings, "mapping-field"));
}

TEST_CASE("the buyer's account is what the buyer assigned, else the partner", "[unit]") {
  CHECK(text_at(order_with(buyer, "N1*BY*Acme Stores*91*X-1"), "buyer.account") == "X-1");
  CHECK(text_at(order_with(buyer, "N1*BY*Acme Stores*UL*4012345000009"), "buyer.account") ==
        "ACMESTORES");
  CHECK(text_at(order_with(buyer, "N1*BY*Acme Stores*UL*4012345000009"), "buyer.gln") ==
        "4012345000009");
  CHECK(text_at(order_with(buyer, ""), "buyer.account") == "ACMESTORES");
}

TEST_CASE("an order without a place to ship to is refused", "[unit]") {
  CHECK(objections(order_with(place, "")) == texts{"x12-no-ship-to N1"});
  CHECK(objections(order_with("N1*ST*Acme Store 12*92*12", "N1*SF*Acme Store 12*92*12")) ==
        texts{"x12-no-ship-to N1"});
}

TEST_CASE("an address after a line never changes where the order goes", "[unit]") {
  const auto with_vendor =
      added(line, {"N1*VN*Somebody", "N3*1 Far Street", "N4*Faraway*AK*99501*US"});
  CHECK(text_at(with_vendor, "ship_to.city") == "Savannah");
  CHECK(text_at(with_vendor, "ship_to.street") == "18 Harbor Road, Dock 3");
  const auto without_name = added(line, {"N3*1 Far Street", "N4*Faraway*AK*99501*US"});
  CHECK(text_at(without_name, "ship_to.city") == "Savannah");
}

TEST_CASE("lines that go to several places are refused, not sent to one of them", "[unit]") {
  CHECK(objections(added(line, {"N1*ST*Store 13*92*13", "N4*Macon*GA*31201*US"})) ==
        texts{"x12-line-destination N1[10]"});
  CHECK(objections(added(line, {"SDQ*EA*92*12*6*13*6"})) == texts{"x12-line-destination SDQ[10]"});
}

TEST_CASE("a second ship-to of the heading is not mixed with the first", "[unit]") {
  const auto order =
      added(place, {"N1*ST*Acme Store 13*92*13", "N3*5 Mill Lane", "N4*Macon*GA*31201*US"});
  CHECK(text_at(order, "ship_to.street") == "5 Mill Lane");
  CHECK(text_at(order, "ship_to.city") == "Macon");
}

TEST_CASE("names in the older character set arrive as they were meant", "[unit]") {
  auto text = one_order();
  text.sets[0][5] = "N1*ST*M\xFCller Gartenbau*92*12";
  const auto mapped = map_x12(text.str());
  CHECK(broken_invariant(mapped).empty());
  CHECK(codes_of(mapped.findings) == texts{"x12-encoding"});
  CHECK(text_at(mapped.orders.at(0), "ship_to.name") == "Müller Gartenbau");
  CHECK(is_taken(mapped.orders[0]));
  CHECK(text_at(order_with("N1*ST*Acme Store 12*92*12", "N1*ST*Müller Gartenbau*92*12"),
                "ship_to.name") == "Müller Gartenbau");
}
