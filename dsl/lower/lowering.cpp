#include "dsl/lower/lowering.hpp"

#include "dsl/check/exits.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::dsl {

using op = instruction::op;

program lowering::run() {
  p_.name = w_.said->name.text;
  p_.version = w_.said->version.value_or(1);
  p_.documentation = w_.said->documentation;
  p_.slots = w_.slots;
  p_.input = w_.input;
  p_.returns = w_.returns;
  p_.stages = w_.stages;
  p_.pause_freezes_deadlines = w_.said->pause_freezes.value_or(false);
  const place body;
  for (const auto& part : w_.said->key)
    p_.key.push_back(value(part, body));
  if (w_.said->priority)
    p_.priority = value(w_.said->priority, body);
  for (const auto& label : w_.said->search)
    p_.search.push_back({label.name.text, value(label.value, body)});
  block(w_.said->body, body);
  if (runs_out(w_.said->body))
    end_of_body();
  for (const auto& h : w_.said->handlers)
    handler(h);
  while (!pending_.empty()) {
    const auto next = std::move(pending_.front());
    pending_.erase(pending_.begin());
    next();
  }
  add_events_of_contracts();
  add_closure(w_, p_);
  return std::move(p_);
}

/// A `hold` that stands at the end of a flow with a result cannot be released into nothing: the
/// order is held again.
void lowering::end_of_body() {
  instruction end;
  end.id = "return";
  end.does = w_.returns ? op::hold : op::finish;
  if (w_.returns)
    end.expr = make_constant(gantry::value{"the flow ends here without a result"}, string_type());
  const auto at = emit(std::move(end));
  if (!w_.returns)
    return;
  instruction again;
  again.does = op::jump;
  again.id = "return";
  again.target = at;
  emit(std::move(again));
}

/// A system of which the flow makes calls also tells what nobody waits for: it is declared all the
/// same, and kept as its contract says.
void lowering::add_events_of_contracts() {
  std::map<std::string, const checked_contract*> contracts;
  for (const auto& [said, call] : w_.calls)
    contracts.emplace(call.contract->said->name.text, call.contract);
  for (const auto& [said, e] : w_.events)
    contracts.emplace(e.contract->said->name.text, e.contract);
  for (const auto& [name, contract] : contracts)
    for (std::uint32_t i = 0; i < contract->events.size(); ++i)
      event({contract, i, {}});
}

address lowering::emit(instruction i) {
  i.line = line_;
  p_.code.push_back(std::move(i));
  return here() - 1;
}

expression_ptr lowering::value(const expression_syntax_ptr& e, const place& at) const {
  if (!e)
    return nullptr;
  const auto found = w_.values.find({at.owner, e.get()});
  return found == w_.values.end() ? nullptr : found->second;
}

std::uint32_t lowering::slot_of(const void* owner, const void* node) const {
  const auto found = w_.slot_of.find({owner, node});
  return found == w_.slot_of.end() ? no_index : found->second;
}

std::string lowering::id(const std::string& name, const place& at) const {
  return at.path.empty() ? name : at.path + "/" + name;
}

std::uint32_t lowering::operation(const checked_contract& contract, std::uint32_t index) {
  const auto* known = &contract.operations[index];
  if (const auto at = operations_.find(known); at != operations_.end())
    return at->second;
  const auto mine = static_cast<std::uint32_t>(p_.operations.size());
  operations_.emplace(known, mine);
  p_.operations.push_back(*known);
  if (known->verify) {
    const auto finder = operation(contract, known->verify->finder);
    p_.operations[mine].verify->finder = finder;
  }
  return mine;
}

std::uint32_t lowering::event(const checked_event& e) {
  const auto [at, is_new] =
      events_.emplace(std::pair{e.contract, e.event}, static_cast<std::uint32_t>(p_.events.size()));
  if (is_new)
    p_.events.push_back(e.declared());
  return at->second;
}

call_expression lowering::call(const syntax::call& c, const place& at) {
  const auto& checked = w_.calls.at(&c);
  call_expression made{operation(*checked.contract, checked.operation), {}};
  for (std::size_t i = 0; i < checked.arguments.size(); ++i) {
    const auto& name = checked.callee().parameters[i].name;
    made.arguments.push_back({name, checked.arguments[i] == nullptr
                                        ? make_constant({}, none_type())
                                        : value(checked.arguments[i]->value, at)});
  }
  return made;
}

retry_rule lowering::rule(const syntax::retry& r, const place& at) const {
  retry_rule made;
  made.times = value(r.times, at);
  made.from = value(r.every ? r.every->length : r.from, at);
  made.to = value(r.every ? r.every->length : r.to, at);
  return made;
}

deadline_rule lowering::deadline(const syntax::deadline& d, const place& at) const {
  deadline_rule made;
  made.within = value(d.within ? d.within->length : nullptr, at);
  made.by = value(d.by, at);
  if (d.of_stage)
    if (const auto stage = w_.stage_index.find(d.of_stage->text); stage != w_.stage_index.end())
      made.of_stage = stage->second;
  return made;
}

void lowering::beside(const syntax::block& b, place at, address after,
                      std::function<void(address)> put) {
  pending_.push_back([this, &b, at = std::move(at), after, put = std::move(put)]() mutable {
    put(here());
    const auto end = [this, after, step = at.step, path = at.path] {
      instruction i;
      i.does = op::end_block;
      i.id = path;
      i.index = step;
      i.target = after;
      emit(std::move(i));
    };
    at.after_yield = end;
    block(b, at);
    if (end_of(b) == block_end::falls)
      end();
  });
}

void lowering::handler(const syntax::handler& h) {
  const auto& checked = w_.events.at(&h.event);
  dsl::handler made;
  made.id = "on " + h.event.full_name();
  made.event = event(checked);
  place at;
  at.in_handler = true;
  at.path = made.id;
  for (const auto* key : checked.keys)
    made.keys.push_back(value(key->value, at));
  made.where = value(h.where, at);
  made.slot = slot_of(nullptr, &h);
  if (const auto own = w_.own_slots.find(&h); own != w_.own_slots.end())
    made.own_slots = own->second;
  for (const auto& arm : h.arms) {
    dsl::handler::arm lowered;
    if (arm.before)
      if (const auto stage = w_.stage_index.find(arm.before->text); stage != w_.stage_index.end())
        lowered.before_stage = stage->second;
    each_statement(arm.body, [&](const syntax::statement& s) {
      const auto* exit = std::get_if<syntax::exit>(&s.is);
      made.cancels = made.cancels || (exit != nullptr && exit->is == syntax::exit::word::cancel);
    });
    lowered.block = here();
    block(arm.body, at);
    if (runs_out(arm.body)) {
      instruction end;
      end.does = op::end_handler;
      end.id = made.id;
      emit(std::move(end));
    }
    made.arms.push_back(lowered);
  }
  p_.handlers.push_back(std::move(made));
}

} // namespace gantry::dsl
