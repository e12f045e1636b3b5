#include "dsl/base/json.hpp"
#include "tests/channels/channel_fixture.hpp"
#include "tests/channels/x12_builder.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using texts = std::vector<std::string>;

namespace {

x12_text two_orders() {
  x12_text text;
  text.sets = {purchase_order("A-1", "0001"), purchase_order("A-2", "0002")};
  return text;
}

std::size_t taken_of(const channels::mapped_document& mapped) {
  INFO(broken_invariant(mapped));
  REQUIRE(broken_invariant(mapped).empty());
  std::size_t taken = 0;
  for (const auto& order : mapped.orders)
    taken += is_taken(order) ? 1 : 0;
  return taken;
}

} // namespace

TEST_CASE("separators come from the envelope, whatever they are", "[unit]") {
  const auto usual = map_x12(one_order().str());
  REQUIRE(taken_of(usual) == 1);
  for (const char element : {'*', '|', '+', '\x1D', '^'})
    for (const char* terminator : {"~", "\n", "\r\n", "\r", "~\n", "~\r\n", "'", "\x1C", " \r\n"}) {
      auto text = one_order();
      text.element = element;
      text.terminator = terminator;
      INFO("element " << int{element} << ", terminator " << int{terminator[0]});
      const auto mapped = map_x12(text.str());
      REQUIRE(taken_of(mapped) == 1);
      CHECK(to_json(mapped.orders[0].input) == to_json(usual.orders[0].input));
    }
}

TEST_CASE("a byte order mark and blank lines before ISA are noise", "[unit]") {
  CHECK(taken_of(map_x12("\xEF\xBB\xBF\r\n\n" + one_order().str() + "\n\n")) == 1);
}

TEST_CASE("letters or halves of characters are no separators", "[unit]") {
  auto text = one_order();
  text.terminator.clear(); // GS follows ISA16 at once: its G would end every segment
  CHECK(codes_of(map_x12(text.str()).findings) == texts{"x12-no-interchange"});
  text = one_order();
  text.element = 'x';
  CHECK(codes_of(map_x12(text.str()).findings) == texts{"x12-no-interchange"});
  text.element = '\xC3';
  CHECK(map_x12(text.str()).orders.empty());
  text = one_order();
  text.terminator = "*";
  CHECK(map_x12(text.str()).orders.empty());
}

TEST_CASE("a blank ends no segment, since it pads the elements of ISA", "[unit]") {
  auto text = one_order();
  text.terminator = " ";
  const auto mapped = map_x12(text.str());
  CHECK(taken_of(mapped) == 0);
  CHECK(codes_of(mapped.findings) == texts{"x12-no-interchange"});
}

TEST_CASE("a wrong number of segments refuses the set alone", "[unit]") {
  for (const char* count : {"10", "12", "0", "-11", "", "eleven", "99999999999999999999"}) {
    INFO(count);
    const auto mapped =
        map_x12(with(two_orders().str(), "SE*11*0002", std::string("SE*") + count + "*0002"));
    CHECK(taken_of(mapped) == 1);
    CHECK(objections(mapped.orders[1]) == texts{"x12-segment-count ST[0002]"});
  }
}

TEST_CASE("a wrong number of sets refuses the group", "[unit]") {
  for (const char* count : {"1", "3", "", "x"}) {
    const auto mapped =
        map_x12(with(two_orders().str(), "GE*2*", std::string("GE*") + count + "*"));
    CHECK(taken_of(mapped) == 0);
    CHECK(has_code(mapped.findings, "x12-group-5"));
  }
}

TEST_CASE("a wrong number of groups refuses the interchange", "[unit]") {
  const auto mapped = map_x12(with(two_orders().str(), "IEA*1*", "IEA*2*"));
  CHECK(taken_of(mapped) == 0);
  CHECK(has_code(mapped.findings, "x12-group-count"));
}

