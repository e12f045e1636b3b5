#include "dsl/base/json.hpp"
#include "engine/keys.hpp"
#include "tests/engine/order_driver.hpp"

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

const char* const makes_one = R"(
workflow small(job: Job) {
  key job.id
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
  order_driver order(makes_one);
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
