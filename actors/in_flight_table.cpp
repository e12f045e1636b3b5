#include "actors/in_flight_table.hpp"

#include <chrono>
#include <utility>

namespace gantry::actors {

namespace {

/// So long may a connector take to close a socket that it was told to give up.
constexpr std::int64_t give_up_grace_ns = 1'000'000'000;

engine::outcome unknown_because(std::string why) {
  engine::outcome how;
  how.is = engine::outcome::kind::unknown;
  how.detail = std::move(why);
  return how;
}

} // namespace

in_flight_table::in_flight_table(alarm_clock& clock, callbacks to)
    : clock_(clock), to_(std::move(to)) {}

in_flight_table::~in_flight_table() = default;

void in_flight_table::close() {
  std::unique_lock closing(gate_);
  closed_ = true;
  for (auto& in : parts_) {
    std::lock_guard guard(in.lock);
    if (in.alarm != 0)
      clock_.cancel(in.alarm);
    in.alarm = 0;
  }
}

in_flight_table::part& in_flight_table::part_of(const attempt_reference& which) {
  return parts_[static_cast<std::size_t>(which.instance) % parts_.size()];
}

bool in_flight_table::enter(const attempt_reference& which, std::size_t adapter, duration timeout,
                            bool is_read) {
  std::shared_lock open(gate_);
  if (closed_)
    return false;
  auto& in = part_of(which);
  {
    std::lock_guard guard(in.lock);
    const auto [place, is_new] = in.entries.try_emplace(which);
    if (is_new || (is_read && place->second.at == stage::ended)) {
      auto& e = place->second = {};
      e.adapter = adapter;
      e.timeout = timeout;
      e.deadline = in.due.emplace(clock_.now_ns() + timeout.ns, which);
      ++running_;
      arm_locked(in);
      return true;
    }
    if (place->second.at != stage::ended)
      return false; // the same attempt twice: the first one holds the permit
  }
  to_.permit_free(which);
  return false;
}

bool in_flight_table::may_leave(const attempt_reference& which) {
  {
    auto& in = part_of(which);
    std::lock_guard guard(in.lock);
    const auto place = in.entries.find(which);
    if (place == in.entries.end() || place->second.at == stage::ended)
      return false;
    if (place->second.at != stage::giving_up) {
      place->second.at = stage::under_way;
      return true;
    }
  }
  ended(which, unknown_because("its time was over before it was sent"), false);
  return false;
}

void in_flight_table::under_way(const attempt_reference& which,
                                const std::shared_ptr<engine::far_call>& call) {
  auto& in = part_of(which);
  {
    std::lock_guard guard(in.lock);
    const auto place = in.entries.find(which);
    if (place == in.entries.end() || place->second.at == stage::ended)
      return;
    auto& e = place->second;
    e.call = call;
    if (e.at != stage::giving_up) {
      e.at = stage::under_way;
      return;
    }
  }
  if (call)
    call->abort(); // it was given up before its sender had told which socket it is
}

void in_flight_table::set_ended_locked(part& in, entry& e, engine::outcome how,
                                       bool first_byte_written) {
  in.due.erase(e.deadline);
  e.at = stage::ended;
  e.call.reset();
  e.how = std::move(how);
  e.first_byte_written = first_byte_written;
}

void in_flight_table::ended(const attempt_reference& which, engine::outcome how,
                            bool first_byte_written) {
  using kind = engine::outcome::kind;
  if (how.is == kind::unknown && !first_byte_written) {
    how.is = kind::refused; // no byte left: known not to have happened (E1.3)
  }
  std::shared_lock open(gate_);
  if (closed_)
    return;
  auto& in = part_of(which);
  bool was_running = false;
  {
    std::lock_guard guard(in.lock);
    const auto [place, is_new] = in.entries.try_emplace(which);
    auto& e = place->second;
    if (is_new || e.at == stage::ended) {
      // It was given up before. Only an answer says more than that: ok is decisive (E4.1).
      if (how.is != kind::ok || (!is_new && e.how.is == kind::ok)) {
        if (is_new)
          in.entries.erase(place);
        return;
      }
      e.at = stage::ended;
      e.how = how;
      e.first_byte_written = first_byte_written;
    } else {
      if (e.at == stage::giving_up && how.is == kind::unknown)
        how.detail = "no answer within " + format_duration(e.timeout);
      was_running = true;
      set_ended_locked(in, e, how, first_byte_written);
    }
  }
  if (was_running)
    to_.permit_free(which);
  to_.report(which, how, first_byte_written);
  if (was_running && --running_ == 0) {
    std::lock_guard guard(idle_lock_);
    idle_.notify_all();
  }
}

void in_flight_table::ask(const attempt_reference& which) {
  std::shared_lock open(gate_);
  if (closed_)
    return;
  auto& in = part_of(which);
  engine::outcome how;
  bool first_byte_written = true;
  {
    std::lock_guard guard(in.lock);
    const auto [place, is_new] = in.entries.try_emplace(which);
    auto& e = place->second;
    if (is_new) {
      e.at = stage::ended;
      e.how = unknown_because("the engine died, or gave the order up, with this attempt under way");
      e.first_byte_written = true;
    } else if (e.at != stage::ended) {
      return; // its end will be reported
    }
    e.aside = false;
    how = e.how;
    first_byte_written = e.first_byte_written;
  }
  to_.report(which, how, first_byte_written);
}

void in_flight_table::question_ended(const attempt_reference& asked_for,
                                     const engine::outcome& how) {
  std::shared_lock open(gate_);
  if (!closed_)
    to_.answered(asked_for, how);
}

void in_flight_table::forget(const attempt_reference& which) {
  {
    auto& in = part_of(which);
    std::lock_guard guard(in.lock);
    const auto place = in.entries.find(which);
    if (place == in.entries.end() || place->second.at != stage::ended)
      return;
    in.entries.erase(place);
  }
  if (waits_for_empty_) {
    std::lock_guard guard(idle_lock_);
    idle_.notify_all();
  }
}

void in_flight_table::set_aside(persistence::instance_number order) {
  {
    auto& in = part_of({order, {}, 0});
    std::lock_guard guard(in.lock);
    for (auto& [which, e] : in.entries)
      if (which.instance == order && e.at == stage::ended)
        e.aside = true;
  }
  if (waits_for_empty_) {
    std::lock_guard guard(idle_lock_);
    idle_.notify_all();
  }
}

void in_flight_table::abandon(std::size_t adapter) {
  std::vector<attempt_reference> lost;
  std::vector<std::shared_ptr<engine::far_call>> calls;
  for (auto& in : parts_) {
    std::lock_guard guard(in.lock);
    for (auto& [which, e] : in.entries) {
      if (e.adapter != adapter || e.at == stage::entered || e.at == stage::ended)
        continue;
      lost.push_back(which);
      if (e.call)
        calls.push_back(e.call);
    }
  }
  for (const auto& call : calls)
    call->abort();
  for (const auto& which : lost)
    ended(which, unknown_because("the adapter went down with this attempt under way"), true);
}

std::size_t in_flight_table::size() const {
  std::size_t sum = 0;
  for (const auto& in : parts_) {
    std::lock_guard guard(in.lock);
    sum += in.entries.size();
  }
  return sum;
}

bool in_flight_table::wait_idle(duration timeout) {
  std::unique_lock guard(idle_lock_);
  return idle_.wait_for(guard, std::chrono::nanoseconds(timeout.ns),
                        [this] { return running_.load() == 0; });
}

bool in_flight_table::wait_empty(duration timeout) {
  std::unique_lock guard(idle_lock_);
  waits_for_empty_ = true;
  return idle_.wait_for(guard, std::chrono::nanoseconds(timeout.ns),
                        [this] { return awaited() == 0; });
}

std::size_t in_flight_table::awaited() const {
  std::size_t sum = 0;
  for (const auto& in : parts_) {
    std::lock_guard guard(in.lock);
    for (const auto& [which, e] : in.entries)
      sum += e.aside ? 0 : 1;
  }
  return sum;
}

void in_flight_table::arm_locked(part& in) {
  if (in.due.empty())
    return;
  const auto next = in.due.begin()->first;
  if (in.alarm != 0 && in.alarm_ns <= next)
    return; // an earlier alarm looks again by itself
  if (in.alarm != 0)
    clock_.cancel(in.alarm);
  in.alarm_ns = next;
  in.alarm = clock_.at(next, [this, &in] { ring(in); });
}

void in_flight_table::ring(part& in) {
  std::vector<std::shared_ptr<engine::far_call>> to_abort;
  std::vector<attempt_reference> overdue;
  {
    std::lock_guard guard(in.lock);
    in.alarm = 0;
    const auto now = clock_.now_ns();
    while (!in.due.empty() && in.due.begin()->first <= now) {
      const auto which = in.due.begin()->second;
      auto& e = in.entries.at(which);
      in.due.erase(in.due.begin());
      // Shut down first, reported after: a late write must fail before anyone settles (E2.5).
      e.deadline = in.due.emplace(now + give_up_grace_ns, which);
      if (e.at == stage::giving_up) {
        overdue.push_back(which);
      } else {
        e.at = stage::giving_up;
        if (e.call)
          to_abort.push_back(e.call);
      }
    }
    arm_locked(in);
  }
  for (const auto& call : to_abort)
    call->abort();
  for (const auto& which : overdue)
    ended(which, unknown_because("the connection did not close"), true);
}

} // namespace gantry::actors
