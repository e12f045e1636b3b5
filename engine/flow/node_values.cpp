#include "engine/arguments.hpp"
#include "engine/flow/flow.hpp"

namespace gantry::engine {
namespace {

/// A value, or none when the branch was held.
std::optional<value> evaluate_or_hold(stepper& s, const dsl::expression& e) {
  auto v = s.d.evaluate(e);
  if (v)
    return std::move(*v);
  s.settle_position();
  hold_for_error(s.d, s.branch, s.statement().id, v.error());
  s.stop();
  return std::nullopt;
}

} // namespace

std::optional<std::string> text_or_hold(stepper& s, const dsl::expression& e) {
  const auto v = evaluate_or_hold(s, e);
  if (!v)
    return std::nullopt;
  return v->is_string() ? v->as_string() : std::string{};
}

void run_bind(stepper& s) {
  const auto& statement = s.statement();
  auto v = evaluate_or_hold(s, *statement.expr);
  if (!v)
    return;
  const auto& type = s.d.program.slots[statement.slot].of;
  s.d.note(value_bound{statement.slot, type ? conform(*v, *type) : std::move(*v)});
  s.go(s.at + 1);
}

void run_branch_node(stepper& s) {
  const auto v = evaluate_or_hold(s, *s.statement().expr);
  if (!v)
    return;
  const bool holds = v->is_bool() && v->as_bool();
  s.go(holds ? s.at + 1 : s.statement().target);
}

void run_unwrap(stepper& s) {
  const auto& statement = s.statement();
  auto v = evaluate_or_hold(s, *statement.expr);
  if (!v)
    return;
  if (v->is_optional()) {
    const auto* inner = v->inner();
    v = inner == nullptr ? value{} : *inner;
  }
  if (v->is_none()) {
    s.go(statement.target);
    return;
  }
  s.d.note(value_bound{statement.slot, std::move(*v)});
  s.go(s.at + 1);
}

} // namespace gantry::engine
