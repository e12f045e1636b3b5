#pragma once

#include "engine/fact.hpp"

/// The fields of every fact by name: one description that writing and reading share, so that they
/// cannot disagree. A visitor takes `v("name", field)` for plain fields, and
/// `v.typed("name", field, type)` for values whose type the program knows (null: any JSON); when it
/// reads, the fields before are filled already.
namespace gantry::engine::fields {

/// Finds the types of values in records.
class types_of_values {
public:
  explicit types_of_values(const dsl::program& p) : program_(p) {}

  [[nodiscard]] const dsl::program& program() const { return program_; }
  /// The operation that a step calls, or that undoes it; null when the node is none.
  [[nodiscard]] const dsl::operation* operation(const std::string& node, bool undo) const;
  [[nodiscard]] dsl::type_ref result(const std::string& node, bool undo) const;
  [[nodiscard]] dsl::type_ref finder_result(const std::string& node, bool undo) const;
  [[nodiscard]] dsl::type_ref error_record(const std::string& node, bool undo,
                                           const std::string& error) const;
  [[nodiscard]] dsl::type_ref parameter(std::uint32_t operation, const std::string& name) const;
  [[nodiscard]] dsl::type_ref slot(std::uint32_t index) const;
  [[nodiscard]] dsl::type_ref event(const std::string& type) const;

private:
  const dsl::program& program_;
};

template <class V>
void outcome_fields(V& v, outcome& f, const dsl::type_ref& result, const dsl::type_ref& error) {
  v("is", f.is);
  v.typed("result", f.result, result);
  v.typed("fields", f.error_fields, error);
  v("detail", f.detail);
  v("retry_after_ms", f.retry_after_ms);
}

template <class V>
void visit(V& v, order_created& f) {
  v("workflow", f.workflow);
  v("version", f.workflow_version);
  v("definition", f.definition);
  v("key", f.what.business_key);
  v("key_parts", f.what.key_parts);
  v("generation", f.what.generation);
  v("site", f.what.site);
  v("instance", f.what.instance);
  v("document", f.what.document);
  v("channel", f.what.channel);
  v("test", f.what.test);
  v("digest", f.what.input_digest);
  v("priority", f.priority);
  v("search", f.search);
  v.typed("input", f.what.input, v.types().program().input);
}

template <class V>
void visit(V& v, call_made& f) {
  v("key", f.key);
  v("branch", f.branch);
  v("node", f.node);
  v("operation", f.operation);
  v("undo", f.undo);
  v("revision", f.revision);
  v("digest", f.digest);
  v("undoes", f.undoes);
  v.list("arguments", f.arguments, [&](auto& item, argument_record& a) {
    item("name", a.name);
    item("ref", a.reference);
    item.typed("value", a.bytes, v.types().parameter(f.operation, a.name));
  });
}

template <class V>
void visit(V& v, attempt_sent& f) {
  v("key", f.key);
  v("attempt", f.attempt);
  v("node", f.node);
  v("undo", f.undo);
}

template <class V>
void visit(V& v, attempt_result& f) {
  v("key", f.key);
  v("attempt", f.attempt);
  v("node", f.node);
  v("undo", f.undo);
  v("late", f.late);
  v("error", f.how.error_name); // before the record whose type it names
  outcome_fields(v, f.how, v.types().result(f.node, f.undo),
                 v.types().error_record(f.node, f.undo, f.how.error_name));
}

template <class V>
void visit(V& v, attempt_settled& f) {
  v("key", f.key);
  v("attempt", f.attempt);
}

template <class V>
void visit(V& v, call_ended& f) {
  v("key", f.key);
  v("how", f.how);
  v("node", f.node);
  v("undo", f.undo);
  v("attempt", f.attempt);
  v("detail", f.detail);
  v.typed("result", f.result,
          f.how == "business_error" ? v.types().error_record(f.node, f.undo, f.detail)
                                    : v.types().result(f.node, f.undo));
}

template <class V>
void visit(V& v, call_in_doubt& f) {
  v("key", f.key);
  v("attempt", f.attempt);
  v("node", f.node);
}

template <class V>
void visit(V& v, doubt_verified& f) {
  v("key", f.key);
  v("asked_for", f.asked_for);
  v("verdict", f.verdict);
  v("node", f.node);
  v("undo", f.undo);
  v("error", f.how.error_name);
  outcome_fields(v, f.how, v.types().finder_result(f.node, f.undo), nullptr);
}

template <class V>
void visit(V& v, value_bound& f) {
  v("slot", f.slot);
  v.typed("value", f.what, v.types().slot(f.slot));
}

template <class V>
void visit(V& v, value_unbound& f) {
  v("slot", f.slot);
}

template <class V>
void visit(V& v, branch_moved& f) {
  v("branch", f.branch);
  v("at", f.at);
  v.address("block", f.block);
}

template <class V>
void visit(V& v, branch_opened& f) {
  v("branch", f.branch);
  v("handler", f.handler);
  v("arm", f.arm);
  v("inbox", f.inbox);
  v("event", f.event);
}

template <class V>
void visit(V& v, branch_closed& f) {
  v("branch", f.branch);
  v("how", f.how);
  v("detail", f.detail);
}

template <class V>
void visit(V& v, stage_passed& f) {
  v("stage", f.stage);
  v("at", f.at);
}

template <class V>
void visit(V& v, timer_set& f) {
  v("timer", f.timer);
  v("due", f.due);
  v("purpose", f.purpose);
  v("key", f.key);
  v("branch", f.branch);
  v("attempt", f.attempt);
  v("fixed", f.fixed);
}

template <class V>
void visit(V& v, timer_cleared& f) {
  v("timer", f.timer);
  v("kept", f.kept);
}

template <class V>
void visit(V& v, wait_opened& f) {
  v("wait", f.wait);
  v("branch", f.branch);
  v("handler", f.handler);
  v("index", f.index);
  v("event", f.event_type);
  v("correlations", f.correlations);
}

template <class V>
void visit(V& v, wait_closed& f) {
  v("wait", f.wait);
  v("how", f.how);
}

template <class V>
void visit(V& v, event_consumed& f) {
  v("inbox", f.inbox);
  v("event", f.event);
  v("type", f.type);
  v("became", f.became);
  v("detail", f.detail);
  v("received_at", f.received_at);
  v.typed("data", f.data, v.types().event(f.type));
}

template <class V>
void visit(V& v, event_taken& f) {
  v("inbox", f.inbox);
  v("became", f.became);
}

template <class V>
void visit(V& v, hold_opened& f) {
  v("hold", f.hold);
  v("branch", f.branch);
  v("cause", f.cause);
  v("node", f.node);
  v("key", f.key);
  v("evidence", f.evidence);
  v.typed("documents", f.documents, v.types().finder_result(f.node, false));
}

template <class V>
void visit(V& v, hold_closed& f) {
  v("hold", f.hold);
  v("by", f.by);
  v("until", f.until);
}

template <class V>
void visit(V& v, phase_changed& f) {
  v("phase", f.phase);
  v("reason", f.reason);
  v.typed("output", f.output, v.types().program().returns);
}

template <class V>
void visit(V& v, control_changed& f) {
  v("control", f.control);
}

template <class V>
void visit(V& v, cancel_requested& f) {
  v("reason", f.reason);
  v("kind", f.kind);
}

template <class V>
void visit(V& v, deadline_passed& f) {
  v("branch", f.branch);
  v("node", f.node);
}

template <class V>
void visit(V& v, compensation_owed& f) {
  v("key", f.key);
  v("node", f.node);
}

template <class V>
void visit(V& v, compensation_settled& f) {
  v("key", f.key);
  v("node", f.node);
  v("how", f.how);
}

template <class V>
void visit(V& v, watch_opened& f) {
  v("key", f.key);
  v("attempt", f.attempt);
  v("node", f.node);
  v("why", f.why);
}

template <class V>
void visit(V& v, watch_closed& f) {
  v("key", f.key);
  v("attempt", f.attempt);
  v("node", f.node);
  v("how", f.how);
}

template <class V>
void visit(V& v, incident_opened& f) {
  v("incident", f.incident);
  v("key", f.key);
  v("node", f.node);
  v("undo", f.undo);
  v("why", f.why);
  v.typed("ours", f.ours, v.types().result(f.node, f.undo));
  v.typed("other", f.other, v.types().result(f.node, f.undo));
}

template <class V>
void visit(V& v, incident_closed& f) {
  v("incident", f.incident);
  v("how", f.how);
}

template <class V>
void visit(V& v, command_recorded& f) {
  v("verb", f.verb);
  v("hold", f.hold);
  v("ignored", f.ignored);
  v.typed("argument", f.argument, nullptr);
}

template <class V>
void visit(V& v, priority_changed& f) {
  v("priority", f.priority);
}

template <class V>
void visit(V& v, defect_recorded& f) {
  v("event", f.event);
  v("invariant", f.invariant);
}

/// Names of the facts in records, in the order of the variant.
inline constexpr const char* names[] = {"order_created",     "call_made",
                                        "attempt_sent",      "attempt_result",
                                        "call_ended",        "call_in_doubt",
                                        "doubt_verified",    "value_bound",
                                        "value_unbound",     "branch_moved",
                                        "branch_opened",     "branch_closed",
                                        "stage_passed",      "timer_set",
                                        "timer_cleared",     "wait_opened",
                                        "wait_closed",       "event_consumed",
                                        "hold_opened",       "hold_closed",
                                        "phase_changed",     "control_changed",
                                        "cancel_requested",  "deadline_passed",
                                        "compensation_owed", "compensation_settled",
                                        "watch_opened",      "watch_closed",
                                        "incident_opened",   "incident_closed",
                                        "command_recorded",  "priority_changed",
                                        "defect_recorded",   "attempt_settled",
                                        "event_taken"};
static_assert(std::size(names) == std::variant_size_v<fact>);

} // namespace gantry::engine::fields