TEST_CASE("control numbers that differ refuse what they enclose", "[unit]") {
  const auto set = map_x12(with(two_orders().str(), "SE*11*0002", "SE*11*0003"));
  CHECK(taken_of(set) == 1);
  CHECK(objections(set.orders[1]) == texts{"x12-set-control ST[0002]"});

  const auto group = map_x12(with(two_orders().str(), "GE*2*31", "GE*2*32"));
  CHECK(taken_of(group) == 0);
  CHECK(has_code(group.findings, "x12-group-4"));

  const auto whole = map_x12(with(two_orders().str(), "IEA*1*000000031", "IEA*1*000000032"));
  CHECK(taken_of(whole) == 0);
  CHECK(codes_of(whole.findings) == texts{"x12-control-number"});
  CHECK(whole.findings[0].severity == "error");
  CHECK(whole.findings[0].message ==
        "IEA02 is `000000032`, and ISA13 is `000000031`: nothing of it is taken");

  CHECK(taken_of(map_x12(with(two_orders().str(), "GE*2*31", "GE*2*000031"))) == 2);
  CHECK(taken_of(map_x12(with(two_orders().str(), "IEA*1*000000031", "IEA*1*31"))) == 2);
}

TEST_CASE("a set number that stands twice in its group is taken once", "[unit]") {
  auto text = two_orders();
  text.sets[1] = purchase_order("A-2", "0001");
  const auto mapped = map_x12(text.str());
  CHECK(taken_of(mapped) == 1);
  CHECK(objections(mapped.orders[1]) == texts{"x12-set-number-twice ST[0001]"});
}

TEST_CASE("trailers that are missing refuse what they would have closed", "[unit]") {
  const auto text = two_orders().str();
  const auto no_se = map_x12(with(text, "SE*11*0001~", ""));
  CHECK(taken_of(no_se) == 1);
  CHECK(objections(no_se.orders[0]) == texts{"x12-no-se ST[0001]"});
  CHECK(has_code(map_x12(with(text, "GE*2*31~", "")).findings, "x12-no-ge"));
  CHECK(taken_of(map_x12(with(text, "GE*2*31~", ""))) == 0);
  CHECK(has_code(map_x12(with(text, "IEA*1*000000031~", "")).findings, "x12-no-iea"));
  CHECK(taken_of(map_x12(with(text, "IEA*1*000000031~", ""))) == 0);
}

TEST_CASE("segments that stand outside of their envelope refuse the interchange", "[unit]") {
  const auto text = two_orders().str();
  for (const char* before : {"GS*PO", "GE*2"}) {
    const auto mapped = map_x12(with(text, before, std::string("REF*ZZ*1~") + before));
    CHECK(taken_of(mapped) == 0);
    CHECK(has_code(mapped.findings, "x12-stray-segment"));
  }
  CHECK(has_code(map_x12(text + "REF*ZZ*1~").findings, "x12-stray-segment"));
}

TEST_CASE("of several interchanges each stands and falls on its own", "[unit]") {
  auto second = two_orders();
  second.control = "000000032";
  second.sets = {purchase_order("B-1", "0001")};
  const auto mapped = map_x12(with(two_orders().str(), "IEA*1*", "IEA*7*") + second.str());
  REQUIRE(mapped.orders.size() == 3);
  CHECK(taken_of(mapped) == 1);
  CHECK(is_taken(mapped.orders[2]));
  CHECK(mapped.replies.size() == 2);
}

TEST_CASE("two interchanges of which the middle was lost bring no order", "[unit]") {
  auto second = two_orders();
  second.control = "000000032";
  second.sets = {purchase_order("B-1", "0001"), purchase_order("B-2", "0002")};
  const auto first = two_orders().str();
  const auto tail = second.str();
  // The counts hold: two sets, one group; only the numbers of the envelopes tell.
  const auto spliced = first.substr(0, first.find("GE*")) + tail.substr(tail.find("GE*"));
  CHECK(taken_of(map_x12(spliced)) == 0);
}

