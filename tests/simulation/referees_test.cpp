#include "tests/simulation/referee_cases.hpp"

/// The referees of the simulation, one broken rule at a time: what they say, and that they are
/// silent next to it.
namespace gantry::simulation {
namespace {

using engine::fact;
using rule = void (*)(const seen_order&, const fact&, const say_wrong&);

std::string said_by(rule looks, const seen_order& order, const fact& what) {
  std::string said;
  looks(order, what, [&](const std::string& sentence) {
    if (said.empty())
      said = sentence;
  });
  return said;
}

fact sent(engine::attempt_number attempt, const std::string& key = "K") {
  return engine::attempt_sent{key, attempt, "made", false};
}

fact phase(const std::string& name) {
  return engine::phase_changed{name, {}, {}};
}

fact ended(const std::string& how) {
  engine::call_ended what;
  what.key = "K";
  what.how = how;
  what.node = "made";
  return what;
}

} // namespace

TEST_CASE("the referee of sending sees what must not be sent", "[unit]") {
  auto order = order_with(once_call());
  auto& call = order.calls["K"];
  CHECK(said_by(look_at_sending, order, sent(1)) == "");
  CHECK(has(said_by(look_at_sending, order, sent(2)), "follows attempt 0"));
  CHECK(has(said_by(look_at_sending, order, sent(1, "L")), "belongs to no call"));
  order.control = "pausing";
  CHECK(has(said_by(look_at_sending, order, sent(1)), "I5"));
  order.control = "active";
  order.cancel = true;
  CHECK(has(said_by(look_at_sending, order, sent(1)), "being cancelled"));
  order.cancel = false;
  order.phase = "completed";
  CHECK(has(said_by(look_at_sending, order, sent(1)), "after the order was completed"));
  order.phase = "running";
  call.attempts = {attempt(1, "sent")};
  CHECK(has(said_by(look_at_sending, order, sent(2)), "another one is under way"));
  call.attempts = {attempt(1, "unknown", true)};
  CHECK(has(said_by(look_at_sending, order, sent(2)), "I2"));
  call.attempts = {attempt(1, "absent")};
  CHECK(said_by(look_at_sending, order, sent(2)) == "");
  call.ended = "ok";
  CHECK(has(said_by(look_at_sending, order, sent(2)), "after the call ended ok"));
}

TEST_CASE("the referee of sending lets the undo of a second document follow the order's end",
          "[unit]") {
  auto order = order_with(once_call());
  order.phase = "completed";
  order.calls["K"].undo = true;
  order.calls["K"].undoes = "done";
  CHECK(has(said_by(look_at_sending, order, sent(1)), "after the order was completed"));
  order.incidents[1] = {"done", "made", "B", {}};
  CHECK(said_by(look_at_sending, order, sent(1)) == "");
}

TEST_CASE("the referee of sending lets a doubt of an idempotent call be asked again", "[unit]") {
  auto order = order_with(once_call());
  auto& call = order.calls["K"];
  call.effect = dsl::effect_class::idempotent;
  call.attempts = {attempt(1, "unknown")};
  order.cancel = true;
  CHECK(said_by(look_at_sending, order, sent(2)) == "");
}

TEST_CASE("the referee of sending sees two revisions at once, and an undo too early", "[unit]") {
  auto order = order_with(once_call());
  order.calls["K"].revision = 2;
  order.calls["old"] = once_call();
  order.calls["old"].attempts = {attempt(1, "unknown")};
  CHECK(has(said_by(look_at_sending, order, sent(1)), "I11"));
  order.calls["old"].attempts[0].settled = true;
  CHECK(said_by(look_at_sending, order, sent(1)) == "");

  auto undoing = order_with(once_call("made"));
  undoing.calls["K"].undo = true;
  undoing.calls["K"].undoes = "done";
  undoing.calls["done"] = once_call();
  undoing.calls["done"].attempts = {attempt(1, "sent")};
  CHECK(has(said_by(look_at_sending, undoing, sent(1)), "E6.1"));
}

TEST_CASE("the referee of calls sees doubts, holds and ends that contradict the answers",
          "[unit]") {
  auto order = order_with(once_call());
  auto& call = order.calls["K"];
  const fact doubt = engine::call_in_doubt{"K", 1, "made", false};
  CHECK(has(said_by(look_at_calls, order, doubt), "I8"));
  call.attempts = {attempt(1, "refused")};
  CHECK(has(said_by(look_at_calls, order, doubt), "every attempt is known"));
  call.attempts = {attempt(1, "unknown")};
  CHECK(said_by(look_at_calls, order, doubt) == "");
  CHECK(has(said_by(look_at_calls, order, ended("ok")), "no attempt did"));
  CHECK(has(said_by(look_at_calls, order, ended("revoked")), "may still take effect"));
  call.attempts = {attempt(1, "ok")};
  CHECK(said_by(look_at_calls, order, ended("ok")) == "");
  CHECK(has(said_by(look_at_calls, order, ended("revoked")), "I12"));

  engine::hold_opened hold;
  hold.hold = 1;
  hold.key = "K";
  hold.node = "made";
  hold.cause = "retries_spent";
  CHECK(has(said_by(look_at_calls, order, hold), "I9"));
  call.attempts = {attempt(1, "refused")};
  CHECK(said_by(look_at_calls, order, hold) == "");

  engine::attempt_result again;
  again.key = "K";
  again.attempt = 1;
  CHECK(has(said_by(look_at_calls, order, again), "was refused already"));
  again.attempt = 2;
  CHECK(has(said_by(look_at_calls, order, again), "answers no attempt"));
}

TEST_CASE("the referee of phases sees a way back, a second end, and what is left behind",
          "[unit]") {
  auto order = order_with(once_call());
  order.calls["K"].ended = "ok";
  CHECK(said_by(look_at_phases, order, phase("completed")) == "");
  order.owed.insert("K");
  CHECK(said_by(look_at_phases, order, phase("completed")) == "");
  CHECK(has(said_by(look_at_phases, order, phase("cancelled")), "I7"));
  order.owed.clear();
  order.calls["K"].ended.clear();
  CHECK(has(said_by(look_at_phases, order, phase("rejected")), "made is open"));
  CHECK(said_by(look_at_phases, order, phase("aborted")) == "");
  order.phase = "compensating";
  CHECK(has(said_by(look_at_phases, order, phase("closing")), "goes back"));
  order.phase = "cancelled";
  CHECK(has(said_by(look_at_phases, order, phase("completed")), "was cancelled and is completed"));
}

TEST_CASE("the referee of phases lets the undo of a second document outlast the order", "[unit]") {
  auto order = order_with(once_call());
  order.calls["K"].undo = true;
  order.calls["K"].undoes = "done";
  order.holds[1] = {"compensation_failed", "K", {}};
  CHECK(has(said_by(look_at_phases, order, phase("completed")), "held: compensation_failed"));
  order.holds.clear();
  CHECK(has(said_by(look_at_phases, order, phase("completed")), "made is open"));
  order.incidents[1] = {"done", "made", "B", {}};
  CHECK(said_by(look_at_phases, order, phase("completed")) == "");
  order.holds[1] = {"compensation_failed", "K", {}};
  CHECK(said_by(look_at_phases, order, phase("completed")) == "");
}

TEST_CASE("the referee of phases sees an undo of what was not done", "[unit]") {
  auto order = order_with(once_call());
  engine::call_made undo;
  undo.key = "U";
  undo.node = "made";
  undo.undo = true;
  undo.undoes = "K";
  order.calls["K"].ended = "business_error";
  CHECK(has(said_by(look_at_phases, order, undo), "I7"));
  order.calls["K"].ended = "adopted";
  CHECK(said_by(look_at_phases, order, undo) == "");
}

TEST_CASE("the referee of findings sees a duplicate without a cause, and an event taken twice",
          "[unit]") {
  auto order = order_with(once_call());
  engine::incident_opened incident;
  incident.key = "K";
  incident.node = "made";
  CHECK(has(said_by(look_at_findings, order, incident), "I10"));
  order.verbs.insert("declare-absent"); // of another call
  CHECK(has(said_by(look_at_findings, order, incident), "I10"));
  order.calls["K"].attempts = {attempt(1, "absent")};
  CHECK(has(said_by(look_at_findings, order, incident), "I10"));
  order.calls["K"].attempts[0].declared = true;
  CHECK(said_by(look_at_findings, order, incident) == "");
  order.calls["K"].attempts.clear();
  order.made_twice.insert("L");
  CHECK(has(said_by(look_at_findings, order, incident), "I10"));
  order.made_twice.insert("K");
  CHECK(said_by(look_at_findings, order, incident) == "");
  order.made_twice.clear();
  order.verbs.insert("abort");
  CHECK(said_by(look_at_findings, order, incident) == "");
  engine::event_consumed event;
  event.inbox = 7;
  CHECK(said_by(look_at_findings, order, event) == "");
  order.consumed.insert(7);
  CHECK(has(said_by(look_at_findings, order, event), "twice"));
}

TEST_CASE("the referee of the index compares it with the records", "[unit]") {
  auto order = order_with(once_call());
  const auto said = [&] {
    std::string all;
    look_at_index(order, [&](const std::string& sentence) { all += sentence + "\n"; });
    return all;
  };
  CHECK(said() == "");
  order.holds[1] = {"in_doubt", "K", {}};
  CHECK(has(said(), "`held` of order J-1 is `no` in the index and `yes`"));
  order.row.held = "in_doubt";
  CHECK(has(said(), "the status of order J-1 is `running`"));
  order.row.status = "held";
  CHECK(said() == "");
  order.row.priority = 90;
  CHECK(has(said(), "priority"));
}

TEST_CASE("the referee of standstill sees an order that nothing moves", "[unit]") {
  seen_order order;
  order.key = "J-1";
  const auto said = [&] {
    std::string all;
    look_at_standstill(order, [&](const std::string& sentence) { all = sentence; });
    return all;
  };
  CHECK(has(said(), "I4"));
  order.waits.insert(1);
  CHECK(said() == "");
  order.waits.clear();
  order.phase = "completed";
  CHECK(said() == "");
}

TEST_CASE("the referee of backups sees what is missing, what never was, and two moments in one",
          "[unit]") {
  const std::vector<seen_record> durable{{1, 10}, {2, 20}, {1, 11}, {3, 30}, {2, 21}};
  backup_span when{2, 4};
  const auto said = [&](const std::vector<seen_record>& kept) {
    std::string all;
    look_at_backup(durable, kept, when, [&](const std::string& sentence) { all += sentence; });
    return all;
  };
  CHECK(said({{1, 10}, {2, 20}}) == "");
  CHECK(said({{1, 10}, {1, 11}, {2, 20}, {3, 30}}) == "");
  CHECK(has(said({{1, 10}}), "and 2 were durable when it began"));
  CHECK(has(said({{1, 10}, {1, 11}, {2, 20}, {2, 21}, {3, 30}}), "4 were durable when it ended"));
  CHECK(has(said({{1, 10}, {2, 20}, {3, 30}}), "order 3, which was not durable then"));
  CHECK(has(said({{1, 10}, {2, 20}, {3, 30}}), "1 records of order 1, and not the 2"));
  CHECK(has(said({{1, 10}, {1, 11}, {3, 30}, {3, 31}}), "nothing of order 2"));
  CHECK(has(said({{1, 10}, {2, 99}}), "order 2, and not the 1"));
}

} // namespace gantry::simulation
