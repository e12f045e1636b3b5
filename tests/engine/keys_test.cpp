#include "dsl/base/json.hpp"
#include "engine/keys.hpp"
#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace gantry;
using tests::order_driver;

namespace {

engine::key_parts parts() {
  engine::key_parts p;
  p.site = "berlin";
  p.workflow = "order_to_cash";
  p.business_key = "shop/1001";
  p.node = "post";
  return p;
}

const char* const makes_one_document = R"(
workflow small(job: Job) {
  version 1  key job.id
  step one = far.make(text: job.text, amount: job.amount) {
    compensate none "paper is patient"
    on blocked as no { retry 3 times, every 1s else hold "still blocked: " + no.reason }
  }
})";

} // namespace

TEST_CASE("a key is 26 characters of Crockford base32", "[unit][E3.2]") {
  const auto key = engine::derive_key(parts());
  CHECK(key.size() == 26);
  CHECK(key.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ") == std::string::npos);
  CHECK(key == engine::derive_key(parts()));
}

TEST_CASE("every part of a key makes another key", "[unit][E3.2]") {
  std::set<std::string> keys{engine::derive_key(parts())};
  auto p = parts();
  const auto changed = [&](auto set) {
    p = parts();
    set();
    keys.insert(engine::derive_key(p));
  };
  changed([&] { p.site = "hamburg"; });
  changed([&] { p.workflow = "return_to_credit"; });
  changed([&] { p.business_key = "shop/1002"; });
  changed([&] { p.generation = 2; });
  changed([&] { p.node = "ship"; });
  changed([&] { p.iteration = "run 7"; });
  changed([&] { p.undo = true; });
  changed([&] { p.document = "ab"; });
  changed([&] { p.revision = 2; });
  CHECK(keys.size() == 10);
}

TEST_CASE("a retry goes out under the same key with the same bytes", "[unit][E3.1][E3.4]") {
  order_driver order(makes_one_document);
  order.start();
  order.refused("one");
  order.pass(seconds(1));
  order.fire(engine::timer_purpose::retry);
  const auto sent = order.sent("one");
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].key == sent[1].key);
  CHECK(*sent[0].arguments == *sent[1].arguments);
  CHECK(sent[1].attempt == 2);
}

TEST_CASE("a key does not depend on the place of its step in the flow", "[unit][E3.2]") {
  order_driver before(makes_one_document);
  order_driver after(R"(
workflow small(job: Job) {
  version 2
  key job.id
  let doubled = job.amount * 2m
  if doubled < 0m { reject "less than nothing" }
  step one = far.make(text: job.text, amount: job.amount) { compensate none "it stays" }
})");
  before.start();
  after.start();
  CHECK(before.call("one").key == after.call("one").key);
}

TEST_CASE("a key is the same after a restart and in a replay", "[unit][E3.2]") {
  order_driver order(makes_one_document);
  order.start();
  const auto key = order.call("one").key;
  order.crash_before_commit();
  order.start();
  CHECK(order.call("one").key == key);
}

TEST_CASE("each run of a handler calls under a key of its own", "[unit][E3.3]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
  on far.told(id: job.id) as word {
    step noted = far.keep(text: word.id)
  }
})");
  order.start();
  std::set<std::string> keys;
  for (int run = 0; run < 3; ++run) {
    order.arrives("far.told", R"({"id":"J-1"})");
    const auto made = order.new_facts<engine::call_made>();
    REQUIRE(made.size() == 1);
    CHECK(made[0].revision == 1);
    keys.insert(made[0].key);
    REQUIRE(order.new_effects<engine::send_attempt>().size() == 1);
    order.ok(made[0].node, R"({"id":"K-1"})");
  }
  CHECK(keys.size() == 3);
}

TEST_CASE("a business error consumes the key: what is made again has the next revision",
          "[unit][E3.4]") {
  order_driver order(makes_one_document);
  order.start();
  const auto first = order.call("one").key;
  order.business_error("one", "blocked", R"({"reason":"no"})");
  order.fire(engine::timer_purpose::statement);
  CHECK(order.call("one").revision == 2);
  CHECK(order.call("one").key != first);
  CHECK(order.call("one").latest() == 1);
}

TEST_CASE("a call that was refused and is made again keeps its key", "[unit][E3.4]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step one = far.make(text: job.text, amount: job.amount) {
    retry 0 times, every 1s
    compensate none "it stays"
    on refused { retry 3 times, every 1h else hold "nobody is there" }
  }
})");
  order.start();
  const auto first = order.call("one").key;
  order.refused("one");
  REQUIRE(order.call("one").ended == "refused");
  order.fire(engine::timer_purpose::statement);
  CHECK(order.call("one").key == first);
  CHECK(order.call("one").revision == 1);
  order.fire_next();
  CHECK(order.sent("one").back().attempt == 2);
}

TEST_CASE("a compensation that answered a business error is made again under the next revision",
          "[unit][E3.4]") {
  order_driver order(tests::makes_and_waits);
  order.start();
  order.ok("made", tests::one_document);
  order.command("cancel");
  const auto first = order.call("made/undo").key;
  CHECK(first != order.call("made").key);
  order.business_error("made/undo", "too_late");
  REQUIRE(order.holds() == std::vector<std::string>{"compensation_failed"});
  order.command("retry");
  CHECK(order.call("made/undo").key != first);
  CHECK(order.call("made/undo").revision == 2);
  CHECK(order.call("made/undo").latest() == 1);
  order.ok("made/undo");
  CHECK(order.summary().phase == "cancelled");
}
