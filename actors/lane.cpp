#include "actors/lane.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace gantry::actors {

namespace {

constexpr double ns_per_s = 1e9;

} // namespace

lane::lane(options how, alarm_clock& clock, std::function<timestamp()> wall_clock, callbacks to)
    : how_(std::move(how)), clock_(clock), wall_clock_(std::move(wall_clock)), to_(std::move(to)) {
  for (const auto& each : how_.adapters) {
    slot made;
    made.how = each;
    made.filled_ns = clock_.now_ns();
    slots_.push_back(made);
  }
}

lane::~lane() {
  if (alarm_ != 0)
    clock_.cancel(alarm_);
}

std::optional<std::size_t> lane::free_slot_locked(std::int64_t now_ns) {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const auto which = (next_slot_ + i) % slots_.size();
    auto& s = slots_[which];
    if (s.used >= s.how.max_in_flight)
      continue;
    if (s.how.rate_per_s > 0) {
      const auto gained = static_cast<double>(now_ns - s.filled_ns) / ns_per_s * s.how.rate_per_s;
      s.tokens = std::min(std::max(1.0, s.how.rate_per_s / 10), s.tokens + gained);
      s.filled_ns = now_ns;
      if (s.tokens < 1)
        continue;
    }
    return which;
  }
  return std::nullopt;
}

void lane::take_locked(std::size_t which) {
  auto& s = slots_[which];
  ++s.used;
  if (s.how.rate_per_s > 0)
    s.tokens -= 1;
  next_slot_ = (which + 1) % slots_.size();
}

void lane::set_stage_locked(permit& given, stage next) {
  if (given.at == stage::offered && next != stage::offered)
    offers_.erase(given.offered);
  given.at = next;
}

void lane::free_locked(const permit& given, bool was_sent) {
  if (given.at == stage::offered)
    offers_.erase(given.offered);
  auto& s = slots_[given.slot];
  --s.used;
  if (!was_sent && s.how.rate_per_s > 0)
    s.tokens += 1;
}

bool lane::someone_due_locked() const {
  return !ready_.empty() || (!later_.empty() && later_.begin()->first.first <= wall_clock_().ns);
}

bool lane::nobody_waits_locked() const {
  return closed_ || (queued_.empty() && offers_.empty() && !store_has_more_);
}

bool lane::claim(const call_reference& who) {
  std::lock_guard guard(lock_);
  if (closed_)
    return false;
  const auto held = permits_.find(who);
  if (held != permits_.end()) {
    set_stage_locked(held->second, stage::claimed);
    remove_locked(who);
    return true;
  }
  // Whoever waits goes first, otherwise a busy lane would starve its queue.
  if (someone_due_locked())
    return false;
  const auto free = free_slot_locked(clock_.now_ns());
  if (!free)
    return false;
  take_locked(*free);
  permits_.emplace(who, permit{stage::claimed, *free});
  remove_locked(who);
  return true;
}

std::size_t lane::enter(const call_reference& who) {
  std::lock_guard guard(lock_);
  const auto [held, is_new] = permits_.try_emplace(who);
  if (is_new) {
    // Sent without a claim: counted all the same, so that others wait until there is room.
    held->second.slot = next_slot_;
    take_locked(next_slot_);
  }
  set_stage_locked(held->second, stage::in_flight);
  return slots_[held->second.slot].how.index;
}

bool lane::give_back(const call_reference& who) {
  {
    std::lock_guard guard(lock_);
    const auto held = permits_.find(who);
    if (held == permits_.end())
      return false;
    const bool was_offered = held->second.at == stage::offered;
    free_locked(held->second, held->second.at == stage::in_flight);
    permits_.erase(held);
    if (const auto known = queued_.find(who); was_offered && known != queued_.end())
      ready_.emplace(known->second.first, who); // it waits on, in its place
    if (closed_ && idle_locked())
      idle_.notify_all();
    if (nobody_waits_locked())
      return true;
  }
  pump();
  return true;
}

