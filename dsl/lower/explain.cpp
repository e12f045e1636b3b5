#include "dsl/compile.hpp"

#include <algorithm>

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

std::string last_part(const std::string& id) {
  return id.substr(id.rfind('/') + 1);
}

std::string call_text(const program& p, const call_expression& call) {
  std::string text = p.operations[call.operation].full_name() + "(";
  for (const auto& argument : call.arguments)
    text += (text.back() == '(' ? "" : ", ") + argument.name + ": " + argument.value->text();
  return text + ")";
}

std::string keys_text(const event_declaration& event, const std::vector<expression_ptr>& keys) {
  std::string text = event.full_name() + "(";
  for (std::size_t i = 0; i < keys.size() && i < event.keys.size(); ++i)
    text += (i == 0 ? "" : ", ") + event.keys[i] + ": " + keys[i]->text();
  return text + ")";
}

/// A program in words, block by block: what the flow says, and what it leaves to policies and
/// defaults.
class explainer {
public:
  explicit explainer(const program& p) : p_(p) { find_blocks(); }

  std::string text() {
    say(0, "workflow " + p_.name + ", version " + std::to_string(p_.version));
    headers();
    range(0, end_of(0), 1);
    for (const auto& h : p_.handlers)
      handler(h);
    return std::move(out_);
  }

private:
  /// Blocks that stand beside the body begin where something points to.
  void find_blocks() {
    const auto begin = [this](address a) {
      if (a != no_address)
        starts_.push_back(a);
    };
    for (const auto& s : p_.steps) {
      begin(s.retry.otherwise);
      if (s.deadline)
        begin(s.deadline->otherwise);
      for (const auto& h : s.handlers)
        begin(h.block);
    }
    for (const auto& w : p_.waits)
      if (w.deadline)
        begin(w.deadline->otherwise);
    for (const auto& h : p_.handlers)
      for (const auto& arm : h.arms)
        begin(arm.block);
    for (const auto& i : p_.code)
      if (i.rule)
        begin(i.rule->otherwise);
    starts_.push_back(static_cast<address>(p_.code.size()));
    std::sort(starts_.begin(), starts_.end());
  }

  [[nodiscard]] address end_of(address begin) const {
    return *std::upper_bound(starts_.begin(), starts_.end() - 1, begin);
  }

  void say(int depth, const std::string& text) {
    out_ += std::string(static_cast<std::size_t>(depth) * 2, ' ') + text + "\n";
  }
  void line(int depth, const std::string& name, const std::string& text) {
    say(depth, name + std::string(name.size() < 12 ? 12 - name.size() : 1, ' ') + text);
  }

  /// What happens then, below the line that leads to it.
  void block(address begin, int depth) {
    const auto before = out_.size();
    range(begin, end_of(begin), depth);
    if (out_.size() == before)
      say(depth, "nothing: it goes on");
  }

  void headers() {
    for (const auto& part : p_.key)
      line(2, "key", part->text());
    line(2, "priority", p_.priority ? p_.priority->text() : "50");
    for (const auto& label : p_.search)
      line(2, "search", label.name + " = " + label.value->text());
    line(2, "pause",
         p_.pause_freezes_deadlines ? "freezes `within` deadlines" : "deadlines run on");
  }

  void range(address from, address to, int depth) {
    for (auto a = from; a < to;) {
      const auto& i = p_.code[a];
      const bool is_test = i.does == instruction::op::branch || i.does == instruction::op::unwrap;
      if (is_test && i.target > a && i.target <= to) {
        a = condition(a, to, depth);
      } else {
        one(i, depth);
        ++a;
      }
    }
  }

  /// The address behind the whole `if`.
  address condition(address a, address to, int depth) {
    const auto& test = p_.code[a];
    const auto name =
        test.does == instruction::op::unwrap ? " as " + p_.slots[test.slot].name : std::string{};
    say(depth, "if " + test.expr->text() + name);
    range(a + 1, test.target, depth + 1);
    const auto& last = p_.code[test.target - 1];
    if (test.target == a + 1 || last.does != instruction::op::jump || last.target == test.target)
      return test.target;
    say(depth, "else");
    if (last.target < test.target || last.target > to)
      return test.target;
    range(test.target, last.target, depth + 1);
    return last.target;
  }

  void one(const instruction& i, int depth) {
    using op = instruction::op;
    switch (i.does) {
    case op::call: return step(i, depth);
    case op::wait: return wait(i, depth);
    case op::stage:
      return say(depth,
                 "stage " + p_.stages[i.index].name + (p_.stages[i.index].final ? ", final" : ""));
    case op::bind: return bind(i, depth);
    case op::reject: return exit("reject", i, depth);
    case op::cancel: return exit("cancel", i, depth);
    case op::hold: return exit("hold", i, depth);
    case op::finish: return exit("return", i, depth);
    case op::retry:
      say(depth, "retry " + retry_text(*i.rule) + " under a new key");
      return spent(*i.rule, depth);
    case op::branch:
    case op::unwrap:
    case op::jump:
    case op::end_handler:
    case op::end_block: return;
    }
  }

