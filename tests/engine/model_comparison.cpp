#include "tests/engine/model_follower.hpp"

namespace gantry::tests {
namespace {

using engine::attempt_known;

char letter(attempt_known is) {
  switch (is) {
  case attempt_known::sent: return 's';
  case attempt_known::ok: return 'o';
  case attempt_known::business_error: return 'b';
  case attempt_known::refused: return 'r';
  case attempt_known::violation: return 'v';
  case attempt_known::unknown: return 'u';
  case attempt_known::absent: return 'A';
  }
  return '?';
}

std::string closed_as(const engine::call_state& call) {
  if (call.ended == "ok" || call.ended == "adopted" || call.ended == "typed")
    return "ok";
  if (call.ended == "business_error")
    return "berr";
  return call.ended == "left_behind" ? "aborted" : "revoked";
}

} // namespace

/// In the model's words.
std::string model_follower::phase_now(const engine::call_state& call) const {
  switch (engine::phase_of(call)) {
  case engine::call_phase::scheduled:
  case engine::call_phase::retry_due: return "sched";
  case engine::call_phase::sent: return "open";
  case engine::call_phase::doubt: return "doubt";
  case engine::call_phase::closed: return closed_as(call);
  case engine::call_phase::held: break;
  }
  for (const auto& hold : order_.state().holds)
    if (hold.what.hold == call.hold)
      return hold.what.cause == "retries_spent"          ? "spent"
             : hold.what.cause == "conflicting_document" ? "confl"
             : hold.what.cause == "in_doubt"             ? "indoubt"
                                                         : hold.what.cause;
  return "held by nothing";
}

void model_follower::compare_attempts(std::vector<std::string>& found) const {
  for (std::size_t i = 0; i < now_.attempts.size(); ++i) {
    const auto* call = call_of(now_.attempts[i].revision);
    const auto n = number_of(now_.attempts, i);
    if (call == nullptr || n > call->attempts.size()) {
      found.push_back("attempt " + std::to_string(i + 1) + " was not sent");
      continue;
    }
    const char is = letter(call->attempts[n - 1].is);
    const char should = now_.attempts[i].known;
    // That a watch was verified says nothing about the attempt in the record.
    const bool watched = !call->open() && should == 'A' && is == 'u';
    if (is != should && !watched)
      found.push_back("attempt " + std::to_string(i + 1) + " is " + is + ", not " + should);
  }
}

void model_follower::compare_end(std::vector<std::string>& found) const {
  const auto& phase = order_.state().phase;
  const auto expected = now_.end == "deadline" ? std::string{"rejected"} : now_.end;
  if (now_.end != "-" && phase != expected)
    found.push_back("the order is " + phase + ", not " + expected);
  if (now_.end == "-" && order_.state().finished())
    found.push_back("the order is " + phase + " too early");
  if (now_.undo != order_.was_made(std::string{"made/undo"}))
    found.push_back(now_.undo ? "the compensation is missing" : "compensated too early");
}

std::vector<std::string> model_follower::differences() const {
  std::vector<std::string> found;
  if (!now_.loaded) // its events are still on their way to the order
    return found;
  compare_attempts(found);
  const auto* call = call_of(now_.revision);
  if (call == nullptr)
    return {"no call of revision " + std::to_string(now_.revision) + " was made"};
  const auto is = phase_now(*call);
  const auto should = now_.phase == "ready" ? std::string{"sched"} : now_.phase;
  // While it is paused nothing is spent: that is judged on resume.
  const bool put_off = now_.paused && is == "sched" && (should == "spent" || should == "indoubt");
  if (is != should && !put_off)
    found.push_back("the call is " + is + ", not " + should);
  if (now_.paused != (order_.state().control != "active") && !order_.state().finished())
    found.push_back("the order is " + order_.state().control);
  if (static_cast<std::int64_t>(order_.state().incidents.size()) != now_.incidents)
    found.push_back(std::to_string(order_.state().incidents.size()) + " incidents, not " +
                    std::to_string(now_.incidents));
  compare_end(found);
  return found;
}

} // namespace gantry::tests
