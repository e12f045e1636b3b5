#pragma once

#include "engine/decision.hpp"

/// What people do to orders (docs/effects.md E7). One function a verb, each in a file of its own.
namespace gantry::engine {

/// Finds the verb, the hold that it means, and answers.
void on_command(decision& d, const command& c);

/// A verb was done, or raced with the order and is politely ignored.
void answer_done(decision& d, const command& c, hold_id hold = 0);
void answer_ignored(decision& d, const command& c, std::string why);
void answer_refused(decision& d, const command& c, error problem);

void verb_pause(decision& d, const command& c);
void verb_resume(decision& d, const command& c);
void verb_cancel(decision& d, const command& c);
void verb_abort(decision& d, const command& c);
void verb_priority(decision& d, const command& c);
void verb_note(decision& d, const command& c);
void verb_assign(decision& d, const command& c);

// On holds; legal there already.
void verb_retry(decision& d, const command& c, const hold_opened& hold);
void verb_release(decision& d, const command& c, const hold_opened& hold);
void verb_verify(decision& d, const command& c, const hold_opened& hold);
void verb_adopt(decision& d, const command& c, const hold_opened& hold);
void verb_declare_absent(decision& d, const command& c, const hold_opened& hold);
void verb_edit(decision& d, const command& c, const hold_opened& hold);
void verb_done(decision& d, const command& c, const hold_opened& hold);

// On incidents: `argument` names the incident.
void verb_acknowledge(decision& d, const command& c);
void verb_compensate_second(decision& d, const command& c);

/// Makes the statement again that a held branch stands for.
void re_arm(decision& d, std::uint32_t branch);
/// The newest call that is not an undo of the step `node`; none was made: nothing.
[[nodiscard]] call_state* latest_call_of(decision& d, const std::string& node);
/// The statement that a held branch stands for: the step or wait whose block it is in, else its
/// own.
[[nodiscard]] dsl::address statement_of(const branch_state& branch);

} // namespace gantry::engine
