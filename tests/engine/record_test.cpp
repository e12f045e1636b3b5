#include "dsl/base/json.hpp"
#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;

namespace {

engine::record read(const std::string& text, const dsl::program& p) {
  auto r = engine::decode_record(engine::record::version_now, text, p);
  INFO(text);
  REQUIRE(r);
  return std::move(*r);
}

errc refusal(std::uint16_t version, const std::string& text, const dsl::program& p) {
  const auto r = engine::decode_record(version, text, p);
  REQUIRE_FALSE(r);
  return r.error().code;
}

} // namespace

TEST_CASE("a record names the call, step and attempt of its facts once", "[unit]") {
  order_driver order(makes_two);
  order.start();
  order.ok("kept", R"({"id":"K-1"})");
  const auto ended = order.call("kept").key, made = order.call("made").key;
  CHECK(
      engine::encode(order.records().back()) ==
      R"(["cause",{"by":"test"},"answer",{"key":")" + ended +
          R"(","node":"kept","result":{"id":"K-1"}},"ended","owed","moved",{"to":1},"call",{"key":")" +
          made + R"(","node":"made","digest":")" + order.call("made").digest +
          R"(","arguments":{"text":"paper","amount":"10.00"}},"sent"])");
}

TEST_CASE("the first record leaves out what the definition and the input say", "[unit]") {
  order_driver order(makes_one);
  order.start();
  const auto text = engine::encode(order.records().front());
  CHECK(text.find(to_hex(order.program().closure)) == std::string::npos);
  const auto facts = read(text, order.program()).facts;
  const auto& created = std::get<engine::order_created>(facts.front());
  CHECK(created.workflow == "small");
  CHECK(created.definition == to_hex(order.program().closure));
  CHECK(created.what.instance == order.state().order.what.instance);
}

TEST_CASE("a text argument that looks like a reference stays a text", "[unit][E3.1]") {
  for (const std::string text : {"@job@1", "@", "@@twice"}) {
    order_driver order(makes_one);
    order.start(R"({"id":"J-1","text":")" + text + R"(","amount":"10.00"})");
    const auto facts = read(engine::encode(order.records().front()), order.program()).facts;
    for (const auto& fact : facts)
      if (const auto* made = std::get_if<engine::call_made>(&fact)) {
        CHECK(made->arguments[0].reference.empty());
        CHECK(made->arguments[0].bytes == value{text});
      }
    order.restart();
    CHECK(order.call("made").arguments[0].what == value{text});
  }
}

TEST_CASE("of the places that a branch passes in one record the last is kept", "[unit]") {
  const order_driver order(makes_one);
  engine::record r;
  r.facts = {engine::branch_moved{0, 1}, engine::branch_moved{3, 1}, engine::branch_moved{0, 2, 1},
             engine::branch_moved{0, 4}};
  CHECK(engine::encode(r) ==
        R"(["moved",{"branch":3,"to":1},"moved",{"to":2,"block":2},"moved",{"to":4}])");
}

TEST_CASE("the attempt is counted anew for another call", "[unit]") {
  const order_driver order(makes_one);
  engine::record r;
  r.facts = {engine::attempt_sent{"A", 3, "made"}, engine::attempt_sent{"B", 1, "made"},
             engine::attempt_sent{"B", 2, "made", true}, engine::attempt_settled{"B", 2},
             engine::attempt_sent{"A", 3, "made"}};
  const auto text = engine::encode(r);
  CHECK(
      text ==
      R"(["sent",{"key":"A","attempt":3,"node":"made"},"sent",{"key":"B"},)"
      R"("sent",{"attempt":2,"undo":true},"settled","sent",{"key":"A","attempt":3,"undo":false}])");
  CHECK(engine::encode(read(text, order.program())) == text);
}

TEST_CASE("a record of a newer version, or with an unknown fact, is refused as newer", "[unit]") {
  const order_driver order(makes_one);
  const auto& p = order.program();
  CHECK(refusal(engine::record::version_now + 1, "[]", p) == errc::record_newer);
  CHECK(refusal(1, R"(["teleported",{"to":1}])", p) == errc::record_newer);
}

TEST_CASE("a record that is no list of named facts is corrupt", "[unit]") {
  const order_driver order(makes_one);
  for (const auto* text : {"", "{}", R"([{"to":1}])", R"(["moved",{"to":1},{"to":2}])",
                           R"(["moved",{"to":"x"}])", R"(["call",{"key":"A","node":"nowhere"}])"})
    CHECK(refusal(1, text, order.program()) == errc::store_corrupt);
}
