#include "actors/adapter_box.hpp"
#include "actors/adapter_supervisor.hpp"
#include "tests/actors/far_systems.hpp"
#include "tests/actors/virtual_time.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/exit_reason.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/send.hpp>
#include <catch2/catch.hpp>
#include <spdlog/spdlog.h>

#include <map>
#include <stdexcept>

namespace gantry::tests {
namespace {

using actors::attempt_reference;
using actors::call_request;
using engine::outcome;

/// Notes what was sent, and keeps it open.
struct open_calls : engine::connector {
  std::shared_ptr<engine::far_call>
  send(engine::far_request request,
       std::function<void(outcome how, bool first_byte_written)> done) override {
    sent.push_back(request.key);
    answers[request.key] = std::move(done);
    return nullptr;
  }
  [[nodiscard]] std::string describe() const override { return "open calls"; }

  std::vector<std::string> sent;
  std::map<std::string, std::function<void(outcome, bool)>> answers;
};

struct by_hand : caf::actor_system_config {
  by_hand() { set("scheduler.policy", caf::atom("testing")); }
};

/// One adapter under its supervisor; it crashes at the call under the key `breaks`.
struct adapter_rig {
  adapter_rig() {
    spdlog::set_level(spdlog::level::off);
    auto made = std::make_shared<actors::adapter_surroundings>();
    made->table = table;
    made->to = far;
    made->name = "far";
    made->box = std::make_shared<actors::adapter_box>();
    made->took = std::make_shared<actors::call_latencies>([] { return std::int64_t{0}; });
    made->before_call = [](const call_request& what) {
      if (what.which.key == "breaks")
        throw std::runtime_error("the test breaks it");
    };
    around = made;
    supervisor = system.spawn<actors::adapter_supervisor>(
        std::vector<actors::adapter_surroundings_ptr>{around}, handles);
    work();
  }
  ~adapter_rig() {
    caf::anon_send_exit(supervisor, caf::exit_reason::user_shutdown);
    supervisor = nullptr;
    work();
    far->answers.clear(); // they know their adapter, which knows the far side
  }
  adapter_rig(const adapter_rig&) = delete;
  adapter_rig& operator=(const adapter_rig&) = delete;

  void call(const std::string& key, call_request::kind is = call_request::kind::attempt) {
    auto what = std::make_shared<call_request>();
    what->is = is;
    what->which = {1, key, 1};
    what->request.key = key;
    what->request.declaration = &operation;
    if (is == call_request::kind::attempt)
      REQUIRE(table->enter(what->which, 0, seconds(10), false));
    if (around->box->put(std::move(what)))
      caf::anon_send(handles->get(0), actors::wake_atom::value);
  }
  void work() {
    auto& turns = dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
    while (turns.try_run_once())
      continue;
  }

  virtual_time time;
  actors::alarm_clock clock{[this] { return time.boot_ns(); }};
  std::map<std::string, outcome::kind> ended;
  std::map<std::string, outcome::kind> questions;
  std::shared_ptr<actors::in_flight_table> table = std::make_shared<actors::in_flight_table>(
      clock, actors::in_flight_table::callbacks{
                 [this](const attempt_reference& which, const outcome& how, bool) {
                   ended[which.key.str()] = how.is;
                 },
                 [](const attempt_reference&) {},
                 [this](const attempt_reference& which, const outcome& how) {
                   questions[which.key.str()] = how.is;
                 }});
  std::shared_ptr<open_calls> far = std::make_shared<open_calls>();
  std::shared_ptr<actors::adapter_handles> handles = std::make_shared<actors::adapter_handles>(1);
  const dsl::operation operation;
  actors::adapter_surroundings_ptr around;
  by_hand config;
  caf::actor_system system{config};
  caf::actor supervisor;
};

} // namespace

TEST_CASE(
    "when an adapter crashes, what had left is unknown, and what waits leaves by the next one",
    "[actor][E8.4]") {
  adapter_rig rig;
  rig.call("before");
  rig.work();
  rig.call("breaks");
  rig.call("behind");
  rig.call("asked", call_request::kind::question);
  rig.work();
  CHECK(rig.ended == std::map<std::string, outcome::kind>{{"before", outcome::kind::unknown},
                                                          {"breaks", outcome::kind::refused}});
  CHECK(rig.far->sent == std::vector<std::string>{"before", "behind", "asked"});
  rig.call("after");
  rig.work();
  CHECK(rig.far->sent.back() == "after");

  SECTION("an answer that comes after all is heard") {
    rig.far->answers.at("before")(plain_outcome(outcome::kind::ok, "late"), true);
    CHECK(rig.ended.at("before") == outcome::kind::ok);
  }
}

TEST_CASE("a question that breaks its adapter is answered as unknown", "[actor][E5.6]") {
  adapter_rig rig;
  rig.call("breaks", call_request::kind::question);
  rig.work();
  CHECK(rig.questions.at("breaks") == outcome::kind::unknown);
  CHECK(rig.ended.empty());
}

} // namespace gantry::tests
