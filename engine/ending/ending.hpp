#pragma once

#include "engine/decision.hpp"

/// How orders end before or after their time: cancel, compensation, abort (docs/effects.md E6).
namespace gantry::engine {

/// `reject`, `cancel`, or an operator's cancel. Acts at once, or on resume.
void begin_cancel(decision& d, std::string reason, std::string kind);
/// Takes a cancelled order further: awaits answers, resolves doubts, compensates, ends.
void pursue_cancel(decision& d);
void undo_succeeded(decision& d, const call_state& undo);
/// The open incident whose second document a call undoes, or null.
[[nodiscard]] const incident_state* incident_of(const decision& d, const call_state& undo);
/// What the undo under a key is for, whether or not its call could be made.
struct undo_purpose {
  const incident_state* incident = nullptr; ///< open, whose second document it undoes, or null
  const owed_state* owed = nullptr;         ///< the compensation that the order owes, or null
};
[[nodiscard]] undo_purpose purpose_of_undo(const decision& d, const hold_opened& held);
/// Compensation failed: the order is held and cannot be cancelled away.
void undo_failed(decision& d, const call_state& undo, const std::string& why);
/// A person did the compensation of a failed undo by hand.
void undo_done_by_hand(decision& d, const call_state& undo);
/// Ends without undoing: everything open is left behind and watched (E6.5).
void abort_order(decision& d, const std::string& reason);
void finish_order(decision& d, std::string phase, std::string reason, value output);
/// `pausing` becomes `paused` when no attempt is under way.
void settle_pause(decision& d);

} // namespace gantry::engine
