#include "dsl/base/json.hpp"
#include "engine/calls/calls.hpp"
#include "engine/verbs/verbs.hpp"

namespace gantry::engine {
namespace {

/// A `once` call is looked for by its finder; an idempotent one is sent again under its key (E5.8).
bool is_idempotent(const decision& d, const call_state& call) {
  return d.state.operation_of(call).effect == dsl::effect_class::idempotent;
}

} // namespace

void verb_verify(decision& d, const command& c, const hold_opened& hold) {
  auto& call = must_find_call(d.state, hold.key);
  if (is_idempotent(d, call)) {
    if (d.state.control != "active")
      return answer_refused(d, c,
                            {errc::illegal_verb,
                             "verifying " + call.node + " sends its request again, and " +
                                 name_of(d.state) + " is " + d.state.control,
                             "resume the order first",
                             {}});
    answer_done(d, c, hold.hold);
    d.close_hold(hold.hold, "verify");
    judge(d, call);
    return;
  }
  if (!d.state.operation_of(call).verify)
    return answer_refused(d, c,
                          {errc::illegal_verb,
                           call.node + " has no finder that could be asked",
                           "adopt its document, or declare it absent",
                           {}});
  answer_done(d, c, hold.hold);
  d.clear_timer(call.verify);
  ask_finder_now(d, call);
}

void verb_declare_absent(decision& d, const command& c, const hold_opened& hold) {
  auto& call = must_find_call(d.state, hold.key);
  if (may_take_effect(call))
    return answer_refused(d, c,
                          {errc::illegal_verb,
                           "an attempt of " + call.node + " may still take effect",
                           "wait until it has settled",
                           {}});
  answer_done(d, c, hold.hold);
  const auto found = call.found;
  doubt_verified decided;
  decided.key = call.key;
  decided.asked_for = call.latest();
  decided.verdict = "declared_absent";
  decided.node = call.node;
  decided.undo = call.undo;
  d.note(decided);
  end_doubt(d, call, "declare-absent");
  d.close_hold(hold.hold, "declare-absent"); // of a call whose `on unknown` block runs
  report_found(d, call, found, "it was declared absent, and had been found");
  judge(d, must_find_call(d.state, hold.key));
}

} // namespace gantry::engine
