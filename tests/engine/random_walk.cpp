#include "tests/engine/random_walk.hpp"

#include <algorithm>
#include <stdexcept>

namespace gantry::tests {

random_walk::random_walk(dsl::program_ptr flow, std::uint64_t seed)
    : dice_(seed), order_(std::move(flow)), world_(order_, dice_) {
  order_.start();
  world_.carry_out();
  check();
}

void random_walk::note(const std::string& what) {
  trace_ += what + '\n';
}

void random_walk::step() {
  order_.grant_permits(pick(4) != 0);
  if (pick(50) == 0)
    order_.pass(seconds(static_cast<std::int64_t>(pick(5000))));
  world_.pass_until(order_.now());
  if (!act(static_cast<unsigned>(pick(100))))
    return;
  if (pick(25) == 0) {
    die();
    return;
  }
  world_.carry_out();
  check();
}

bool random_walk::act(unsigned roll) {
  if (roll < 30) {
    note("an attempt ends");
    return world_.end_attempt(false);
  }
  if (roll < 45) {
    note("a finder answers");
    return world_.answer_finder(false);
  }
  if (roll < 62)
    return fire_timer();
  if (roll < 70) {
    note("an answer comes again");
    return world_.answer_again();
  }
  if (roll < 78) {
    note("a lane has room");
    return world_.offer_permit();
  }
  if (roll < 84)
    return outside_event();
  if (roll < 94)
    return verb_on_hold(false);
  return press_a_button();
}

bool random_walk::fire_timer() {
  const engine::timer_set* next = nullptr;
  for (const auto& timer : order_.state().timers)
    if (!timer.elapsed && (next == nullptr || timer.what.due < next->due))
      next = &timer.what;
  if (next == nullptr)
    return false;
  note("timer of purpose " + std::to_string(static_cast<int>(next->purpose)));
  world_.pass_until(std::max(next->due, order_.now()));
  order_.fire_next();
  return true;
}

/// At an instant that matters: the record is durable or not, its effects have left or not.
bool random_walk::die() {
  switch (pick(3)) {
  case 0:
    note("killed before the commit");
    world_.kill();
    order_.crash_before_commit();
    break;
  case 1:
    note("killed after the commit, before anything left");
    world_.carry_out(true);
    world_.kill();
    order_.restart();
    break;
  default:
    note("the order's actor dies");
    world_.carry_out();
    world_.forget_questions();
    order_.restart();
  }
  world_.carry_out();
  check();
  return true;
}

bool random_walk::outside_event() {
  const bool told = pick(2) == 0;
  note(told ? "told" : "arrived");
  order_.arrives(told ? "far.told" : "far.arrived",
                 told ? R"({"id":"J-1"})" : R"({"id":"J-1","count":1})");
  return true;
}

void random_walk::command(const std::string& verb, const std::string& argument,
                          engine::hold_id hold) {
  note(verb + (hold == 0 ? "" : " hold " + std::to_string(hold)) + ' ' + argument);
  order_.command(verb, argument, hold);
}

bool random_walk::press_a_button() {
  switch (pick(12)) {
  case 0: command("cancel"); return true;
  case 1:
    if (pick(4) != 0)
      return false;
    command("abort");
    return true;
  case 2:
    note("poisoned");
    order_.feed(engine::poisoned{"a broken invariant"});
    return true;
  case 3:
  case 4:
    for (const auto& incident : order_.state().incidents)
      if (incident.open) {
        command(pick(2) == 0 ? "acknowledge" : "compensate-second",
                R"({"incident":)" + std::to_string(incident.what.incident) + "}");
        return true;
      }
    return false;
  default: command(order_.summary().control == "active" ? "pause" : "resume"); return true;
  }
}

bool random_walk::adopt(const engine::hold_state& hold) {
  const auto* call = order_.state().find_call(hold.what.key);
  if (call == nullptr)
    return false;
  const auto made = world_.documents(call->key);
  const bool in_doubt = hold.what.cause == "in_doubt" || hold.what.cause == "conflicting_document";
  if (in_doubt && made.empty())
    return false; // a careful person adopts what is there
  command("adopt",
          R"({"document":)" +
              document_json(order_.state().operation_of(*call), made.empty() ? "T-1" : made[0]) +
              "}",
          hold.what.hold);
  return true;
}

bool random_walk::declare_absent(const engine::hold_state& hold) {
  if (!world_.documents(hold.what.key).empty() || world_.may_take_effect(hold.what.key))
    return false;
  command("declare-absent", "null", hold.what.hold);
  return true;
}

bool random_walk::verb_on_hold(bool in_peace) {
  const auto& holds = order_.state().holds;
  if (holds.empty())
    return false;
  const auto hold = in_peace ? holds.front() : holds[pick(holds.size())];
  const auto& cause = hold.what.cause;
  const auto number = hold.what.hold;
  if (cause == "in_doubt" || cause == "conflicting_document") {
    if (adopt(hold) || (pick(2) == 0 && declare_absent(hold)))
      return true;
    command("verify", "null", number);
    return true;
  }
  if (cause == "poisoned") {
    command("retry", "null", number);
    return true;
  }
  if (cause == "compensation_failed") {
    command(pick(3) == 0 ? "done" : "retry", "null", number);
    return true;
  }
  if (!in_peace && pick(4) == 0) {
    command("edit", R"({"arguments":{"text":"edited"}})", number);
    return true;
  }
  if (pick(4) == 0 && adopt(hold))
    return true;
  if (cause == "retries_spent")
    command("retry", "null", number);
  else
    command("release", R"({"until":"2036-01-01T00:00:00Z"})", number);
  return true;
}

void random_walk::bring_to_end() {
  constexpr std::size_t rounds_max = 3000;
  note("in peace");
  for (std::size_t round = 0; !order_.summary().finished; ++round) {
    if (round == rounds_max)
      throw std::runtime_error("the order does not come to its end");
    order_.grant_permits(true);
    world_.pass_until(order_.now());
    if (!make_progress(round))
      throw std::runtime_error("the order is stuck: nothing is left that could move it");
    world_.carry_out();
    check();
  }
}

/// What a patient world does next; a timer moves on only when nothing else does.
bool random_walk::make_progress(std::size_t round) {
  if (order_.summary().control != "active" &&
      order_.holds() != std::vector<std::string>{"poisoned"}) {
    command("resume");
    return true;
  }
  if (world_.end_attempt(true) || world_.answer_finder(true) || world_.offer_permit())
    return true;
  if (round % 3 == 0 && verb_on_hold(true))
    return true;
  if (round % 5 == 0 && order_.state().phase == "running")
    return outside_event();
  return fire_timer() || verb_on_hold(true) ||
         (order_.state().phase == "running" && outside_event());
}

void random_walk::look_on() {
  constexpr std::size_t rounds_max = 3000;
  note("afterwards");
  for (std::size_t round = 0;; ++round) {
    if (round == rounds_max)
      throw std::runtime_error("the watches of the order do not come to their end");
    order_.grant_permits(true);
    world_.pass_until(order_.now());
    if (!world_.end_attempt(true) && !world_.answer_finder(true) && !world_.offer_permit() &&
        !verb_on_hold(true) && !fire_timer())
      break;
    world_.carry_out();
    check();
  }
  if (order_.summary().watching)
    throw std::runtime_error("the order still watches, and nothing is left that could wake it");
  for (const auto& call : order_.state().calls)
    check_documents(call);
}

/// Each is the call's own, or an incident names it.
void random_walk::check_documents(const engine::call_state& call) const {
  const auto& operation = order_.state().operation_of(call);
  if (operation.effect != dsl::effect_class::once || !operation.verify)
    return;
  for (const auto& id : world_.documents(call.key)) {
    const auto document = read_value(document_json(operation, id), operation.returns);
    const auto& incidents = order_.state().incidents;
    const bool known = call.result == document ||
                       std::any_of(incidents.begin(), incidents.end(), [&](const auto& incident) {
                         return incident.what.key == call.key && incident.what.other == document;
                       });
    if (!known)
      throw std::runtime_error("the engine does not know of " + id + " under " + call.key + " of " +
                               call.node);
  }
}

void random_walk::check() {
  const auto& s = order_.state();
  if (const auto twice = world_.doubled(); !twice.empty())
    for (const auto& key : twice)
      if (const auto* call = s.find_call(key);
          call != nullptr && s.operation_of(*call).effect == dsl::effect_class::once)
        throw std::runtime_error("`once` took effect twice under " + key + " of " + call->node);
  for (const auto& hold : s.holds) {
    const auto number = hold.what.hold;
    const bool stands = hold.what.cause == "poisoned" || hold.what.cause == "compensation_failed" ||
                        std::any_of(s.calls.begin(), s.calls.end(),
                                    [&](const auto& call) { return call.hold == number; }) ||
                        std::any_of(s.branches.begin(), s.branches.end(),
                                    [&](const auto& branch) { return branch.hold == number; });
    if (!stands)
      throw std::runtime_error("hold " + std::to_string(number) + " holds nothing");
  }
  if (!s.finished())
    return;
  for (const auto& call : s.calls)
    if (call.open() && !call.undo)
      throw std::runtime_error("the order has ended, and its call of " + call.node + " has not");
  if (s.phase != "aborted" && s.phase != "completed" && !s.owed.empty())
    throw std::runtime_error("the order has ended, and owes the compensation of " +
                             s.owed.back().node);
}

} // namespace gantry::tests
