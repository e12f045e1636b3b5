#include "dsl/base/json.hpp"
#include "engine/record.hpp"
#include "engine/record_fields.hpp"

namespace gantry::engine {
namespace {

std::string outcome_text(const outcome& how) {
  switch (how.is) {
  case outcome::kind::ok: return "ok";
  case outcome::kind::business_error: return how.error_name;
  case outcome::kind::refused: return "refused";
  case outcome::kind::unknown: return "unknown";
  case outcome::kind::contract_violation: return "contract_violation";
  }
  return {};
}

std::string shortened(std::string text) {
  constexpr std::size_t most = 400;
  if (text.size() > most) {
    text.resize(most);
    text += "…";
  }
  return text;
}

std::string step_of(const std::string& node, bool undo) {
  return undo ? node + "/undo" : node;
}

/// Puts the facts that a person wants to see into words; the others (positions, slots) stay silent.
class narrator {
public:
  narrator(const record& r, const dsl::program& p, std::vector<timeline_item>& items)
      : record_(r), program_(p), items_(items) {}

  void operator()(const order_created& f) {
    auto& item = add("created");
    item.detail = f.workflow + " version " + std::to_string(f.workflow_version) + " for " +
                  f.what.business_key;
    item.outcome = f.what.test ? "test" : "";
  }
  void operator()(const call_made& f) {
    auto& item = add("called", step_of(f.node, f.undo), f.key);
    item.detail = program_.operations.at(f.operation).full_name() +
                  (f.revision > 1 ? ", revision " + std::to_string(f.revision) : "");
  }
  void operator()(const attempt_sent& f) {
    add("sent", step_of(f.node, f.undo), f.key).attempt = f.attempt;
  }
  void operator()(const attempt_result& f) {
    auto& item = add(f.late ? "late_answer" : "answered", step_of(f.node, f.undo), f.key);
    item.attempt = f.attempt;
    item.outcome = outcome_text(f.how);
    item.detail = f.how.detail;
    if (f.how.is == outcome::kind::ok && item.detail.empty())
      item.detail = named(f.node, f.undo, f.how.result);
  }
  void operator()(const call_ended& f) {
    if (f.how == "ok")
      return; // the answer says it
    auto& item = add("ended", step_of(f.node, f.undo), f.key);
    item.attempt = f.attempt;
    item.outcome = f.how;
    item.detail = f.detail;
    if (const auto document = named(f.node, f.undo, f.result); !document.empty())
      item.detail += (item.detail.empty() ? "" : ": ") + document;
  }
  void operator()(const call_in_doubt& f) {
    add("in_doubt", step_of(f.node, f.undo), f.key).attempt = f.attempt;
  }
  void operator()(const doubt_verified& f) {
    auto& item = add("verified", step_of(f.node, f.undo), f.key);
    item.attempt = f.asked_for;
    item.outcome = f.verdict;
    item.detail = f.how.detail;
  }
  void operator()(const branch_opened& f) {
    add("handler", program_.handlers.at(f.handler).id).detail = "event " + f.event;
  }
  void operator()(const branch_closed& f) {
    if (f.how != "conflict")
      return;
    auto& item = add("conflict");
    item.outcome = f.how;
    item.detail = f.detail;
  }
  void operator()(const stage_passed& f) { add("stage").detail = program_.stages.at(f.stage).name; }
  void operator()(const timer_set& f) {
    if (f.purpose == timer_purpose::retry || f.purpose == timer_purpose::statement)
      add("retry_due", {}, f.key).detail = format_timestamp(f.due);
  }
  void operator()(const wait_opened& f) {
    if (!f.handler)
      add("waiting").detail = f.event_type.empty() ? "time" : f.event_type;
  }
  void operator()(const wait_closed& f) {
    if (f.how == "deadline")
      add("wait_ended").outcome = f.how;
  }
  void operator()(const event_consumed& f) {
    auto& item = add("event");
    item.outcome = f.became;
    item.detail = f.type + " " + f.event + (f.detail.empty() ? "" : ": " + f.detail);
  }
  void operator()(const event_taken& f) { add("event").outcome = f.became; }
  void operator()(const hold_opened& f) {
    auto& item = add("held", step_of(f.node, f.undo), f.key);
    item.outcome = f.cause;
    item.detail = f.evidence;
  }
  void operator()(const hold_closed& f) { add("released").outcome = f.by; }
  void operator()(const phase_changed& f) {
    auto& item = add("phase");
    item.outcome = f.phase;
    item.detail = f.reason;
  }
  void operator()(const control_changed& f) { add("control").outcome = f.control; }
  void operator()(const cancel_requested& f) {
    auto& item = add("cancel_requested");
    item.outcome = f.kind;
    item.detail = f.reason;
  }
  void operator()(const deadline_passed& f) { add("deadline", f.node); }
  void operator()(const compensation_settled& f) {
    auto& item = add("compensated", f.node, f.key);
    item.outcome = f.how;
  }
  void operator()(const watch_opened& f) {
    auto& item = add("watched", f.node, f.key);
    item.attempt = f.attempt;
    item.detail = f.why;
  }
  void operator()(const watch_closed& f) {
    auto& item = add("watch_ended", f.node, f.key);
    item.attempt = f.attempt;
    item.outcome = f.how;
  }
  void operator()(const incident_opened& f) {
    auto& item = add("duplicate_effect", step_of(f.node, f.undo), f.key);
    item.outcome = "incident " + std::to_string(f.incident);
    item.detail = f.why + "; ours " + to_json(f.ours) + ", other " + to_json(f.other);
  }
  void operator()(const incident_closed& f) {
    auto& item = add("incident_closed");
    item.outcome = f.how;
    item.detail = "incident " + std::to_string(f.incident);
  }
  void operator()(const command_recorded& f) {
    auto& item = add("verb");
    item.outcome = f.ignored.empty() ? f.verb : "ignored";
    item.detail = f.ignored.empty() ? (f.argument.is_none() ? "" : to_json(f.argument))
                                    : f.verb + ": " + f.ignored;
  }
  void operator()(const priority_changed& f) {
    add("priority").outcome = std::to_string(f.priority);
  }
  void operator()(const defect_recorded& f) {
    auto& item = add("defect");
    item.outcome = f.event;
    item.detail = f.invariant;
  }
  void operator()(const auto&) {}

private:
  /// A document by the fields that tell it from others: `number SO-8`; without such, nothing.
  [[nodiscard]] std::string named(const std::string& node, bool undo, const value& document) const {
    const auto type = fields::types_of_values{program_}.result(node, undo);
    if (type == nullptr)
      return {};
    std::string text;
    for (const auto& field : type->fields)
      if (const auto* part = document.find(field.name); field.is_key && part != nullptr)
        text += (text.empty() ? "" : ", ") + field.name + " " +
                (part->is_string() ? part->as_string() : to_json(*part));
    return text;
  }

  timeline_item& add(const char* kind, std::string step = {}, call_key key = {}) {
    timeline_item item;
    item.sequence = record_.sequence;
    item.at = record_.at;
    item.kind = kind;
    item.step = std::move(step);
    item.key = std::move(key);
    item.by = record_.cause.principal;
    item.reason = record_.cause.reason;
    return items_.emplace_back(std::move(item));
  }

  const record& record_;
  const dsl::program& program_;
  std::vector<timeline_item>& items_;
};

} // namespace

std::vector<timeline_item> timeline_of(const record& r, const dsl::program& p) {
  std::vector<timeline_item> items;
  narrator tell(r, p, items);
  for (const auto& f : r.facts)
    std::visit(tell, f);
  for (auto& item : items)
    item.detail = shortened(std::move(item.detail));
  return items;
}

} // namespace gantry::engine
