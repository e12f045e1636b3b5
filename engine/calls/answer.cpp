#include "engine/calls/calls.hpp"
#include "engine/calls/policy.hpp"
#include "engine/flow/flow.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

using effect_class = dsl::effect_class;

const attempt_state* first_with(const call_state& call, attempt_known what) {
  for (const auto& a : call.attempts)
    if (a.is == what)
      return &a;
  return nullptr;
}

std::string evidence_of(const call_state& call) {
  if (call.attempts.empty())
    return "nothing was sent";
  const auto& last = call.attempts.back();
  return "attempt " + std::to_string(last.number) + ": " + last.how.detail;
}

bool doubtful(const hold_state& hold) {
  return hold.what.cause == "in_doubt" || hold.what.cause == "conflicting_document";
}

/// A business error that no other attempt can contradict (E4.2): the others are known not to have
/// happened, or were settled before the attempt that it answers was sent. A read has no effect that
/// an attempt without an answer could have had, so its error is an answer like any other.
const attempt_state* decisive_error(const decision& d, const call_state& call) {
  if (is_read(d.state.operation_of(call)))
    return first_with(call, attempt_known::business_error);
  const bool idempotent = d.state.operation_of(call).effect == effect_class::idempotent;
  for (const auto& a : call.attempts) {
    if (a.is != attempt_known::business_error)
      continue;
    const bool alone =
        std::none_of(call.attempts.begin(), call.attempts.end(), [&](const attempt_state& other) {
          if (&other == &a || other.is == attempt_known::sent)
            return other.is == attempt_known::sent;
          if (other.is != attempt_known::unknown)
            return false;
          return !(idempotent && a.clean && other.number < a.number && other.settled);
        });
    if (alone)
      return &a;
  }
  return nullptr;
}

/// Whether the policy, or a person, allows one more attempt.
result<bool> may_try_again(const decision& d, const call_state& call) {
  const auto made = static_cast<std::uint32_t>(call.attempts.size());
  if (made < call.granted)
    return true;
  const auto retries = retries_of(d, call);
  if (!retries)
    return tl::unexpected(retries.error());
  return made - call.budget_from <= *retries;
}

void wait_for_retry(decision& d, call_state& call) {
  if (call.retry != 0 || call.in_lane)
    return;
  const auto made = static_cast<std::uint32_t>(call.attempts.size());
  if (made < call.granted) {
    send_or_queue(d, call);
    return;
  }
  const auto delay = delay_of(d, d.state.step_of(call).retry, made - call.budget_from);
  if (!delay) {
    hold_call_for_error(d, call, delay.error());
    return;
  }
  const auto& how = call.attempts.back().how;
  const auto wait = std::max(
      *delay, how.is == outcome::kind::refused ? milliseconds(how.retry_after_ms) : duration{});
  d.set_timer(timer_purpose::retry, d.now + wait, call.key, call.branch);
}

/// Retries are spent (E5.8, E7.4).
void spend(decision& d, call_state& call) {
  if (has(call, attempt_known::unknown) && !is_read(d.state.operation_of(call))) {
    for (const auto& a : call.attempts) // once they have settled, a person can declare it absent
      if (a.is == attempt_known::unknown && !a.settled)
        set_settle_timer(d, call, a.number);
    if (call.hold == 0)
      d.hold(call.branch, "in_doubt", call.node, call.key,
             "the retries are spent and whether it was done is not known; " + evidence_of(call));
    return;
  }
  end_refused(d, call);
}

/// No attempt is under way or doubtful: one more, or the end.
void next_attempt(decision& d, call_state& call) {
  const bool in_doubt = has(call, attempt_known::unknown) && !is_read(d.state.operation_of(call));
  if (!wants_effect(d, call)) {
    if (d.state.control != "active" || d.state.poisoned)
      return; // resume judges again
    if (!in_doubt) {
      revoke(d, call, call.deadline_passed ? "the deadline has passed" : "the order is cancelled");
      return;
    }
  }
  if (call.attempts.empty()) {
    send_or_queue(d, call);
    return;
  }
  const auto again = may_try_again(d, call);
  if (!again)
    hold_call_for_error(d, call, again.error());
  else if (*again)
    wait_for_retry(d, call);
  else
    spend(d, call);
}

