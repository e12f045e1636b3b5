#include "gateway/api/metrics_text.hpp"

#include "gateway/api/order_statuses.hpp"
#include "gateway/api/request_counters.hpp"

#include <array>
#include <cstdio>
#include <map>
#include <string_view>

namespace gantry::gateway {
namespace {

void append_family(std::string& out, std::string_view name, std::string_view kind,
                   std::string_view help) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n");
  out.append("# TYPE ").append(name).append(" ").append(kind).append("\n");
}

std::string seconds_text(double seconds_value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.9g", seconds_value);
  return text.data();
}

void append_sample(std::string& out, std::string_view name, std::string_view labels,
                   const std::string& number) {
  out.append(name);
  if (!labels.empty())
    out.append("{").append(labels).append("}");
  out.append(" ").append(number).append("\n");
}

void append_one(std::string& out, std::string_view name, std::string_view kind,
                std::string_view help, const std::string& number) {
  append_family(out, name, kind, help);
  append_sample(out, name, {}, number);
}

/// A label's value with the three characters escaped that the format asks for.
std::string label(std::string_view name, std::string_view content) {
  std::string out = std::string{name}.append("=\"");
  for (const char c : content) {
    if (c == '"' || c == '\\')
      out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out.append("\"");
}

void append_counter(std::string& out, std::string_view name, std::string_view help,
                    std::uint64_t number) {
  append_one(out, name, "counter", help, std::to_string(number));
}

void append_gauge(std::string& out, std::string_view name, std::string_view help,
                  std::int64_t number) {
  append_one(out, name, "gauge", help, std::to_string(number));
}

void append_orders(std::string& out, const actors::statistics& s) {
  append_counter(out, "gantry_orders_created_total", "Orders taken since the start.",
                 s.orders_created);
  append_family(out, "gantry_orders_ended_total", "counter", "Orders ended since the start.");
  const std::array<std::pair<std::string_view, std::uint64_t>, 4> ends{{
      {"completed", s.orders_completed},
      {"rejected", s.orders_rejected},
      {"cancelled", s.orders_cancelled},
      {"aborted", s.orders_aborted},
  }};
  for (const auto& [phase, number] : ends)
    append_sample(out, "gantry_orders_ended_total", label("phase", phase), std::to_string(number));
  append_gauge(out, "gantry_orders_in_memory", "Orders that an actor holds now.",
               s.orders_in_memory);
}

void append_attempts(std::string& out, const actors::statistics& s) {
  append_counter(out, "gantry_steps_ended_total", "Steps ended.", s.steps_ended);
  append_counter(out, "gantry_attempts_sent_total", "Attempts sent to far systems.",
                 s.attempts_sent);
  append_counter(out, "gantry_attempts_refused_total", "Attempts known not to have happened.",
                 s.attempts_refused);
  append_counter(out, "gantry_attempts_unknown_total", "Attempts of unknown outcome.",
                 s.attempts_unknown);
}

void append_doubt(std::string& out, const actors::statistics& s) {
  append_gauge(out, "gantry_in_doubt", "Calls in doubt now.", s.in_doubt_now);
  append_counter(out, "gantry_doubts_opened_total", "Calls that came into doubt.", s.doubts_opened);
  append_family(out, "gantry_doubts_resolved_total", "counter",
                "Doubts resolved: by a document found, by absence proven, by a person.");
  append_sample(out, "gantry_doubts_resolved_total", label("by", "found"),
                std::to_string(s.doubts_found));
  append_sample(out, "gantry_doubts_resolved_total", label("by", "absence"),
                std::to_string(s.doubts_absent));
  append_sample(out, "gantry_doubts_resolved_total", label("by", "person"),
                std::to_string(s.doubts_by_person));
  append_one(out, "gantry_doubt_seconds_total", "counter",
             "Time that resolved doubts lasted, summed up.", seconds_text(s.doubt_seconds_sum));
  append_counter(out, "gantry_duplicates_prevented_total",
                 "Repeats that were not sent because the document was found.",
                 s.duplicates_prevented);
  append_counter(out, "gantry_duplicates_found_total", "Duplicate effects found (incidents).",
                 s.duplicates_found);
}

void append_intake(std::string& out, const actors::statistics& s) {
  append_counter(out, "gantry_events_received_total", "Events stored.", s.events_received);
  append_counter(out, "gantry_events_duplicate_total", "Events that were known already.",
                 s.events_duplicate);
  append_counter(out, "gantry_documents_received_total", "Documents of channels stored.",
                 s.documents_received);
  append_counter(out, "gantry_documents_with_errors_total",
                 "Documents of which an order, or the whole, was not taken.",
                 s.documents_with_errors);
  append_family(out, "gantry_document_orders_total", "counter",
                "What became of the orders of documents.");
  const std::array<std::pair<std::string_view, std::uint64_t>, 5> outcomes{{
      {"taken", s.document_orders_taken},
      {"duplicate", s.document_orders_duplicate},
      {"refused", s.document_orders_refused},
      {"key_conflict", s.document_orders_conflict},
      {"test", s.document_orders_test},
  }};
  for (const auto& [outcome, number] : outcomes)
    append_sample(out, "gantry_document_orders_total", label("outcome", outcome),
                  std::to_string(number));
}

void append_removed(std::string& out, const actors::statistics& s) {
  append_family(out, "gantry_removed_total", "counter",
                "What the retention policy has removed since the start.");
  const std::array<std::pair<std::string_view, std::uint64_t>, 3> kinds{{
      {"order", s.orders_removed},
      {"document", s.documents_removed},
      {"event", s.events_removed},
  }};
  for (const auto& [kind, number] : kinds)
    append_sample(out, "gantry_removed_total", label("kind", kind), std::to_string(number));
}

void append_journal(std::string& out, const actors::statistics& s) {
  append_counter(out, "gantry_commits_total", "Transactions committed.", s.commits);
  append_counter(out, "gantry_commit_requests_total", "Requests that those transactions carried.",
                 s.commit_requests);
  append_one(out, "gantry_commit_seconds_total", "counter", "Time in commits, summed up.",
             seconds_text(static_cast<double>(s.commit_ns_sum) / 1e9));
  if (s.disk_free_bytes)
    append_gauge(out, "gantry_disk_free_bytes", "Room on the disk of the data folder.",
                 static_cast<std::int64_t>(*s.disk_free_bytes));
  append_gauge(out, "gantry_actors_ready",
               "Actors with something to do that wait for a processor.", s.actors_ready);
  append_gauge(out, "gantry_journal_queue", "Requests that wait for the writer.", s.journal_queue);
  append_counter(out, "gantry_defects_total", "Broken invariants of single orders.", s.defects);
  append_counter(out, "gantry_order_restarts_total", "Order actors restarted after a crash.",
                 s.restarts);
}

void append_lanes(std::string& out, const std::vector<actors::statistics::lane>& lanes) {
  if (lanes.empty())
    return;
  append_family(out, "gantry_lane_in_flight", "gauge", "Attempts under way.");
  for (const auto& lane : lanes)
    append_sample(out, "gantry_lane_in_flight", label("adapter", lane.adapter),
                  std::to_string(lane.in_flight));
  append_family(out, "gantry_lane_waiting", "gauge", "Calls that wait for a permit.");
  for (const auto& lane : lanes)
    append_sample(out, "gantry_lane_waiting", label("adapter", lane.adapter),
                  std::to_string(lane.waiting));
}

void append_calls(std::string& out, const std::vector<actors::statistics::operation>& all) {
  if (all.empty())
    return;
  const std::string family{"gantry_call_seconds"};
  append_family(out, family, "histogram", "Time of calls to far systems, from permit to answer.");
  for (const auto& each : all) {
    const auto which =
        label("adapter", each.adapter).append(",").append(label("operation", each.name));
    const auto& bounds = actors::latency_histogram::bounds_s;
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < each.took.counts.size(); ++i) {
      so_far += each.took.counts[i];
      const auto bound = i < bounds.size() ? seconds_text(bounds[i]) : std::string{"+Inf"};
      append_sample(out, family + "_bucket", which + "," + label("le", bound),
                    std::to_string(so_far));
    }
    append_sample(out, family + "_sum", which, seconds_text(each.took.sum_s));
    append_sample(out, family + "_count", which, std::to_string(so_far));
  }
}

void append_unserved(std::string& out, const std::vector<actors::statistics::unserved>& all) {
  if (all.empty())
    return;
  append_family(out, "gantry_unserved_orders", "gauge",
                "Open orders that wait for a contract that no adapter serves.");
  for (const auto& each : all)
    append_sample(out, "gantry_unserved_orders", label("contract", each.contract),
                  std::to_string(each.orders));
}

} // namespace