void lane::give_back_claims(persistence::instance_number owner) {
  bool freed = false;
  {
    std::lock_guard guard(lock_);
    for (auto held = permits_.begin(); held != permits_.end();) {
      if (held->first.instance == owner && held->second.at == stage::claimed) {
        free_locked(held->second, false);
        held = permits_.erase(held);
        freed = true;
      } else {
        ++held;
      }
    }
    if (closed_ && idle_locked())
      idle_.notify_all();
  }
  if (freed)
    pump();
}

void lane::decline(const call_reference& who) {
  {
    std::lock_guard guard(lock_);
    const auto held = permits_.find(who);
    if (held == permits_.end() || held->second.at != stage::offered)
      return;
    free_locked(held->second, false);
    permits_.erase(held);
    remove_locked(who);
  }
  pump();
}

void lane::insert_locked(const persistence::lane_row& call) {
  insert_locked(call, persistence::turn_of(call, how_.wait_per_priority));
}

void lane::insert_locked(const persistence::lane_row& call, std::int64_t turn_ns) {
  const call_reference who{call.instance, call.call_key};
  remove_locked(who);
  const place where{turn_ns, call.due.ns, ++age_};
  if (ready_.size() + later_.size() >= how_.queue_max) {
    store_has_more_ = true; // whoever has no place is durable there and comes back by a refill
    if (ready_.empty() || ready_.rbegin()->first < where)
      return;
    queued_.erase(ready_.rbegin()->second);
    ready_.erase(std::prev(ready_.end()));
  }
  const bool is_later = call.due.ns > wall_clock_().ns;
  if (is_later)
    later_.emplace(std::pair{call.due.ns, age_}, early{call, turn_ns});
  else
    ready_.emplace(where, who);
  queued_.emplace(who, std::pair{where, is_later});
}

void lane::remove_locked(const call_reference& who) {
  if (queued_.empty())
    return;
  const auto known = queued_.find(who);
  if (known == queued_.end())
    return;
  const auto& [where, is_later] = known->second;
  if (is_later)
    later_.erase({where.due_ns, where.age});
  else
    ready_.erase(where);
  queued_.erase(known);
}

void lane::join(const persistence::lane_row& call) {
  {
    std::lock_guard guard(lock_);
    const call_reference who{call.instance, call.call_key};
    const auto held = permits_.find(who);
    const auto known = queued_.find(who);
    // Whoever has an offer does not wait for another one; should it miss it, it has its new turn.
    if (held != permits_.end() && held->second.at == stage::offered && known != queued_.end())
      known->second.first.turn_ns = persistence::turn_of(call, how_.wait_per_priority);
    else
      insert_locked(call);
  }
  pump();
}

void lane::leave(const call_reference& who) {
  {
    std::lock_guard guard(lock_);
    remove_locked(who);
  }
  decline(who);
}

void lane::refill(const std::vector<persistence::lane_row>& calls, bool that_is_all) {
  {
    std::lock_guard guard(lock_);
    refilling_ = false;
    store_has_more_ = !that_is_all;
    for (const auto& call : calls) {
      const call_reference who{call.instance, call.call_key};
      if (!queued_.contains(who) && !permits_.contains(who))
        insert_locked(call);
    }
  }
  pump();
}

void lane::close() {
  std::lock_guard guard(lock_);
  closed_ = true;
}

bool lane::wait_idle(duration timeout) {
  std::unique_lock guard(lock_);
  return idle_.wait_for(guard, std::chrono::nanoseconds(timeout.ns),
                        [this] { return idle_locked(); });
}

std::size_t lane::waiting() const {
  std::lock_guard guard(lock_);
  return ready_.size() + later_.size() + offers_.size();
}

bool lane::is_full() const {
  std::lock_guard guard(lock_);
  return is_full_locked();
}

bool lane::is_full_locked() const {
  return store_has_more_ || queued_.size() >= how_.queue_max;
}

bool lane::has_place_for(int priority, timestamp due) const {
  persistence::lane_row call;
  call.priority = priority;
  call.due = due;
  const auto turn_ns = persistence::turn_of(call, how_.wait_per_priority);
  std::lock_guard guard(lock_);
  return !is_full_locked() || (!ready_.empty() && turn_ns < ready_.rbegin()->first.turn_ns);
}

