#include "engine/correlation.hpp"
#include "engine/flow/flow.hpp"

#include <algorithm>
#include <optional>

namespace gantry::engine {
namespace {

const dsl::event_declaration* declaration_of(const dsl::program& p, const std::string& type) {
  for (const auto& event : p.events)
    if (event.full_name() == type)
      return &event;
  return nullptr;
}

bool passes_filter(const decision& d, const wait_opened& wait, const value& data) {
  const auto& where =
      wait.handler ? d.program.handlers[wait.index].where : d.program.waits[wait.index].where;
  const auto slot =
      wait.handler ? d.program.handlers[wait.index].slot : d.program.waits[wait.index].slot;
  if (!where)
    return true;
  auto slots = d.state.slots;
  if (slot != dsl::no_index)
    slots[slot] = data;
  const auto v = where->evaluate(dsl::scope{slots, d.now, {}});
  return v && v->is_bool() && v->as_bool(); // a filter that fails matches nothing
}

bool fits(const decision& d, const wait_opened& wait, const std::string& type,
          const std::string& correlation, const value& data) {
  return wait.event_type == type &&
         std::find(wait.correlations.begin(), wait.correlations.end(), correlation) !=
             wait.correlations.end() &&
         passes_filter(d, wait, data);
}

/// Handlers run one at a time.
bool handler_runs(const instance_state& s) {
  return std::any_of(s.branches.begin(), s.branches.end(),
                     [](const branch_state& b) { return b.open && b.id != 0; });
}

/// The oldest open wait, else the first handler (language.md, `wait`).
std::optional<wait_opened> taker_of(const decision& d, const std::string& type, const value& data) {
  const auto* declared = declaration_of(d.program, type);
  if (declared == nullptr)
    return std::nullopt;
  const auto correlation = correlation_of(*declared, data);
  for (const bool handler : {false, true})
    for (const auto& wait : d.state.waits)
      if (wait.handler == handler && fits(d, wait, type, correlation, data))
        return wait;
  return std::nullopt;
}

void give_to_wait(decision& d, const wait_opened& wait, const value& data) {
  const auto slot = d.program.waits[wait.index].slot;
  auto& branch = must_find_branch(d.state, wait.branch);
  const auto at = branch.at;
  const auto block = branch.block;
  d.note(wait_closed{wait.wait, "matched"});
  d.clear_timer(must_find_branch(d.state, wait.branch).deadline);
  if (slot != dsl::no_index)
    d.note(value_bound{slot, data});
  d.note(branch_moved{wait.branch, at + 1, block});
}

std::uint32_t arm_of(const decision& d, const dsl::handler& handler) {
  for (std::uint32_t arm = 0; arm < handler.arms.size(); ++arm) {
    const auto stage = handler.arms[arm].before_stage;
    if (stage == dsl::no_index || !d.state.stages[stage].passed)
      return arm;
  }
  return static_cast<std::uint32_t>(handler.arms.size());
}

void give_to_handler(decision& d, const wait_opened& wait, std::uint64_t inbox,
                     const std::string& event, const value& data) {
  const auto& handler = d.program.handlers[wait.index];
  for (const auto slot : handler.own_slots)
    if (!d.state.slots[slot].is_none())
      d.note(value_unbound{slot});
  if (handler.slot != dsl::no_index)
    d.note(value_bound{handler.slot, data});
  const auto id = d.state.branches_ever;
  const auto arm = arm_of(d, handler);
  d.note(branch_opened{id, wait.index, arm, inbox, event});
  if (arm == handler.arms.size())
    d.note(branch_closed{id, "done", "no arm applies any more"});
}

bool can_act(const instance_state& s) {
  return s.phase == "running" && s.control == "active" && !s.cancel && !s.poisoned;
}

/// True when the event was taken.
bool give(decision& d, std::uint64_t inbox, const std::string& event, const std::string& type,
          const value& data, bool was_kept, timestamp received_at) {
  const auto taker = taker_of(d, type, data);
  if (!taker || (taker->handler && handler_runs(d.state)))
    return false;
  const std::string became = taker->handler ? "handler" : "wait";
  if (was_kept)
    d.note(event_taken{inbox, became});
  else
    d.note(event_consumed{inbox, event, type, became, {}, {}, received_at});
  if (taker->handler)
    give_to_handler(d, *taker, inbox, event, data);
  else
    give_to_wait(d, *taker, data);
  return true;
}

} // namespace

void on_event_arrived(decision& d, const event_arrived& e) {
  const auto name = e.source + "/" + e.id;
  if (std::binary_search(d.state.consumed.begin(), d.state.consumed.end(), e.inbox)) {
    d.ignored = "the event " + name + " was taken before";
    return;
  }
  if (d.state.finished() || (d.state.cancel && d.state.control == "active") ||
      declaration_of(d.program, e.type) == nullptr) {
    d.note(event_consumed{e.inbox,
                          name,
                          e.type,
                          "ignored",
                          d.state.finished() ? "the order has ended" : "nothing waits for it",
                          {},
                          e.received_at});
    return;
  }
  if (can_act(d.state) && give(d, e.inbox, name, e.type, e.data, false, e.received_at))
    return;
  d.note(event_consumed{e.inbox, name, e.type, "kept", {}, e.data, e.received_at});
}

void take_kept_events(decision& d) {
  if (!can_act(d.state))
    return;
  for (const auto& each : d.state.kept) {
    const auto e = each; // it is gone from the list once it is given
    if (give(d, e.inbox, e.event, e.type, e.data, true, e.received_at))
      return;
  }
}

} // namespace gantry::engine
