#include "engine/ending/ending.hpp"
#include "engine/verbs/verbs.hpp"

namespace gantry::engine {

void verb_cancel(decision& d, const command& c) {
  if (d.state.finished())
    return answer_ignored(d, c, "already " + d.state.phase);
  if (d.state.cancel)
    return answer_ignored(d, c, "is being cancelled already");
  if (const auto* stage = d.state.final_stage(); stage != nullptr)
    return answer_refused(
        d, c,
        {errc::illegal_verb,
         "`cancel` on " + name_of(d.state) + ": the final stage `" + stage->name + "` has passed",
         "what follows it cannot be taken back; `abort` ends the order as it is",
         {}});
  answer_done(d, c);
  begin_cancel(d, c.reason, "operator");
}

void verb_abort(decision& d, const command& c) {
  if (d.state.finished())
    return answer_ignored(d, c, "already " + d.state.phase);
  answer_done(d, c);
  abort_order(d, c.reason);
}

} // namespace gantry::engine
