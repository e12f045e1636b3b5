#include "engine/apply.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

/// Where a live timer is known by its purpose.
timer_id* place_of(instance_state& s, const timer_set& t) {
  switch (t.purpose) {
  case timer_purpose::deadline: return &must_find_branch(s, t.branch).deadline;
  case timer_purpose::statement: return &must_find_branch(s, t.branch).statement;
  case timer_purpose::retry: return &must_find_call(s, t.key).retry;
  case timer_purpose::verify: return &must_find_call(s, t.key).verify;
  case timer_purpose::give_up: return &must_find_call(s, t.key).give_up;
  case timer_purpose::watch: return &must_find_call(s, t.key).watch;
  case timer_purpose::sweep: return &must_find_call(s, t.key).sweep;
  case timer_purpose::settle: break;
  }
  return nullptr;
}

} // namespace

void bind_slot(instance_state& s, std::uint32_t slot, value what) {
  if (slot >= s.slots.size())
    broken("slot " + std::to_string(slot) + " is not in the definition");
  s.slots[slot] = std::move(what);
  ++s.slot_versions[slot];
  s.slot_texts[slot].reset();
  s.slot_digests[slot].clear();
}

void fold(instance_state& s, const value_bound& f, timestamp) {
  bind_slot(s, f.slot, f.what);
}

// An unbound slot keeps counting versions, so that no reference is ever given to another value.
void fold(instance_state& s, const value_unbound& f, timestamp) {
  bind_slot(s, f.slot, value{});
}

void fold(instance_state& s, const branch_moved& f, timestamp) {
  auto& branch = must_find_branch(s, f.branch);
  branch.at = f.at;
  branch.block = f.block;
  // Only an `on unknown` block is entered with the call still open.
  if (f.block == dsl::no_address || branch.call.empty())
    return;
  branch.left_call = branch.call;
  branch.call.clear();
  must_find_call(s, branch.left_call).left_to_block = true;
}

void fold(instance_state& s, const branch_opened& f, timestamp) {
  std::erase_if(s.branches, [](const branch_state& b) { return !b.open && b.id != 0; });
  const auto& handler = s.program().handlers.at(f.handler);
  branch_state branch;
  branch.id = f.branch;
  branch.handler = f.handler;
  branch.arm = f.arm;
  branch.inbox = f.inbox;
  branch.event = f.event;
  branch.at = f.arm < handler.arms.size() ? handler.arms[f.arm].block : dsl::no_address;
  s.branches.push_back(std::move(branch));
  s.branches_ever = std::max(s.branches_ever, f.branch + 1);
}

void fold(instance_state& s, const branch_closed& f, timestamp) {
  must_find_branch(s, f.branch).open = false;
}

void fold(instance_state& s, const stage_passed& f, timestamp at) {
  auto& stage = s.stages.at(f.stage);
  if (stage.passed)
    return;
  stage = {true, at};
  s.last_stage = f.stage;
  // A final stage discharges what compensation is owed before it.
  if (s.program().stages[f.stage].final)
    s.owed.clear();
}

void fold(instance_state& s, const timer_set& f, timestamp at) {
  s.timers.push_back({f, at, false});
  s.timers_ever = std::max(s.timers_ever, f.timer);
  if (auto* place = place_of(s, f); place != nullptr)
    *place = f.timer;
}

void fold(instance_state& s, const timer_cleared& f, timestamp) {
  auto* timer = s.find_timer(f.timer);
  if (timer == nullptr)
    broken("timer " + std::to_string(f.timer) + " is cleared twice");
  if (f.kept) {
    timer->elapsed = true;
    return;
  }
  const auto what = timer->what;
  std::erase_if(s.timers, [&](const timer_state& t) { return t.what.timer == f.timer; });
  const bool of_branch =
      what.purpose == timer_purpose::deadline || what.purpose == timer_purpose::statement;
  if (of_branch && s.find_branch(what.branch) == nullptr)
    return;
  if (auto* place = place_of(s, what); place != nullptr && *place == f.timer)
    *place = 0;
  if (what.purpose == timer_purpose::give_up)
    must_find_call(s, what.key).given_up = true;
}

void fold(instance_state& s, const wait_opened& f, timestamp) {
  s.waits.push_back(f);
  s.waits_ever = std::max(s.waits_ever, f.wait);
  if (!f.handler)
    must_find_branch(s, f.branch).wait = f.wait;
}

void fold(instance_state& s, const wait_closed& f, timestamp at) {
  const auto* wait = s.find_wait(f.wait);
  if (wait == nullptr)
    broken("wait " + std::to_string(f.wait) + " is closed twice");
  if (!wait->handler) {
    auto& branch = must_find_branch(s, wait->branch);
    branch.wait = 0;
    branch.until.reset(); // it was for this wait
    s.set_out_at = at;
  }
  std::erase_if(s.waits, [&](const wait_opened& w) { return w.wait == f.wait; });
}

void fold(instance_state& s, const event_consumed& f, timestamp) {
  const auto place = std::lower_bound(s.consumed.begin(), s.consumed.end(), f.inbox);
  if (place == s.consumed.end() || *place != f.inbox)
    s.consumed.insert(place, f.inbox);
  if (f.became == "kept")
    s.kept.push_back(f);
}

void fold(instance_state& s, const event_taken& f, timestamp) {
  std::erase_if(s.kept, [&](const event_consumed& e) { return e.inbox == f.inbox; });
}

void fold(instance_state& s, const deadline_passed& f, timestamp) {
  auto& branch = must_find_branch(s, f.branch);
  branch.until.reset();
  if (auto* call = s.find_call(branch.call); call != nullptr)
    call->deadline_passed = true;
}

} // namespace gantry::engine
