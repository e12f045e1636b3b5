#pragma once

#include "engine/fact.hpp"

/// The fields of every fact by name: one description that writing and reading share, so that they
/// cannot disagree. When a visitor reads, the fields before are filled already. It takes
///
///   v("name", field)             a plain field; left out when it is empty, 0 or false
///   v("name", field, usual)      left out when it is the usual value
///   v.key, node, undo, attempt   left out when they are those of the fact before (`carried`)
///   v.typed("name", field, type) a value whose type the program knows (null: any JSON)
///
/// and a few of one fact alone, whose value the definition knows.
namespace gantry::engine::fields {

/// What a fact has in common with the one before it in its record, and so does not repeat.
struct carried {
  call_key key;
  std::string node;
  bool undo = false;
  attempt_number attempt = 1;

  /// Attempts are counted within a call.
  void now(const call_key& other) {
    key = other;
    attempt = 1;
  }
};

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

/// How most calls end.
[[nodiscard]] const std::string& ok_text();

/// A text inside a document, or an empty one.
[[nodiscard]] const std::string& text_in(const value& document, std::string_view path);

template <class V>
void visit(V& v, order_created& f) {
  v.of_definition(f);
  v("business_key", f.what.business_key);
  v("generation", f.what.generation, std::uint32_t{1});
  v("site", f.what.site);
  v("document", f.what.document);
  v("test", f.what.test);
  v("priority", f.priority, 50);
  v("search", f.search);
  v.typed("input", f.what.input, v.types().program().input);
  v("instance", f.what.instance, text_in(f.what.input, "id"));
  v("channel", f.what.channel, text_in(f.what.input, "source.channel"));
}

template <class V>
void visit(V& v, call_made& f) {
  v.key(f.key);
  v("branch", f.branch);
  v.node(f.node);
  v.undo(f.undo);
  v.of_step(f);
  v("revision", f.revision, std::uint32_t{1});
  v("digest", f.digest);
  v("undoes", f.undoes);
  v.arguments("arguments", f);
}

template <class V>
void visit(V& v, attempt_sent& f) {
  v.key(f.key);
  v.attempt(f.attempt);
  v.node(f.node);
  v.undo(f.undo);
}

template <class V>
void visit(V& v, attempt_result& f) {
  v.key(f.key);
  v.attempt(f.attempt);
  v.node(f.node);
  v.undo(f.undo);
  v("late", f.late);
  v("error", f.how.error_name); // before the record whose type it names
  outcome_fields(v, f.how, v.types().result(f.node, f.undo),
                 v.types().error_record(f.node, f.undo, f.how.error_name));
}

template <class V>
void visit(V& v, attempt_settled& f) {
  v.key(f.key);
  v.attempt(f.attempt);
}

template <class V>
void visit(V& v, call_ended& f) {
  v.key(f.key);
  v("how", f.how, ok_text());
  v.node(f.node);
  v.undo(f.undo);
  v.attempt(f.attempt);
  v("detail", f.detail);
  v.typed("result", f.result,
          f.how == "business_error" ? v.types().error_record(f.node, f.undo, f.detail)
                                    : v.types().result(f.node, f.undo));
}

template <class V>
void visit(V& v, call_in_doubt& f) {
  v.key(f.key);
  v.attempt(f.attempt);
  v.node(f.node);
  v("undo", f.undo); // by itself: older records do not have it
}

template <class V>
void visit(V& v, doubt_verified& f) {
  v.key(f.key);
  v("asked_for", f.asked_for);
  v("verdict", f.verdict);
  v.node(f.node);
  v.undo(f.undo);
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
  v("to", f.at);
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
}

template <class V>
void visit(V& v, timer_set& f) {
  v("timer", f.timer);
  v("due", f.due);
  v("purpose", f.purpose);
  v.key(f.key);
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
  v.node(f.node);
  v.key(f.key);
  v("evidence", f.evidence);
  v("undo", f.undo); // by itself: older records do not have it
  v.typed("documents", f.documents, v.types().finder_result(f.node, f.undo));
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
  v("by", f.by);
}

template <class V>
void visit(V& v, deadline_passed& f) {
  v("branch", f.branch);
  v.node(f.node);
}

template <class V>
void visit(V& v, compensation_owed& f) {
  v.key(f.key);
  v.node(f.node);
}

template <class V>
void visit(V& v, compensation_settled& f) {
  v.key(f.key);
  v.node(f.node);
  v("how", f.how);
}

template <class V>
void visit(V& v, watch_opened& f) {
  v.key(f.key);
  v.attempt(f.attempt);
  v.node(f.node);
  v("why", f.why);
}

template <class V>
void visit(V& v, watch_closed& f) {
  v.key(f.key);
  v.attempt(f.attempt);
  v.node(f.node);
  v("how", f.how);
}

template <class V>
void visit(V& v, incident_opened& f) {
  v("incident", f.incident);
  v.key(f.key);
  v.node(f.node);
  v.undo(f.undo);
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
inline constexpr const char* names[] = {
    "order",     "call",         "sent",     "answer",   "ended",       "doubt",   "verified",
    "bound",     "unbound",      "moved",    "branch",   "branch_end",  "stage",   "timer",
    "timer_end", "wait",         "wait_end", "event",    "hold",        "release", "phase",
    "control",   "cancel",       "deadline", "owed",     "compensated", "watch",   "watch_end",
    "incident",  "incident_end", "verb",     "priority", "defect",      "settled", "taken"};
static_assert(std::size(names) == std::variant_size_v<fact>);

} // namespace gantry::engine::fields