/// E4.2, idempotent: the others are brought to a known end by settling and sending once more.
bool settles_before_error(decision& d, call_state& call) {
  if (d.state.operation_of(call).effect != effect_class::idempotent)
    return false;
  if (first_with(call, attempt_known::business_error) == nullptr)
    return false;
  if (const auto again = may_try_again(d, call); !again || !*again)
    return false;
  bool waits = false;
  for (const auto& a : call.attempts)
    if (a.is == attempt_known::unknown && !a.settled) {
      set_settle_timer(d, call, a.number);
      waits = true;
    }
  if (waits)
    return true;
  // Everything is settled, yet no answer is younger than that: the same request decides. Where that
  // was tried without an answer, the policy says how often more.
  if (call.attempts.back().is != attempt_known::business_error)
    return false;
  if (call.retry == 0 && !call.in_lane)
    send_or_queue(d, call);
  return true;
}

} // namespace

void end_left_call(decision& d, call_state& call, const std::string& how, std::string detail) {
  if (const auto* ok = first_with(call, attempt_known::ok); ok != nullptr)
    end_with_result(d, call, "ok", ok->how.result, {}, ok->number);
  else
    end_call(d, call, how, {}, std::move(detail), 0);
}

void judge(decision& d, call_state& call) {
  if (!call.open() || d.state.poisoned)
    return;
  if (const auto* ok = first_with(call, attempt_known::ok); ok != nullptr) {
    if (call.left_to_block) {
      take_up_left_call(d, call);
      return;
    }
    end_with_result(d, call, "ok", ok->how.result, {}, ok->number);
    return;
  }
  if (call.left_to_block || has(call, attempt_known::sent))
    return;
  // What decides goes before every hold, also before spent retries (E4.2).
  if (const auto* error = decisive_error(d, call); error != nullptr) {
    end_with_business_error(d, call, *error);
    return;
  }
  const auto* held = call.hold == 0 ? nullptr : d.state.find_hold(call.hold);
  if (held != nullptr && !doubtful(*held)) {
    if ((d.state.cancel || call.deadline_passed) && !call.undo && d.state.control == "active" &&
        !has(call, attempt_known::unknown))
      revoke(d, call, d.state.cancel ? "the order is cancelled" : "the deadline has passed");
    return;
  }
  const bool is_once = d.state.operation_of(call).effect == effect_class::once;
  if (is_once && has(call, attempt_known::unknown)) {
    pursue_doubt(d, call);
    return;
  }
  if (held != nullptr) {
    if (has(call, attempt_known::unknown))
      return; // a person's `verify` sends it again
    d.close_hold(call.hold, "answer");
  }
  if (settles_before_error(d, call))
    return;
  const bool violated = !call.attempts.empty() &&
                        call.attempts.back().is == attempt_known::violation &&
                        call.attempts.size() >= call.granted;
  // A compensation is tried again by its policy, and held as failed when that is spent.
  if (violated && !call.undo && !d.state.cancel && !call.deadline_passed) {
    d.hold(call.branch, "contract_violation", call.node, call.key, evidence_of(call));
    return;
  }
  next_attempt(d, call);
}

void on_attempt_ended(decision& d, const attempt_ended& e) {
  d.release(forget_attempt{e.key, e.attempt});
  auto* call = d.state.find_call(e.key);
  if (call == nullptr || e.attempt == 0 || e.attempt > call->attempts.size()) {
    d.ignored = "no attempt " + std::to_string(e.attempt) + " of a call " + e.key + " was recorded";
    return;
  }
  auto& attempt = call->attempts[e.attempt - 1];
  const bool says_something = e.how.is != outcome::kind::unknown;
  const bool awaited = attempt.is == attempt_known::sent;
  const bool was_lost = attempt.is == attempt_known::unknown || attempt.is == attempt_known::absent;
  if (!awaited && !(was_lost && says_something)) {
    d.ignored = "attempt " + std::to_string(e.attempt) + " of " + call->node + " had ended before";
    return;
  }
  attempt_result result{call->key, e.attempt, e.how, !call->open(), call->node, call->undo};
  if (!call->open()) {
    d.note(std::move(result));
    on_late_answer(d, *call, call->attempts[e.attempt - 1]);
    return;
  }
  d.note(std::move(result));
  // A late answer, whatever it says, settles the doubt of its attempt (E4.4).
  if (was_lost && !call->left_to_block && !has(*call, attempt_known::unknown))
    end_doubt(d, *call, "answer");
  judge(d, *call);
}

} // namespace gantry::engine
