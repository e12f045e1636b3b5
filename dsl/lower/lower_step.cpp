#include "dsl/lower/lowering.hpp"

namespace gantry::dsl {

void lowering::visit(const syntax::step& s, const place& at) {
  const auto& clauses = w_.clauses.at(&s);
  const auto index = static_cast<std::uint32_t>(p_.steps.size());
  const auto name = id(s.name.text, at);
  p_.steps.emplace_back();
  dsl::step made;
  made.name = s.name.text;
  made.slot = slot_of(nullptr, &s);
  made.call = call(s.what, at);
  made.in_handler = at.in_handler;
  const auto owned = [&](const step_clauses::source& from) {
    place there = at;
    there.owner = from.owner;
    return there;
  };
  made.timeout = value(clauses.timeout->length, owned(clauses.timeout_from));
  if (clauses.retry)
    made.retry = rule(*clauses.retry, owned(clauses.retry_from));
  if (clauses.deadline)
    made.deadline = deadline(*clauses.deadline, owned(clauses.deadline_from));
  if (clauses.compensation && clauses.compensation->undo)
    made.compensate = call(*clauses.compensation->undo, at);
  if (clauses.compensation && clauses.compensation->none_because)
    if (const auto why = value(clauses.compensation->none_because, at)) {
      const std::vector<gantry::value> nothing(p_.slots.size());
      if (const auto text = why->evaluate({nothing, {}, {}}); text && text->is_string())
        made.compensate_none = text->as_string();
    }
  for (const auto& h : clauses.handlers)
    made.handlers.push_back(
        {h.errors, h.said->as ? slot_of(h.from.owner, h.said) : no_index, no_address});
  const auto slot = made.slot;
  p_.steps[index] = std::move(made);

  instruction i;
  i.does = instruction::op::call;
  i.id = name;
  i.index = index;
  i.slot = slot;
  const auto after = emit(std::move(i)) + 1;

  using cause = instruction::hold_cause;
  const auto block_beside = [&](const syntax::block& b, const step_clauses::source& from,
                                const std::string& what, cause why,
                                std::function<void(address)> put) {
    place there = owned(from);
    there.path = name + "/" + what;
    there.step = index;
    there.yields_to = slot;
    there.cause = why;
    beside(b, std::move(there), after, std::move(put));
  };
  if (clauses.retry && clauses.retry->otherwise)
    block_beside(*clauses.retry->otherwise, clauses.retry_from, "retry", cause::retries_spent,
                 [this, index](address a) { p_.steps[index].retry.otherwise = a; });
  if (clauses.deadline && clauses.deadline->otherwise)
    block_beside(*clauses.deadline->otherwise, clauses.deadline_from, "deadline", cause::deadline,
                 [this, index](address a) { p_.steps[index].deadline->otherwise = a; });
  for (std::size_t h = 0; h < clauses.handlers.size(); ++h)
    block_beside(clauses.handlers[h].said->body, clauses.handlers[h].from,
                 "on " + clauses.handlers[h].errors.front(), cause::flow,
                 [this, index, h](address a) { p_.steps[index].handlers[h].block = a; });
}

} // namespace gantry::dsl
