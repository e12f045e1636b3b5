#include "engine/instance_state.hpp"

#include <algorithm>

namespace gantry::engine {

instance::instance(dsl::program_ptr definition) : state_(std::make_unique<instance_state>()) {
  state_->definition = std::move(definition);
  const auto& p = *state_->definition;
  state_->slots.resize(p.slots.size());
  state_->slot_versions.resize(p.slots.size());
  state_->slot_texts.resize(p.slots.size());
  state_->slot_digests.resize(p.slots.size());
  state_->stages.resize(p.stages.size());
}
instance::instance(instance&&) noexcept = default;
instance& instance::operator=(instance&&) noexcept = default;
instance::~instance() = default;

const dsl::program& instance::definition() const {
  return *state_->definition;
}
instance_state& instance::state() {
  return *state_;
}
const instance_state& instance::state() const {
  return *state_;
}

bool has(const call_state& call, attempt_known what) {
  return std::any_of(call.attempts.begin(), call.attempts.end(),
                     [what](const attempt_state& a) { return a.is == what; });
}

bool may_take_effect(const call_state& call) {
  return std::any_of(call.attempts.begin(), call.attempts.end(), [](const attempt_state& a) {
    return a.is == attempt_known::sent || (a.is == attempt_known::unknown && !a.settled);
  });
}

call_phase phase_of(const call_state& call) {
  if (!call.open())
    return call_phase::closed;
  if (has(call, attempt_known::sent))
    return call_phase::sent;
  if (call.hold != 0)
    return call_phase::held;
  if (call.in_doubt)
    return call_phase::doubt;
  return call.retry != 0 ? call_phase::retry_due : call_phase::scheduled;
}

call_state* instance_state::find_call(std::string_view key) {
  const auto found = std::find_if(calls.rbegin(), calls.rend(),
                                  [key](const call_state& c) { return c.key == key; });
  return found == calls.rend() ? nullptr : &*found;
}

const call_state* instance_state::find_call(std::string_view key) const {
  const auto found = std::find_if(calls.rbegin(), calls.rend(),
                                  [key](const call_state& c) { return c.key == key; });
  return found == calls.rend() ? nullptr : &*found;
}

branch_state* instance_state::find_branch(std::uint32_t id) {
  const auto found = std::find_if(branches.begin(), branches.end(),
                                  [id](const branch_state& b) { return b.id == id; });
  return found == branches.end() ? nullptr : &*found;
}

timer_state* instance_state::find_timer(timer_id id) {
  const auto found = std::find_if(timers.begin(), timers.end(),
                                  [id](const timer_state& t) { return t.what.timer == id; });
  return found == timers.end() ? nullptr : &*found;
}

hold_state* instance_state::find_hold(hold_id id) {
  const auto found = std::find_if(holds.begin(), holds.end(),
                                  [id](const hold_state& h) { return h.what.hold == id; });
  return found == holds.end() ? nullptr : &*found;
}

const wait_opened* instance_state::find_wait(wait_id id) const {
  const auto found =
      std::find_if(waits.begin(), waits.end(), [id](const wait_opened& w) { return w.wait == id; });
  return found == waits.end() ? nullptr : &*found;
}

bool instance_state::finished() const {
  return phase == "completed" || phase == "rejected" || phase == "cancelled" || phase == "aborted";
}

const dsl::stage* instance_state::final_stage() const {
  for (std::size_t i = 0; i < stages.size(); ++i)
    if (stages[i].passed && definition->stages[i].final)
      return &definition->stages[i];
  return nullptr;
}

const dsl::operation& instance_state::operation_of(const call_state& call) const {
  return definition->operations.at(call.operation);
}

const dsl::step& instance_state::step_of(const call_state& call) const {
  return definition->steps.at(call.step);
}

} // namespace gantry::engine
