#include "tests/simulation/course.hpp"

namespace gantry::simulation {

namespace {

constexpr std::size_t jobs_most = 7;
constexpr std::size_t jobs_in_a_rush = 20;

using kind = tests::far_behaviour::kind;

} // namespace

void course::new_jobs() {
  if (jobs_.size() >= (rush_ ? jobs_in_a_rush : jobs_most))
    return;
  const auto from = jobs_.size();
  const auto many = 1 + draw_.below(rush_ ? 3 : 2);
  for (std::uint64_t i = 0; i < many; ++i) {
    const bool urgent = rush_ ? jobs_.size() > 2 : draw_.one_in(4);
    jobs_.push_back({"J-" + std::to_string(jobs_.size()), urgent, {}});
  }
  if (disk_.is_off())
    return; // whoever wants to hand in tries again later
  if (draw_.one_in(3))
    return hand_in_list(from, many);
  for (std::size_t i = from; i < jobs_.size(); ++i)
    hand_in(jobs_[i]);
}

void course::hand_in(job& which) {
  if (draw_.one_in(2) || !which.asked)
    which.asked = rig_.hand_in(which.number, "10.00", which.urgent,
                               draw_.one_in(2) ? "key of " + which.number : "");
}

void course::hand_in_list(std::size_t from, std::size_t many) {
  std::string body;
  for (std::size_t i = from; i < from + many; ++i)
    body += (body.empty() ? "[" : ",") + job_text(jobs_[i].number, jobs_[i].urgent);
  lists_.push_back({body + "]", {}});
  lists_.back().asked = rig_.hand_in_document("jobs", lists_.back().body);
}

/// Whoever was not answered, or not with a yes, sends again.
void course::hand_in_again() {
  for (auto& each : jobs_)
    each.asked = rig_.hand_in(each.number, "10.00", each.urgent);
  for (auto& each : lists_)
    if (!each.asked || !*each.asked || !**each.asked)
      each.asked = rig_.hand_in_document("jobs", each.body);
}

void course::note_promises() {
  for (const auto& each : jobs_)
    if (each.asked && *each.asked && **each.asked)
      promised_.insert((**each.asked)->order.id);
}

void course::announce(const job& which) {
  (void)rig_.announce(which.number, "A-" + which.number, "wms.arrived");
  if (draw_.one_in(3))
    (void)rig_.announce(which.number, "C-" + which.number, "wms.changed");
}

tests::far_behaviour course::behaviour(const engine::far_request& what) {
  tests::far_behaviour how;
  how.after = draw_.up_to(milliseconds(80));
  if (rush_ && what.contract == "tms" && what.effect == dsl::effect_class::once)
    how.after = seconds(5) + draw_.up_to(seconds(3));
  if (!bad_)
    return how;
  if (nobody_to_ask_ && what.operation.starts_with("find")) {
    how.is = kind::refuses;
    return how;
  }
  const auto dice = draw_.below(100);
  if (dice < 7)
    how.is = kind::refuses;
  else if (dice < 13)
    how.is = kind::loses_call;
  else if (dice < 21) {
    how.is = kind::loses_answer;
    how.effect_after = draw_.up_to(milliseconds(1'900)); // below what the contract promises
  } else if (dice < 25)
    how.is = kind::falls_silent;
  else if (dice < 26)
    how.is = kind::crashes;
  else if (dice < 29 && what.operation == "make") {
    how.is = kind::errs;
    how.error = "blocked";
  } else if (dice < 30)
    how.is = kind::violates;
  if (how.is != kind::answers)
    count(tests::name_of(how.is));
  how.twice = what.effect == dsl::effect_class::once && draw_.one_in(10);
  return how;
}

} // namespace gantry::simulation
