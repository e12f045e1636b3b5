#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

using payload = decltype(engine::event::what);
using outcome_kind = engine::outcome::kind;

struct situation {
  const char* name;
  std::function<order_driver()> make;
};

order_driver begun(const char* flow = makes_and_waits) {
  order_driver order(flow);
  order.start();
  return order;
}

order_driver doubting() {
  auto order = begun();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  return order;
}

order_driver answered() {
  auto order = begun();
  order.ok("made", one_document);
  return order;
}

const std::vector<situation>& situations() {
  static const std::vector<situation> all{
      {"not created", [] { return order_driver(makes_and_waits); }},
      {"scheduled",
       [] {
         order_driver order(makes_and_waits);
         order.grant_permits(false);
         order.start();
         return order;
       }},
      {"sent", [] { return begun(); }},
      {"retry due",
       [] {
         auto order = begun();
         order.refused("made");
         return order;
       }},
      {"settling",
       [] {
         auto order = begun();
         order.unknown("made");
         return order;
       }},
      {"in doubt", [] { return doubting(); }},
      {"held in doubt",
       [] {
         auto order = doubting();
         order.finder_unreachable("made");
         order.fire(timer_purpose::give_up, "made");
         return order;
       }},
      {"held over a conflict",
       [] {
         auto order = doubting();
         order.found("made", found_two);
         return order;
       }},
      {"waiting", [] { return answered(); }},
      {"past its deadline",
       [] {
         auto order = answered();
         order.fire(timer_purpose::deadline);
         return order;
       }},
      {"in its unknown block",
       [] {
         auto order = begun(blind_one);
         order.unknown("made");
         order.fire(timer_purpose::settle, "made");
         return order;
       }},
      {"pausing",
       [] {
         auto order = begun();
         order.command("pause");
         return order;
       }},
      {"paused",
       [] {
         auto order = answered();
         order.command("pause");
         return order;
       }},
      {"closing",
       [] {
         auto order = begun();
         order.command("cancel");
         return order;
       }},
      {"compensating",
       [] {
         auto order = answered();
         order.command("cancel");
         return order;
       }},
      {"compensation failed",
       [] {
         auto order = answered();
         order.command("cancel");
         order.business_error("made/undo", "too_late");
         return order;
       }},
      {"completed",
       [] {
         auto order = answered();
         order.arrives("far.arrived", R"({"id":"J-1","count":1})");
         return order;
       }},
      {"aborted and watching",
       [] {
         auto order = begun();
         order.unknown("made");
         order.command("abort");
         return order;
       }},
      {"poisoned", [] {
         auto order = doubting();
         order.feed(engine::poisoned{"a broken invariant"});
         return order;
       }}};
  return all;
}

engine::outcome outcome_of(const order_driver& order, outcome_kind is, const engine::call_key& key,
                           bool finder) {
  engine::outcome how;
  how.is = is;
  if (is == outcome_kind::business_error)
    how.error_name = "gone";
  const auto* call = order.state().find_call(key);
  if (is != outcome_kind::ok || call == nullptr)
    return how;
  const auto& operation = order.state().operation_of(*call);
  if (finder && operation.verify)
    how.result =
        read_value(found_one, order.program().operations[operation.verify->finder].returns);
  else if (!finder && operation.returns)
    how.result = read_value(one_document, operation.returns);
  return how;
}

/// Every kind of event, with what the order knows and with what it never heard of.
std::vector<payload> all_events(const order_driver& order) {
  std::vector<engine::call_key> keys{"NEVER-MADE"};
  for (const auto& call : order.state().calls)
    keys.push_back(call.key);
  std::vector<payload> all{engine::taken_up{}, engine::poisoned{"a broken invariant"}};
  for (const auto& key : keys) {
    all.push_back(engine::permit_offered{key});
    for (const auto is : {outcome_kind::ok, outcome_kind::business_error, outcome_kind::refused,
                          outcome_kind::unknown, outcome_kind::contract_violation}) {
      for (const engine::attempt_number attempt : {0U, 1U, 2U, 99U})
        all.push_back(engine::attempt_ended{key, attempt, outcome_of(order, is, key, false), true});
      for (const engine::attempt_number attempt : {0U, 1U, 99U})
        all.push_back(engine::finder_answered{key, attempt, outcome_of(order, is, key, true)});
    }
  }
  for (engine::timer_id timer = 0; timer <= order.state().timers_ever + 1; ++timer)
    all.push_back(engine::timer_due{timer, order.now()});
  for (const char* type : {"far.arrived", "far.told", "far.never_declared"}) {
    engine::event_arrived e;
    e.inbox = 1000 + all.size();
    e.source = "outside";
    e.id = type;
    e.type = type;
    for (const auto& declared : order.program().events)
      if (declared.full_name() == type)
        e.data =
            read_value(declared.name == "arrived" ? R"({"id":"J-1","count":1})" : R"({"id":"J-1"})",
                       declared.as_record);
    all.push_back(e);
  }
  for (const char* verb : {"pause", "resume", "cancel", "abort", "priority", "note", "assign",
                           "retry", "edit", "adopt", "verify", "declare-absent", "done", "release",
                           "acknowledge", "compensate-second", "?"})
    for (const engine::hold_id hold : {0U, 1U, 77U})
      for (const char* argument : {"null", R"({"document":{"number":"M-1","amount":"10.00"}})",
                                   R"({"arguments":{}})", "[]", "7"}) {
        engine::command c;
        c.verb = verb;
        c.hold = hold;
        c.reason = "because";
        c.argument = read_value(argument);
        all.push_back(c);
      }
  return all;
}

} // namespace

TEST_CASE("every event in every state is a transition or ignored with a reason, never a defect",
          "[unit][E8.4]") {
  for (const auto& situation : situations()) {
    const auto events = all_events(situation.make());
    for (std::size_t i = 0; i < events.size(); ++i) {
      auto order = situation.make();
      const auto verdict = order.feed(events[i]);
      INFO(situation.name << ", event " << i << " of kind " << events[i].index() << ": "
                          << verdict.why);
      REQUIRE(verdict.is != engine::verdict::kind::defect);
      if (verdict.is == engine::verdict::kind::ignored)
        REQUIRE_FALSE(verdict.why.empty());
      if (const auto* command = std::get_if<engine::command>(&events[i]);
          command != nullptr && order.state().created)
        REQUIRE(order.new_effects<engine::reply>().size() == 1);
    }
  }
}

TEST_CASE("the same event twice changes nothing the second time", "[unit][E8.4][E8.3]") {
  auto order = begun();
  const auto key = order.call("made").key;
  const engine::attempt_ended answer{key, 1, outcome_of(order, outcome_kind::ok, key, false), true};
  order.feed(answer);
  const auto before = state_text(order.state());
  const auto again = order.feed(answer);
  CHECK(again.is == engine::verdict::kind::ignored);
  CHECK(state_text(order.state()) == before);
  CHECK(order.new_effects<engine::forget_attempt>().size() == 1); // the table may let it go
}

TEST_CASE("an event that is delivered twice is kept once", "[unit][E8.4]") {
  auto order = begun();
  engine::event_arrived e;
  e.inbox = 7;
  e.source = "outside";
  e.id = "E-1";
  e.type = "far.arrived";
  e.data = read_value(R"({"id":"J-1","count":1})", order.program().events[0].as_record);
  order.feed(e);
  CHECK(order.state().kept.size() == 1);
  CHECK(order.feed(e).is == engine::verdict::kind::ignored);
  CHECK(order.state().kept.size() == 1);
}
