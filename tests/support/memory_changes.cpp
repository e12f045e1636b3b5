#include "tests/support/memory_tables.hpp"

#include <algorithm>

namespace gantry::test {

using namespace persistence;

namespace {

void clear_timer(memory_tables& tables, instance_number instance, std::uint32_t timer) {
  const auto found = tables.timers.find({instance, timer});
  if (found == tables.timers.end())
    return;
  tables.timers_by_due.erase({found->second.due, instance, timer});
  tables.timers.erase(found);
}

void write_timers(memory_tables& tables, instance_number instance,
                  const instance_changes& changes) {
  for (const auto& set : changes.timers_set) {
    clear_timer(tables, instance, set.timer);
    tables.timers[{instance, set.timer}] = {instance, set.timer, set.due, set.purpose};
    tables.timers_by_due.emplace(set.due, instance, set.timer);
  }
  for (const auto timer : changes.timers_cleared)
    clear_timer(tables, instance, timer);
}

void consume_events(memory_tables& tables, instance_number instance,
                    const instance_changes& changes) {
  for (const auto number : changes.events_consumed) {
    if (const auto found = tables.deliveries.find({instance, number});
        found != tables.deliveries.end())
      found->second = true;
    if (auto* event = tables.event(number); event != nullptr && event->state != "finding")
      event->state = "matched";
  }
}

/// What came before the wait for it (E8.6).
void match_inbox(memory_tables& tables, const instance_row& of, const wait_row& wait, timestamp now,
                 std::vector<delivery>& deliveries) {
  for (auto& event : tables.inbox) {
    const bool fits = event.site == of.site && event.event_type == wait.event_type &&
                      event.correlation == wait.correlation && event.keep_until > now &&
                      event.state != "finding" && event.state != "expired";
    if (!fits || tables.deliveries.contains({of.number, event.number}))
      continue;
    if (event.state == "unmatched")
      event.state = "stored";
    tables.deliveries[{of.number, event.number}] = false;
    deliveries.push_back({of.number, event});
  }
}

void open_wait(memory_tables& tables, const instance_row& of, wait_row wait) {
  wait.instance = of.number;
  tables.waits_by_correlation.emplace(of.site, wait.event_type, wait.correlation, of.number,
                                      wait.wait);
  tables.waits.try_emplace({of.number, wait.wait, wait.correlation}, wait);
}

/// Of one wait of an instance, or of all of them.
void close_waits(memory_tables& tables, const instance_row& of,
                 std::optional<std::uint32_t> which) {
  const auto first = tables.waits.lower_bound({of.number, which.value_or(0), std::string()});
  auto last = first;
  while (last != tables.waits.end() && std::get<0>(last->first) == of.number &&
         (!which || std::get<1>(last->first) == *which)) {
    const auto& wait = last->second;
    tables.waits_by_correlation.erase(
        {of.site, wait.event_type, wait.correlation, of.number, wait.wait});
    ++last;
  }
  tables.waits.erase(first, last);
}

void write_waits(memory_tables& tables, const instance_row& of, const instance_changes& changes,
                 std::vector<delivery>& deliveries) {
  for (const auto& wait : changes.waits_opened) {
    if (std::ranges::find(changes.waits_closed, wait.wait) != changes.waits_closed.end())
      continue;
    open_wait(tables, of, wait);
    match_inbox(tables, of, wait, changes.record.at, deliveries);
  }
  for (const auto wait : changes.waits_closed)
    close_waits(tables, of, wait);
}

void write_lanes(memory_tables& tables, instance_number instance, const instance_changes& changes) {
  for (const auto& joined : changes.lanes_joined) {
    auto& lane = tables.lanes[{instance, joined.call_key}];
    lane = joined;
    lane.instance = instance;
  }
  for (const auto& call_key : changes.lanes_left)
    tables.lanes.erase({instance, call_key});
}

void write_incidents(memory_tables& tables, instance_number instance,
                     const instance_changes& changes) {
  for (const auto& row : changes.incidents) {
    const auto [at, opened] =
        tables.incident_of_id.try_emplace({instance, row.incident}, tables.incidents.size());
    if (opened) {
      tables.incidents.push_back(row);
      tables.incidents.back().instance = instance;
      tables.incidents.back().number = static_cast<std::int64_t>(tables.incidents.size());
    }
    tables.incidents[at->second].closed = row.closed;
  }
}

/// What nobody else is to get, and this order did not take, is unmatched again.
void sweep_deliveries(memory_tables& tables, instance_number instance) {
  std::vector<std::uint64_t> not_taken;
  const auto first = tables.deliveries.lower_bound({instance, 0});
  auto last = first;
  for (; last != tables.deliveries.end() && last->first.first == instance; ++last)
    if (!last->second)
      not_taken.push_back(last->first.second);
  tables.deliveries.erase(first, last);
  for (const auto number : not_taken) {
    const bool wanted = std::ranges::any_of(tables.deliveries, [&](const auto& other) {
      return other.first.second == number && !other.second;
    });
    if (auto* event = tables.event(number); event->state == "stored" && !wanted)
      event->state = "unmatched";
  }
}

/// Timers stay: a watch or sweep may outlive its order (E4.5).
void sweep(memory_tables& tables, const instance_row& of, bool lanes_too) {
  close_waits(tables, of, std::nullopt);
  sweep_deliveries(tables, of.number);
  if (!lanes_too)
    return;
  const auto first = tables.lanes.lower_bound({of.number, std::string()});
  auto last = first;
  while (last != tables.lanes.end() && last->first.first == of.number)
    ++last;
  tables.lanes.erase(first, last);
}

} // namespace

void write_changes(memory_tables& tables, const instance_row& of, const instance_changes& changes,
                   bool finishing, std::vector<delivery>& deliveries) {
  write_timers(tables, of.number, changes);
  // Consumed before new waits are matched, so that a wait never gets again what this commit took.
  consume_events(tables, of.number, changes);
  if (!finishing)
    write_waits(tables, of, changes, deliveries);
  // The undo of a second document goes on after its order's end (E7.5), and may wait for a permit.
  const bool lanes_stay = !finishing || (changes.row && changes.row->attention);
  if (lanes_stay)
    write_lanes(tables, of.number, changes);
  write_incidents(tables, of.number, changes);
  if (finishing)
    sweep(tables, of, !lanes_stay);
}

} // namespace gantry::test
