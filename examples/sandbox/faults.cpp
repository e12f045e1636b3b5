#include "examples/sandbox/faults.hpp"

#include "examples/sandbox/document.hpp"
#include "examples/sandbox/draw.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gantry::sandbox {
namespace {

constexpr std::int64_t latency_ms_max = 600'000;

/// Some rules act only where their answer is one that the operation's contract declares, or where
/// an event follows.
bool applies_to(const fault_rule& rule, const operation& what) {
  if (rule.system != what.system)
    return false;
  if (!rule.note.empty() || (!rule.operation.empty() && rule.operation != what.name))
    return false;
  switch (rule.kind) {
  case fault_kind::out_of_stock: return what.name == "reserve";
  case fault_kind::blocked: return what.name == "create_sales_order";
  case fault_kind::duplicate:
    return what.name == "create_fulfillment" || what.name == "post_invoice";
  default: return true;
  }
}

/// Lognormal: half of all waits are below the median, one in a hundred is above the p99.
std::int64_t drawn_latency_ms(const fault_rule& rule, std::uint64_t seed, const std::string& about,
                              std::uint64_t n) {
  if (rule.p99_ms <= rule.ms)
    return rule.ms;
  constexpr double z_of_p99 = 2.3263478740;
  const double median = std::max(1.0, static_cast<double>(rule.ms));
  const double sigma = std::log(static_cast<double>(rule.p99_ms) / median) / z_of_p99;
  const double radius = std::sqrt(-2 * std::log(1 - draw(seed, about + " radius", n)));
  const double normal = radius * std::cos(2 * std::numbers::pi * draw(seed, about + " angle", n));
  const double ms = median * std::exp(sigma * normal);
  return static_cast<std::int64_t>(std::min(ms, static_cast<double>(latency_ms_max)));
}

std::int64_t ms_between(fault_book::clock::time_point from, fault_book::clock::time_point to) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count();
}

} // namespace

void fault_book::replace(fault_plan plan) {
  const std::lock_guard lock(mutex_);
  plan_ = std::move(plan);
  requests_.clear();
  outages_.clear();
}

std::optional<fault> fault_book::outage_of(std::string_view system, clock::time_point now) const {
  const auto found = outages_.find(system);
  if (found == outages_.end() || found->second <= now)
    return std::nullopt;
  return fault{fault_kind::outage, ms_between(now, found->second), false};
}

std::optional<fault> fault_book::next(const operation& what, clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (plan_.rules.empty())
    return std::nullopt;
  const std::string about = std::string(what.system) + "." + std::string(what.name);
  const std::uint64_t n = ++requests_[about];
  if (auto out = outage_of(what.system, now))
    return out;
  for (std::size_t i = 0; i < plan_.rules.size(); ++i) {
    auto& rule = plan_.rules[i];
    if (!applies_to(rule, what) || (rule.times && rule.fired >= *rule.times))
      continue;
    ++rule.tried;
    // The rule's place belongs to the draw: two rules of one operation must not fire together.
    if (draw(plan_.seed, about + " rule " + std::to_string(i), n) >= rule.probability)
      continue;
    ++rule.fired;
    return act(rule, about, n, now);
  }
  return std::nullopt;
}

fault fault_book::act(const fault_rule& rule, const std::string& about, std::uint64_t n,
                      clock::time_point now) {
  fault what{rule.kind, 0, false};
  if (rule.kind == fault_kind::latency)
    what.ms = drawn_latency_ms(rule, plan_.seed, about, n);
  if (rule.kind == fault_kind::error_500)
    what.does_it = draw(plan_.seed, about + " done", n) < 0.5;
  if (rule.kind == fault_kind::outage) {
    what.ms = rule.ms;
    outages_[rule.system] = now + std::chrono::milliseconds(rule.ms);
  }
  return what;
}

value fault_book::describe(clock::time_point now) const {
  const std::lock_guard lock(mutex_);
  value::list_type rules;
  for (const auto& rule : plan_.rules) {
    value ms = rule.ms > 0 ? value(rule.ms) : value{};
    if (rule.p99_ms > 0)
      ms = object({{"median", rule.ms}, {"p99", rule.p99_ms}});
    rules.push_back(
        object({{"system", rule.system},
                {"operation", rule.operation.empty() ? value{} : value(rule.operation)},
                {"kind", name_of(rule.kind)},
                {"probability", rule.probability},
                {"times", rule.times ? value(static_cast<std::int64_t>(*rule.times)) : value{}},
                {"ms", ms},
                {"tried", static_cast<std::int64_t>(rule.tried)},
                {"fired", static_cast<std::int64_t>(rule.fired)},
                {"note", rule.note.empty() ? value{} : value(rule.note)}}));
  }
  value::list_type outages;
  for (const auto& [system, until] : outages_)
    if (until > now)
      outages.push_back(object({{"system", system}, {"ends_in_ms", ms_between(now, until)}}));
  std::vector<std::pair<value, value>> requests;
  for (const auto& [about, count] : requests_)
    requests.emplace_back(value(about), value(static_cast<std::int64_t>(count)));
  return object({{"seed", static_cast<std::int64_t>(plan_.seed)},
                 {"rules", value::make_list(std::move(rules))},
                 {"requests", value::make_map(std::move(requests))},
                 {"outages", value::make_list(std::move(outages))}});
}

} // namespace gantry::sandbox