TEST_CASE("sets of another kind are told and answered, and hold no order back", "[unit]") {
  auto text = two_orders();
  text.sets[0] = {"ST*860*0001", "BCH*01*SA*A-1***20261124"};
  const auto mapped = map_x12(text.str());
  CHECK(mapped.orders.size() == 1);
  CHECK(taken_of(mapped) == 1);
  CHECK(codes_of(mapped.findings) == texts{"x12-set-not-handled"});
}

TEST_CASE("a test interchange is checked and answered and brings nothing to run", "[unit]") {
  auto text = two_orders();
  text.usage = "T";
  const auto mapped = map_x12(text.str());
  REQUIRE(mapped.orders.size() == 2);
  CHECK(taken_of(mapped) == 0);
  CHECK(mapped.orders[0].test);
  CHECK(objections(mapped.orders[0]) == texts{"test-order ISA15"});
  CHECK(mapped.replies.size() == 1);
}

TEST_CASE("what is no interchange brings a readable finding", "[unit]") {
  const std::string picture = "\x89PNG\r\n\x1A\n\xFF\xFE\xFD";
  for (const auto& body :
       {std::string{}, std::string("ISA"), std::string("ISA*00*"), std::string("UNA:+.? '"),
        picture, std::string("ISA") + picture, std::string(5'000, '*'),
        "ISA" + std::string(5'000, '*'), std::string(200, '\0')}) {
    const auto mapped = map_x12(body);
    CHECK(mapped.orders.empty());
    CHECK_FALSE(mapped.findings.empty());
    CHECK(broken_invariant(mapped).empty());
  }
}

TEST_CASE("an EDIFACT interchange is named as one", "[unit]") {
  const auto mapped = map_x12("UNA:+.? '\r\nUNB+UNOC:3+SENDER+RECEIVER+260101:1200+1'");
  REQUIRE(mapped.findings.size() == 1);
  CHECK(mapped.findings[0].message.find("EDIFACT") != std::string::npos);
}

TEST_CASE("a document of too many segments is refused whole", "[unit]") {
  std::string body = one_order().str();
  for (int i = 0; i < 200'000; ++i)
    body += "REF~";
  CHECK(codes_of(map_x12(body).findings) == texts{"x12-no-interchange"});
}

TEST_CASE("a count that is wrong is told with both numbers", "[unit]") {
  const auto found_in = [](const channels::mapped_document& mapped, std::string_view code) {
    for (const auto* findings : {&mapped.findings, &mapped.orders.at(1).findings})
      for (const auto& each : *findings)
        if (each.code == code)
          return each.value + ": " + each.message;
    return std::string("not told");
  };
  const auto text = two_orders().str();
  CHECK(found_in(map_x12(with(text, "SE*11*0002", "SE*12*0002")), "x12-segment-count") ==
        "12: SE01 states 12 segments, 11 are there");
  CHECK(found_in(map_x12(with(text, "SE*11*0002", "SE*x*0002")), "x12-segment-count") ==
        "x: SE01 states `x` segments, 11 are there");
  CHECK(found_in(map_x12(with(text, "SE*11*0002", "SE*11*0009")), "x12-set-control") ==
        "0009: SE02 is `0009`, and ST02 is `0002`");
  CHECK(found_in(map_x12(with(text, "GE*2*", "GE*3*")), "x12-group-5") ==
        "3: GE01 states 3 sets, 2 are there: no order of the group is taken");
  CHECK(found_in(map_x12(with(text, "GE*2*31", "GE*2*32")), "x12-group-4") ==
        "32: GE02 is `32`, and GS06 is `31`: no order of the group is taken");
}

TEST_CASE("rubbish behind the last IEA takes nothing away", "[unit]") {
  const auto text = two_orders().str();
  const auto mapped = map_x12(text + "HELLO");
  CHECK(taken_of(mapped) == 2);
  CHECK(codes_of(mapped.findings) == texts{"x12-trailing"});
  CHECK(mapped.findings[0].severity == "warning");
  const auto second = map_x12(text + "ISA*00*");
  CHECK(taken_of(second) == 2);
  CHECK(codes_of(second.findings) == texts{"x12-truncated"});
}
