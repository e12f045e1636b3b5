#include "cli/demo/summary.hpp"

#include "cli/terminal.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>

namespace gantry::cli {
namespace {

/// A sample of the Prometheus text (`name{labels}` written out), 0 when it is absent.
double sample(const std::string& metrics, std::string_view name) {
  std::size_t at = 0;
  while ((at = metrics.find(name, at)) != std::string::npos) {
    const bool whole_line = at == 0 || metrics[at - 1] == '\n';
    at += name.size();
    if (!whole_line || at >= metrics.size() || metrics[at] != ' ')
      continue;
    double number = 0;
    std::from_chars(metrics.data() + at + 1, metrics.data() + metrics.size(), number);
    return number;
  }
  return 0;
}

std::string span_text(std::int64_t ns) {
  return ns < 1'000'000'000 ? fmt::format("{} ms", ns / 1'000'000)
                            : fmt::format("{:.2f} s", static_cast<double>(ns) / 1e9);
}

/// Why people have to look at an order: the evidence of its first hold.
result<std::string> reason_of(engine_client& engine, const listed_order& order) {
  const auto shown = engine.request("GET", "/v1/orders/" + order.id);
  if (!shown)
    return tl::unexpected(shown.error());
  const auto* holds = shown->json.find("holds");
  if (holds == nullptr || !holds->is_list() || holds->as_list().empty())
    return order.held;
  const auto& hold = holds->as_list().front();
  const auto evidence = text_of(hold, "evidence");
  const auto step = text_of(hold, "step");
  return (step.empty() ? step : step + ": ") + (evidence.empty() ? order.held : evidence);
}

void append_lines(std::string& out, const std::map<std::string, std::size_t>& reasons) {
  for (const auto& [reason, count] : reasons)
    out += fmt::format("    {:>5}  {}\n", count, reason);
}

} // namespace

result<std::string> summarise_run(engine_client& engine, const std::vector<listed_order>& orders,
                                  const run_figures& figures) {
  std::map<std::string, std::size_t> by_status, held, delayed;
  std::vector<std::int64_t> took;
  for (const auto& order : orders) {
    const bool waits = order.status == "waiting" && order.at_rest();
    ++by_status[waits ? "waiting for goods" : order.status];
    if (order.status == "completed")
      took.push_back((order.updated_at - order.created_at).ns);
    else if (waits)
      ++delayed[order.waiting_for];
    else if (order.status == "held") {
      const auto reason = reason_of(engine, order);
      if (!reason)
        return tl::unexpected(reason.error());
      ++held[*reason];
    }
  }
  const auto metrics = engine.request("GET", "/metrics");
  if (!metrics)
    return tl::unexpected(metrics.error());

  std::string out = fmt::format("\n{} orders in {:.1f} s\n", orders.size(), figures.seconds);
  for (const auto& [status, count] : by_status) {
    out += fmt::format("  {:>5}  {}\n", count, status);
    if (status == "held")
      append_lines(out, held);
    if (status == "waiting for goods")
      append_lines(out, delayed);
  }
  const auto doubts = sample(metrics->body, "gantry_doubts_opened_total");
  const auto found = sample(metrics->body, "gantry_doubts_resolved_total{by=\"found\"}");
  const auto absent = sample(metrics->body, "gantry_doubts_resolved_total{by=\"absence\"}");
  out += fmt::format(
      "in doubt              {:.0f} calls; resolved {:.0f} (found {:.0f}, proven absent "
      "{:.0f})\n",
      doubts, found + absent, found, absent);
  out +=
      fmt::format("duplicates prevented  {:.0f} effects, {:.0f} events, {} documents sent again\n",
                  sample(metrics->body, "gantry_duplicates_prevented_total"),
                  sample(metrics->body, "gantry_events_duplicate_total"), figures.repeats);
  out +=
      fmt::format("throughput            {:.0f} orders/s, the warehouse's time to ship included\n",
                  static_cast<double>(orders.size()) / figures.seconds);
  if (!took.empty()) {
    std::sort(took.begin(), took.end());
    out += fmt::format("intake to invoice     p50 {}, p99 {}\n", span_text(took[took.size() / 2]),
                       span_text(took[std::min(took.size() - 1, took.size() * 99 / 100)]));
  }
  return out;
}

} // namespace gantry::cli
