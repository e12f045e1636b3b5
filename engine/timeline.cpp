#include "engine/timeline.hpp"

#include "dsl/base/json.hpp"
#include "engine/outcome_text.hpp"
#include "engine/record_fields.hpp"

namespace gantry::engine {
namespace {

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

std::string name_of(timer_purpose purpose) {
  switch (purpose) {
  case timer_purpose::retry: return "retry";
  case timer_purpose::settle: return "settle";
  case timer_purpose::verify: return "verify";
  case timer_purpose::give_up: return "give_up";
  case timer_purpose::deadline: return "deadline";
  case timer_purpose::statement: return "retry";
  case timer_purpose::watch: return "watch";
  case timer_purpose::sweep: return "sweep";
  }
  return {};
}

} // namespace

/// Puts the facts that a person wants to see into words; the others (positions, slots) stay silent.
class timeline::narrator {
public:
  narrator(timeline& so_far, const record& r, std::vector<timeline_item>& items)
      : known_(so_far), record_(r), program_(so_far.program_), items_(items) {}

  void operator()(const order_created& f) {
    auto& item = add("created");
    item.detail = f.workflow + " version " + std::to_string(f.workflow_version) + " for " +
                  f.what.business_key;
    item.outcome = f.what.test ? "test" : "";
  }
  void operator()(const call_made& f) {
    known_.steps_[f.key] = step_of(f.node, f.undo);
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
  void operator()(const attempt_settled& f) {
    add("settled", known_.step_of_call(f.key), f.key).attempt = f.attempt;
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
  void operator()(const branch_moved& f) {
    if (f.block == dsl::no_address)
      known_.blocks_.erase(f.branch);
    else
      known_.blocks_[f.branch] = program_.code.at(f.block).id;
  }
  void operator()(const timer_set& f) {
    const auto step = f.key.empty() ? known_.step_of_block(f.branch) : known_.step_of_call(f.key);
    known_.timers_[f.timer] = {f.purpose, step, f.key};
    if (f.purpose == timer_purpose::retry || f.purpose == timer_purpose::statement)
      add("retry_due", step, f.key).detail = format_timestamp(f.due);
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

  /// A record that nothing was said of: most often, a timer fired and somebody is asked again.
  void tell_silent_record() {
    for (const auto& f : record_.facts)
      if (const auto* cleared = std::get_if<timer_cleared>(&f))
        if (const auto timer = known_.timers_.find(cleared->timer); timer != known_.timers_.end()) {
          add("timer", timer->second.step, timer->second.key).outcome =
              name_of(timer->second.purpose);
          return;
        }
    add("moved");
  }

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

  timeline& known_;
  const record& record_;
  const dsl::program& program_;
  std::vector<timeline_item>& items_;
};

std::string timeline::step_of_call(const call_key& key) const {
  const auto found = steps_.find(key);
  return found == steps_.end() ? std::string{} : found->second;
}

std::string timeline::step_of_block(std::uint32_t branch) const {
  const auto found = blocks_.find(branch);
  return found == blocks_.end() ? std::string{} : found->second;
}

std::vector<timeline_item> timeline::tell(const record& r) {
  std::vector<timeline_item> items;
  narrator telling(*this, r, items);
  for (const auto& f : r.facts)
    std::visit(telling, f);
  if (items.empty())
    telling.tell_silent_record();
  for (auto& item : items)
    item.detail = shortened(std::move(item.detail));
  return items;
}

} // namespace gantry::engine
