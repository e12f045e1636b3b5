#include "engine/calls/calls.hpp"
#include "engine/flow/flow.hpp"

namespace gantry::engine {

void run_call(stepper& s) {
  s.settle_position();
  s.stop();
  make_step_call(s.d, s.branch, s.at);
}

} // namespace gantry::engine