std::vector<lane::load> lane::loads() const {
  std::lock_guard guard(lock_);
  std::vector<load> all;
  for (const auto& s : slots_)
    all.push_back({s.how.index, s.used});
  return all;
}

void lane::take_back_late_offers_locked(std::int64_t now_ns) {
  while (!offers_.empty() && offers_.begin()->first.first <= now_ns) {
    const auto who = offers_.begin()->second;
    const auto held = permits_.find(who);
    free_locked(held->second, false); // takes the offer away
    permits_.erase(held);
    put_behind_locked(who);
  }
}

void lane::offer_locked(const call_reference& who, std::size_t from, std::int64_t now_ns) {
  take_locked(from);
  const offer made{now_ns + how_.offer_valid.ns, ++last_offer_};
  permits_.emplace(who, permit{stage::offered, from, made});
  offers_.emplace(made, who);
}

/// An order that cannot answer its offers must not keep those behind it from theirs. It keeps its
/// turn for the next look.
void lane::put_behind_locked(const call_reference& who) {
  const auto known = queued_.find(who);
  if (known == queued_.end())
    return;
  const auto turn_ns = known->second.first.turn_ns;
  persistence::lane_row again;
  again.instance = who.instance;
  again.call_key = who.key.str();
  again.contract = how_.contract;
  again.due = wall_clock_() + how_.offer_valid;
  insert_locked(again, turn_ns);
}

void lane::pump() {
  std::vector<call_reference> offered;
  bool wants_refill = false;
  {
    std::lock_guard guard(lock_);
    if (nobody_waits_locked())
      return;
    const auto now_ns = clock_.now_ns();
    const auto now = wall_clock_();
    while (!later_.empty() && later_.begin()->first.first <= now.ns) {
      const auto due = later_.begin()->second;
      insert_locked(due.call, due.turn_ns); // it moves to those that are ready
    }
    take_back_late_offers_locked(now_ns);
    bool rate_limited = false;
    while (!ready_.empty()) {
      const auto free = free_slot_locked(now_ns);
      if (!free) {
        rate_limited = std::any_of(slots_.begin(), slots_.end(),
                                   [](const slot& s) { return s.used < s.how.max_in_flight; });
        break;
      }
      const auto who = ready_.begin()->second;
      ready_.erase(ready_.begin()); // `queued_` knows it until it takes or declines
      offer_locked(who, *free, now_ns);
      offered.push_back(who);
    }
    wants_refill = store_has_more_ && !refilling_ &&
                   ready_.size() + later_.size() < std::max<std::size_t>(1, how_.queue_max / 2);
    if (wants_refill)
      refilling_ = true;
    arm_locked(now_ns, rate_limited);
  }
  for (const auto& who : offered)
    to_.offer(who);
  if (wants_refill)
    to_.refill();
}

void lane::arm_locked(std::int64_t now_ns, bool rate_limited) {
  auto next = std::numeric_limits<std::int64_t>::max();
  if (!later_.empty())
    next = std::min(next, now_ns + later_.begin()->first.first - wall_clock_().ns);
  if (!offers_.empty())
    next = std::min(next, offers_.begin()->first.first);
  if (rate_limited)
    for (const auto& s : slots_)
      if (s.how.rate_per_s > 0 && s.used < s.how.max_in_flight)
        next = std::min(
            next,
            now_ns + static_cast<std::int64_t>((1 - s.tokens) * ns_per_s / s.how.rate_per_s) + 1);
  if (next == std::numeric_limits<std::int64_t>::max() || (alarm_ != 0 && alarm_ns_ <= next))
    return;
  if (alarm_ != 0)
    clock_.cancel(alarm_);
  alarm_ns_ = next;
  alarm_ = clock_.at(next, [this] {
    {
      std::lock_guard guard(lock_);
      alarm_ = 0;
    }
    pump();
  });
}

} // namespace gantry::actors