void request_counters::append_to(std::string& metrics) const {
  append_family(metrics, "gantry_http_requests_total", "counter",
                "Requests that the API answered, by status.");
  for (std::size_t status = 0; status < by_status_.size(); ++status)
    if (const auto number = by_status_[status].load(std::memory_order_relaxed); number > 0)
      append_sample(metrics, "gantry_http_requests_total", label("status", std::to_string(status)),
                    std::to_string(number));
  append_one(metrics, "gantry_http_seconds_total", "counter",
             "Time from request to answer, summed up; what asks to wait is in it.",
             seconds_text(static_cast<double>(ns_sum_.load(std::memory_order_relaxed)) / 1e9));
}

std::string metrics_text(const actors::statistics& stats, bool ready) {
  std::string out;
  append_gauge(out, "gantry_ready", "1 while orders are taken.", ready ? 1 : 0);
  append_orders(out, stats);
  append_attempts(out, stats);
  append_doubt(out, stats);
  append_intake(out, stats);
  append_removed(out, stats);
  append_journal(out, stats);
  append_lanes(out, stats.lanes);
  append_calls(out, stats.operations);
  append_unserved(out, stats.unserved_contracts);
  return out;
}

void append_order_totals(std::string& out,
                         const std::vector<std::pair<std::string, std::int64_t>>& totals) {
  append_family(out, "gantry_orders", "gauge", "Orders in the store by status.");
  // A status that nothing has had yet is 0, so that an alert on it has something to look at.
  std::map<std::string_view, std::int64_t> by_status;
  for (const auto status : order_statuses)
    by_status[status] = 0;
  for (const auto& [status, number] : totals)
    by_status[status] = number;
  for (const auto& [status, number] : by_status)
    append_sample(out, "gantry_orders", label("status", status), std::to_string(number));
}

} // namespace gantry::gateway
