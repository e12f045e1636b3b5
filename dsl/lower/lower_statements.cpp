#include "dsl/base/error.hpp"
#include "dsl/check/exits.hpp"
#include "dsl/lower/lowering.hpp"

/// One function a statement; steps stand in lower_step.cpp.
namespace gantry::dsl {

using op = instruction::op;

void lowering::block(const syntax::block& b, const place& at) {
  for (const auto& s : b.statements)
    statement(s, at);
}

void lowering::statement(const syntax::statement& s, const place& at) {
  line_ = s.at.line;
  std::visit([&](const auto& one) { visit(one, at); }, s.is);
}

void lowering::visit(const syntax::let& l, const place& at) {
  const auto slot = slot_of(at.owner, &l);
  if (!l.choice) {
    instruction i;
    i.does = op::bind;
    i.id = id(l.name.text, at);
    i.slot = slot;
    i.expr = value(l.value, at);
    emit(std::move(i));
    return;
  }
  std::vector<address> ends;
  place inner = at;
  inner.yields_to = slot;
  inner.after_yield = [this, &ends, name = id(l.name.text, at)] {
    instruction jump;
    jump.does = op::jump;
    jump.id = name;
    ends.push_back(emit(std::move(jump)));
  };
  visit(*l.choice, inner);
  for (const auto end : ends)
    p_.code[end].target = here();
}

void lowering::visit(const syntax::if_else& b, const place& at) {
  instruction test;
  test.does = b.as ? op::unwrap : op::branch;
  test.id = id("if", at);
  test.expr = value(b.condition, at);
  if (b.as)
    test.slot = slot_of(at.owner, &b);
  const auto tested = emit(std::move(test));
  block(b.then, at);
  if (!b.otherwise) {
    p_.code[tested].target = here();
    return;
  }
  const auto jump_to = [&](address target) {
    instruction jump;
    jump.does = op::jump;
    jump.id = id("if", at);
    jump.target = target;
    return emit(std::move(jump));
  };
  // Where a value is due, a `hold` that is released has none to go on with: the choice is made
  // again.
  const bool again = at.after_yield != nullptr && end_of(b.then) != block_end::falls;
  address over = no_address;
  if (runs_out(b.then)) {
    const auto jump = jump_to(tested);
    over = again ? no_address : jump;
  }
  p_.code[tested].target = here();
  block(*b.otherwise, at);
  if (again && runs_out(*b.otherwise))
    jump_to(tested);
  if (over != no_address)
    p_.code[over].target = here();
}

void lowering::visit(const syntax::wait& w, const place& at) {
  const auto& checked = w_.events.at(&w.event);
  const auto index = static_cast<std::uint32_t>(p_.waits.size());
  dsl::wait made;
  made.slot = slot_of(at.owner, &w);
  made.event = event(checked);
  for (const auto* key : checked.keys)
    made.keys.push_back(value(key->value, at));
  made.where = value(w.where, at);
  if (w.until)
    made.deadline = deadline(*w.until, at);
  const auto slot = made.slot;
  p_.waits.push_back(std::move(made));
  instruction i;
  i.does = op::wait;
  i.id = id(w.name.text, at);
  i.index = index;
  const auto name = i.id;
  const auto after = emit(std::move(i)) + 1;
  if (!w.until || !w.until->otherwise)
    return;
  place there = at;
  there.path = name + "/deadline";
  there.step = no_index;
  there.yields_to = slot;
  there.cause = instruction::hold_cause::deadline;
  beside(*w.until->otherwise, std::move(there), after,
         [this, index](address a) { p_.waits[index].deadline->otherwise = a; });
}

void lowering::visit(const syntax::wait_time& w, const place& at) {
  dsl::wait made;
  deadline_rule due;
  due.within = value(w.length ? w.length->length : nullptr, at);
  due.by = value(w.until, at);
  made.deadline = std::move(due);
  instruction i;
  i.does = op::wait;
  i.id = id("wait", at);
  i.index = static_cast<std::uint32_t>(p_.waits.size());
  p_.waits.push_back(std::move(made));
  emit(std::move(i));
}

void lowering::visit(const syntax::stage& s, const place& at) {
  instruction i;
  i.does = op::stage;
  i.id = id(s.name.text, at);
  i.index = w_.stage_index.at(s.name.text);
  emit(std::move(i));
}

void lowering::visit(const syntax::exit& e, const place& at) {
  using word = syntax::exit::word;
  instruction i;
  i.expr = value(e.value, at);
  i.cause = at.cause;
  switch (e.is) {
  case word::reject:
    i.does = op::reject;
    i.id = id("reject", at);
    break;
  case word::cancel:
    i.does = op::cancel;
    i.id = id("cancel", at);
    break;
  case word::hold:
    i.does = op::hold;
    i.id = id("hold", at);
    break;
  case word::yield:
    if (at.yields_to != no_index) {
      i.does = op::bind;
      i.id = id("yield", at);
      i.slot = at.yields_to;
      emit(std::move(i));
    }
    if (at.after_yield)
      at.after_yield();
    return;
  }
  emit(std::move(i));
}

void lowering::visit(const syntax::give_back& g, const place& at) {
  instruction i;
  i.does = op::finish;
  i.id = id("return", at);
  i.expr = value(g.value, at);
  emit(std::move(i));
}

void lowering::visit(const syntax::retry& r, const place& at) {
  instruction i;
  i.does = op::retry;
  i.id = id("retry", at);
  i.index = at.step;
  i.rule = rule(r, at);
  const auto mine = emit(std::move(i));
  if (!r.otherwise)
    return;
  place there = at;
  there.path = at.path + "/spent";
  there.cause = instruction::hold_cause::retries_spent;
  address after = no_address;
  for (address a = 0; a < p_.code.size(); ++a)
    if (p_.code[a].does == op::call && p_.code[a].index == at.step)
      after = a + 1;
  beside(*r.otherwise, std::move(there), after,
         [this, mine](address a) { p_.code[mine].rule->otherwise = a; });
}

} // namespace gantry::dsl
