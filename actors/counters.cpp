#include "actors/counters.hpp"

namespace gantry::actors {

void counters::count(const std::vector<engine::fact>& facts) {
  for (const auto& fact : facts)
    std::visit(overloaded{
                   [this](const engine::order_created&) { ++created_; },
                   [this](const engine::phase_changed& f) { count_end(f); },
                   [this](const engine::attempt_sent&) { ++sent_; },
                   [this](const engine::attempt_result& f) { count_attempt(f); },
                   [this](const engine::call_ended& f) { count_call_end(f); },
                   [this](const engine::call_in_doubt&) { ++doubts_; },
                   [this](const engine::doubt_verified& f) { count_verdict(f); },
                   [this](const engine::incident_opened&) { ++duplicates_; },
                   [](const auto&) {},
               },
               fact);
}

void counters::count_end(const engine::phase_changed& f) {
  if (f.phase == "completed")
    ++completed_;
  else if (f.phase == "rejected")
    ++rejected_;
  else if (f.phase == "cancelled")
    ++cancelled_;
  else if (f.phase == "aborted")
    ++aborted_;
}

void counters::count_attempt(const engine::attempt_result& f) {
  if (f.how.is == engine::outcome::kind::refused)
    ++refused_;
  else if (f.how.is == engine::outcome::kind::unknown)
    ++unknown_;
}

void counters::count_call_end(const engine::call_ended& f) {
  if (f.how == "ok" || f.how == "adopted" || f.how == "typed" || f.how == "by_hand")
    ++steps_;
}

void counters::count_verdict(const engine::doubt_verified& f) {
  if (f.verdict == "adopted") {
    ++found_;
    ++prevented_; // sent again, it would have been there twice
  } else if (f.verdict == "absent") {
    ++absent_;
  } else if (f.verdict == "adopted_by_hand" || f.verdict == "declared_absent") {
    ++by_person_;
  }
}

void counters::note_doubt(persistence::instance_number order, bool in_doubt, timestamp now) {
  std::lock_guard guard(doubt_lock_);
  if (in_doubt) {
    in_doubt_since_.try_emplace(order, now);
    return;
  }
  const auto known = in_doubt_since_.find(order);
  if (known == in_doubt_since_.end())
    return;
  doubt_seconds_ += static_cast<double>((now - known->second).ns) / 1e9;
  in_doubt_since_.erase(known);
}

void counters::fill(statistics& into) const {
  into.orders_created = created_;
  into.orders_completed = completed_;
  into.orders_rejected = rejected_;
  into.orders_cancelled = cancelled_;
  into.orders_aborted = aborted_;
  into.steps_ended = steps_;
  into.attempts_sent = sent_;
  into.attempts_refused = refused_;
  into.attempts_unknown = unknown_;
  into.doubts_opened = doubts_;
  into.doubts_found = found_;
  into.doubts_absent = absent_;
  into.doubts_by_person = by_person_;
  into.duplicates_prevented = prevented_;
  into.duplicates_found = duplicates_;
  into.defects = defects;
  into.restarts = restarts;
  into.events_received = events_received;
  into.events_duplicate = events_duplicate;
  into.documents_received = documents_received;
  into.documents_with_errors = documents_with_errors;
  into.document_orders_taken = document_orders_taken;
  into.document_orders_duplicate = document_orders_duplicate;
  into.document_orders_refused = document_orders_refused;
  into.document_orders_conflict = document_orders_conflict;
  into.document_orders_test = document_orders_test;
  into.orders_in_memory = orders_in_memory;
  std::lock_guard guard(doubt_lock_);
  into.in_doubt_now = static_cast<std::int64_t>(in_doubt_since_.size());
  into.doubt_seconds_sum = doubt_seconds_;
}

} // namespace gantry::actors
