#include "engine/flow/flow.hpp"

namespace gantry::engine {
namespace {

/// While an arm `before S` of a handler runs, the main path does not pass S.
bool is_kept_open(const decision& d, std::uint32_t stage) {
  for (const auto& branch : d.state.branches) {
    if (!branch.open || branch.handler == dsl::no_index)
      continue;
    const auto& arms = d.program.handlers[branch.handler].arms;
    if (branch.arm < arms.size() && arms[branch.arm].before_stage == stage)
      return true;
  }
  return false;
}

} // namespace

void run_stage(stepper& s) {
  const auto stage = s.statement().index;
  if (is_kept_open(s.d, stage)) {
    s.settle_position();
    s.stop();
    return;
  }
  s.d.note(stage_passed{stage});
  s.go(s.at + 1);
}

} // namespace gantry::engine
