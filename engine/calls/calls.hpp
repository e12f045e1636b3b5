#pragma once

#include "engine/arguments.hpp"
#include "engine/decision.hpp"

#include <string>

/// The life of a call (docs/effects.md E2 to E5), in the order in which it happens.
namespace gantry::engine {

// ---- made (make_call.cpp) ----
/// The step at which the branch stands: arguments frozen, key derived, sent if there is a permit.
void make_step_call(decision& d, std::uint32_t branch, dsl::address at);
/// The same with arguments that a person gave, under the next revision (E3.5).
void make_edited_call(decision& d, const call_state& as_made, const frozen_arguments& edited);
/// The undo of a call that ended ok (E6.1), or of a second document of it (E7.5).
void make_undo_call(decision& d, const call_state& undone, const value* second_document);
/// The key under which a call, or a second document of it, is undone.
struct undo_key {
  call_key key;
  std::uint32_t revision = 1;
  const call_state* latest = nullptr; ///< made under this key before, or null
  const call_state* spent = nullptr;  ///< under the key before it, ended in a business error
};
[[nodiscard]] undo_key key_of_undo(const decision& d, const call_state& undone,
                                   const value* second_document);

// ---- sent (send.cpp) ----
/// Whether a further attempt is wanted and allowed: not paused, cancelled, late or given up.
[[nodiscard]] bool wants_effect(const decision& d, const call_state& call);
/// Sends the next attempt if a permit can be claimed, else joins the lane's queue (E2.2).
void send_or_queue(decision& d, call_state& call);
void on_permit_offered(decision& d, const permit_offered& e);
void leave_queue(decision& d, call_state& call);
/// The order's priority has changed: its calls take their new places, with what they have waited.
void queue_again(decision& d);

// ---- found again (take_up.cpp) ----
/// After a start of the engine, or back in memory: what lived only there is made again.
void take_up(decision& d);

// ---- answered (answer.cpp) ----
void on_attempt_ended(decision& d, const attempt_ended& e);
/// Decides what comes next for an open call, from what is known of its attempts alone. Safe to call
/// at any time.
void judge(decision& d, call_state& call);
/// A call's `on unknown` block ends otherwise. An answer that came meanwhile, while nothing could
/// be done, is the answer all the same, so that what it made is taken back when the order is
/// cancelled.
void end_left_call(decision& d, call_state& call, const std::string& how, std::string detail);

// ---- in doubt (doubt.cpp, finder.cpp) ----
/// Settles, then asks the finder, of a `once` call with an attempt of unknown outcome.
void pursue_doubt(decision& d, call_state& call);
/// Asks the finder, unless a question is under way or due.
void ask_finder_now(decision& d, call_state& call);
void on_finder_answered(decision& d, const finder_answered& e);
/// Neither answer nor finder has decided within `within`.
void give_up_verification(decision& d, call_state& call);
/// The timers and the hold of a doubt that is resolved.
void end_doubt(decision& d, call_state& call, const std::string& by);

// ---- ended (end_call.cpp, outcome_*.cpp) ----
/// A clause of its step cannot be evaluated: the call is held with the sentence (E7.2).
void hold_call_for_error(decision& d, const call_state& call, const error& e);
/// Records the end; attempts that may still take effect are watched (E4.5).
void end_call(decision& d, call_state& call, const std::string& how, value result,
              std::string detail, attempt_number attempt);
/// ok, adopted or typed: owed compensation is noted and the branch goes on.
void end_with_result(decision& d, call_state& call, const std::string& how, value result,
                     std::string detail, attempt_number attempt);
void end_with_business_error(decision& d, call_state& call, const attempt_state& decisive);
/// Known not done, and nothing more will be tried.
void end_refused(decision& d, call_state& call);
/// Known not done, and not wanted any more.
void revoke(decision& d, call_state& call, std::string why);

// ---- afterwards (watch.cpp, incident.cpp) ----
/// An answer after the end of its call (E4.5, E4.6).
void on_late_answer(decision& d, call_state& call, attempt_state& attempt);
/// Takes the watches of a closed call further.
void pursue_watches(decision& d, call_state& call);
/// Asks the finder about a closed call, and again if no answer comes.
void ask_after_end(decision& d, call_state& call);
/// No answer has come to a question about a closed call.
void look_again(decision& d, call_state& call);
/// What a finder says about a closed call: watches end, sweeps go on (E5.9).
void on_finding_after_end(decision& d, call_state& call, const finder_answered& e);
/// Opens a `duplicate_effect` for a document that is not the call's own, once a document.
void report_duplicate(decision& d, const call_state& call, const value& document, std::string why);
/// The same for each of several.
void report_found(decision& d, const call_state& call, const value::list_type& documents,
                  const std::string& why);
/// What was a second document has become the call's own: nobody is to undo it as a second one.
void close_incidents_of_own(decision& d, const call_state& call);
[[nodiscard]] bool same_document(const decision& d, const call_state& call, const value& a,
                                 const value& b);

} // namespace gantry::engine
