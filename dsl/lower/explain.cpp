#include "dsl/compile.hpp"

namespace gantry::dsl {
namespace {

const char* name_of(effect_class effect) {
  switch (effect) {
  case effect_class::read: return "read";
  case effect_class::idempotent: return "idempotent";
  case effect_class::once: return "once";
  }
  return "";
}

std::string deadline_text(const deadline_rule& rule, const program& p) {
  if (rule.by)
    return "by " + rule.by->text();
  std::string text = "within " + rule.within->text();
  if (rule.of_stage != no_index)
    text += " of " + p.stages[rule.of_stage].name;
  return text;
}

std::string retry_text(const retry_rule& rule) {
  if (!rule.times)
    return "none";
  std::string text = rule.times->text() + " times";
  if (rule.from && rule.to)
    text += rule.from == rule.to ? ", every " + rule.from->text()
                                 : ", from " + rule.from->text() + " to " + rule.to->text();
  return text + (rule.otherwise == no_address ? ", then held" : ", then its `else`");
}

void line(std::string& out, const std::string& name, const std::string& text) {
  out += "    " + name + std::string(name.size() < 12 ? 12 - name.size() : 1, ' ') + text + "\n";
}

void explain_step(std::string& out, const program& p, const instruction& i) {
  const auto& step = p.steps[i.index];
  const auto& operation = p.operations[step.call.operation];
  out += "  step " + i.id + " (line " + std::to_string(i.line) + ")\n";
  line(out, "calls", operation.full_name() + ", " + name_of(operation.effect));
  line(out, "timeout", step.timeout->text() + " an attempt");
  line(out, "retry", retry_text(step.retry));
  if (step.deadline)
    line(out, "deadline", deadline_text(*step.deadline, p) + ", then its `else`");
  if (operation.verify)
    line(out, "verify",
         p.operations[operation.verify->finder].name + ", settle " +
             format_duration(operation.verify->settle) + ", within " +
             format_duration(operation.verify->within) + ", then `on unknown` or held in_doubt");
  else if (operation.effect == effect_class::idempotent)
    line(out, "settle",
         operation.settle ? format_duration(*operation.settle) : "as long as the timeout");
  if (step.compensate)
    line(out, "compensate", p.operations[step.compensate->operation].full_name());
  else if (!step.compensate_none.empty())
    line(out, "compensate", "none: " + step.compensate_none);
  for (const auto& handler : step.handlers) {
    std::string names;
    for (const auto& error : handler.errors)
      names += (names.empty() ? "" : ", ") + error;
    line(out, "on", names);
  }
}

} // namespace

std::string explain(const program& p) {
  std::string out = "workflow " + p.name + ", version " + std::to_string(p.version) + "\n";
  for (const auto& part : p.key)
    line(out, "key", part->text());
  line(out, "priority", p.priority ? p.priority->text() : "50");
  line(out, "pause", p.pause_freezes_deadlines ? "freezes `within` deadlines" : "deadlines run on");
  for (const auto& i : p.code) {
    if (i.does == instruction::op::call)
      explain_step(out, p, i);
    if (i.does == instruction::op::stage)
      out += "  stage " + p.stages[i.index].name + (p.stages[i.index].final ? ", final\n" : "\n");
    if (i.does == instruction::op::wait && p.waits[i.index].event != no_index) {
      const auto& wait = p.waits[i.index];
      out += "  wait " + i.id + "\n";
      line(out, "for", p.events[wait.event].full_name());
      if (wait.deadline)
        line(out, "deadline", deadline_text(*wait.deadline, p));
    }
  }
  for (const auto& handler : p.handlers)
    out += "  " + handler.id + ": " + std::to_string(handler.arms.size()) + " arms\n";
  return out;
}

} // namespace gantry::dsl