  void exit(const std::string& word, const instruction& i, int depth) {
    say(depth, i.expr ? word + " " + i.expr->text() : word);
  }

  void bind(const instruction& i, int depth) {
    const auto name = last_part(i.id);
    if (i.expr)
      say(depth, (name == "yield" ? "yield " : "let " + name + " = ") + i.expr->text());
  }

  [[nodiscard]] static std::string retry_text(const retry_rule& rule) {
    if (!rule.times)
      return "none";
    std::string text = rule.times->text() + " times";
    if (rule.from && rule.to)
      text += rule.from == rule.to ? ", every " + rule.from->text()
                                   : ", from " + rule.from->text() + " to " + rule.to->text();
    return text;
  }

  /// What comes after the last retry.
  void spent(const retry_rule& rule, int depth) {
    if (rule.otherwise == no_address)
      return say(depth + 1, "then held");
    say(depth + 1, "then");
    block(rule.otherwise, depth + 2);
  }

  void deadline(const deadline_rule& rule, int depth) {
    std::string text = rule.by ? "by " + rule.by->text() : "within " + rule.within->text();
    if (rule.of_stage != no_index)
      text += " of " + p_.stages[rule.of_stage].name;
    line(depth, "deadline", text);
    if (rule.otherwise == no_address)
      return;
    say(depth + 1, "then");
    block(rule.otherwise, depth + 2);
  }

  void effect(const operation& operation, const dsl::step& step, int depth) {
    if (!operation.verify) {
      if (operation.effect == effect_class::idempotent)
        line(depth, "settle",
             operation.settle ? format_duration(*operation.settle) : "as long as the timeout");
      return;
    }
    const auto& verify = *operation.verify;
    const bool on_unknown =
        std::any_of(step.handlers.begin(), step.handlers.end(), [](const error_handler& h) {
          return std::find(h.errors.begin(), h.errors.end(), "unknown") != h.errors.end();
        });
    line(depth, "verify",
         p_.operations[verify.finder].name +
             (verify.match ? ", match " + verify.match->text() : std::string{}) + ", settle " +
             format_duration(verify.settle) + ", within " + format_duration(verify.within) +
             (on_unknown ? ", then `on unknown`" : ", then held in_doubt"));
  }

  void step(const instruction& i, int depth) {
    const auto& step = p_.steps[i.index];
    const auto& operation = p_.operations[step.call.operation];
    say(depth, "step " + i.id + " (line " + std::to_string(i.line) + ")");
    const int inner = depth + 1;
    line(inner, "calls", call_text(p_, step.call) + ", " + name_of(operation.effect));
    line(inner, "timeout", step.timeout->text() + " an attempt");
    line(inner, "retry", retry_text(step.retry));
    if (step.retry.times)
      spent(step.retry, inner);
    if (step.deadline)
      deadline(*step.deadline, inner);
    effect(operation, step, inner);
    if (step.compensate)
      line(inner, "compensate", call_text(p_, *step.compensate));
    else if (!step.compensate_none.empty())
      line(inner, "compensate", "none: " + step.compensate_none);
    for (const auto& handler : step.handlers) {
      std::string names;
      for (const auto& error : handler.errors)
        names += (names.empty() ? "" : ", ") + error;
      line(inner, "on", names);
      block(handler.block, inner + 1);
    }
  }

  void wait(const instruction& i, int depth) {
    const auto& wait = p_.waits[i.index];
    say(depth, "wait " + i.id + " (line " + std::to_string(i.line) + ")");
    if (wait.event != no_index)
      line(depth + 1, "for", keys_text(p_.events[wait.event], wait.keys));
    if (wait.where)
      line(depth + 1, "where", wait.where->text());
    if (wait.deadline)
      deadline(*wait.deadline, depth + 1);
  }

  void handler(const dsl::handler& h) {
    say(1, "on " + keys_text(p_.events[h.event], h.keys) +
               (h.where ? " where " + h.where->text() : std::string{}));
    for (const auto& arm : h.arms) {
      if (arm.before_stage != no_index)
        say(2, "before " + p_.stages[arm.before_stage].name);
      else
        say(2, h.arms.size() > 1 ? "otherwise" : "always");
      block(arm.block, 3);
    }
  }

  const program& p_;
  std::vector<address> starts_;
  std::string out_;
};

} // namespace

std::string explain(const program& p) {
  return explainer(p).text();
}

} // namespace gantry::dsl
