#include "actors/projection.hpp"

#include "dsl/base/json.hpp"

#include <algorithm>
#include <string_view>

namespace gantry::actors {

namespace {

using persistence::instance_changes;

std::uint64_t mix(std::uint64_t digest, std::string_view text) {
  for (const char c : text)
    digest = (digest ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return (digest ^ 0xffu) * 1099511628211ull; // boundaries count
}

std::int64_t fold_digest(const persistence::instance_row& row) {
  std::uint64_t digest = 1469598103934665603ull;
  for (const std::string* text : {&row.status, &row.phase, &row.control, &row.held, &row.stage,
                                  &row.waiting_for, &row.channel, &row.customer})
    digest = mix(digest, *text);
  for (const auto& [label, text] : row.search)
    digest = mix(mix(digest, label), text);
  digest = mix(digest, std::to_string(row.priority));
  const std::string flags{row.in_doubt ? 'd' : '-', row.test ? 't' : '-', row.finished ? 'f' : '-'};
  return static_cast<std::int64_t>(mix(digest, flags));
}

template <class T>
bool assign(T& column, const T& now) {
  if (column == now)
    return false;
  column = now;
  return true;
}

std::string customer_of(const engine::summary& now) {
  for (const auto& [label, text] : now.search)
    if (label == "customer")
      return text;
  return {};
}

std::string json_or_empty(const value& v) {
  return v.is_none() ? std::string{} : to_json(v);
}

class projector {
public:
  projector(const projection_input& from, instance_changes& into) : from_(from), into_(into) {}

  void operator()(const engine::timer_set& f) {
    into_.timers_set.push_back({from_.number, f.timer, f.due, purpose_name(f.purpose)});
  }

  void operator()(const engine::timer_cleared& f) {
    const auto set_here =
        std::erase_if(into_.timers_set, [&](const auto& row) { return row.timer == f.timer; });
    if (set_here == 0)
      into_.timers_cleared.push_back(f.timer);
  }

  void operator()(const engine::wait_opened& f) {
    for (const auto& correlation : f.correlations)
      into_.waits_opened.push_back({from_.number, f.wait, f.handler, f.event_type, correlation});
  }

  void operator()(const engine::wait_closed& f) {
    const auto opened_here =
        std::erase_if(into_.waits_opened, [&](const auto& row) { return row.wait == f.wait; });
    if (opened_here == 0)
      into_.waits_closed.push_back(f.wait);
  }

  void operator()(const engine::event_consumed& f) {
    if (f.inbox != 0)
      into_.events_consumed.push_back(f.inbox);
  }

  void operator()(const engine::incident_opened& f) {
    persistence::incident_row row;
    row.order = from_.id;
    row.instance = from_.number;
    row.incident = f.incident;
    row.step = f.node;
    row.key = f.key;
    row.ours = json_or_empty(f.ours);
    row.other = json_or_empty(f.other);
    row.why = f.why;
    row.opened_at = from_.at;
    into_.incidents.push_back(std::move(row));
  }

  void operator()(const engine::incident_closed& f) {
    persistence::incident_row row;
    row.order = from_.id;
    row.instance = from_.number;
    row.incident = f.incident;
    row.closed = f.how;
    into_.incidents.push_back(std::move(row));
  }

  void operator()(const engine::join_lane& e) {
    leave(e.key);
    const auto& contract = from_.definition.operations.at(e.operation).contract;
    into_.lanes_joined.push_back({from_.number, e.key, contract, e.priority, e.due});
  }

  void operator()(const engine::leave_lane& e) {
    if (!leave(e.key))
      into_.lanes_left.push_back(e.key);
  }

  void operator()(const auto&) {} // tells nothing to the side tables

private:
  bool leave(const engine::call_key& key) {
    return std::erase_if(into_.lanes_joined,
                         [&](const auto& row) { return row.call_key == key; }) != 0;
  }

  const projection_input& from_;
  instance_changes& into_;
};

} // namespace

const char* purpose_name(engine::timer_purpose purpose) {
  using engine::timer_purpose;
  switch (purpose) {
  case timer_purpose::retry: return "retry";
  case timer_purpose::settle: return "settle";
  case timer_purpose::verify: return "verify";
  case timer_purpose::give_up: return "give_up";
  case timer_purpose::deadline: return "deadline";
  case timer_purpose::statement: return "statement";
  case timer_purpose::watch: return "watch";
  case timer_purpose::sweep: return "sweep";
  }
  return "unknown";
}

void fold_timer(timers_by_number& timers, persistence::instance_number order,
                const engine::fact& f) {
  if (const auto* set = std::get_if<engine::timer_set>(&f))
    timers[set->timer] = {order, set->timer, set->due, purpose_name(set->purpose)};
  else if (const auto* cleared = std::get_if<engine::timer_cleared>(&f))
    timers.erase(cleared->timer);
}

bool project_summary(persistence::instance_row& row, const engine::summary& now) {
  bool changed = assign(row.status, now.status);
  changed |= assign(row.phase, now.phase);
  changed |= assign(row.control, now.control);
  changed |= assign(row.held, now.held);
  changed |= assign(row.stage, now.stage);
  changed |= assign(row.waiting_for, now.waiting_for);
  changed |= assign(row.in_doubt, now.in_doubt);
  changed |= assign(row.priority, now.priority);
  changed |= assign(row.test, now.test);
  changed |= assign(row.finished, now.finished);
  changed |= assign(row.attention, now.attention);
  changed |= assign(row.channel, now.channel);
  changed |= assign(row.search, now.search);
  changed |= assign(row.customer, customer_of(now));
  if (changed)
    row.fold_digest = fold_digest(row);
  return changed;
}

void project_facts(const projection_input& from, instance_changes& into) {
  projector project{from, into};
  for (const auto& fact : from.facts)
    std::visit(project, fact);
  for (const auto& effect : from.effects)
    std::visit(project, effect);
}

} // namespace gantry::actors
