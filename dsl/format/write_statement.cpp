#include "dsl/format/flow_writer.hpp"

#include <utility>

/// Statements that do one thing, and blocks.
namespace gantry::dsl::layout {

namespace {

constexpr int continuation = 4;

} // namespace

/// One that may stand in braces on the line of its block.
bool flow_writer::is_simple(const syntax::statement& s) {
  if (const auto* step = std::get_if<syntax::step>(&s.is))
    return step->said.at.line == 0;
  if (const auto* let = std::get_if<syntax::let>(&s.is))
    return let->value != nullptr;
  return std::holds_alternative<syntax::exit>(s.is) || std::holds_alternative<syntax::emit>(s.is) ||
         std::holds_alternative<syntax::break_out>(s.is) ||
         std::holds_alternative<syntax::give_back>(s.is) ||
         std::holds_alternative<syntax::stage>(s.is) ||
         std::holds_alternative<syntax::retry>(s.is) ||
         std::holds_alternative<syntax::back>(s.is) || std::holds_alternative<syntax::amend>(s.is);
}

piece flow_writer::block(const syntax::block& b, room of) {
  const std::size_t close = close_of_next();
  line_of line(*this);
  line.token();
  if (b.statements.empty() && peek().before.empty())
    return line.until(close + 1).done();
  std::vector<placed> parts;
  for (const syntax::statement& s : b.statements)
    parts.push_back({s.at, [this, &s] { return statement(s); }});
  const bool one_line = of != room::always_broken && b.statements.size() == 1 &&
                        is_simple(b.statements.front()) && peek().before.empty();
  const auto edge = [&] { return one_line ? make_gap() : make_line_end(); };
  piece inner = make_sequence({edge(), rows(std::move(parts), close)});
  line.add_tight(make_indent(2, std::move(inner))).instead(edge()).until(close + 1);
  return of == room::own ? make_group(line.done(), true) : line.done();
}

piece flow_writer::outcome(const syntax::block& b) {
  return b.has_braces ? block(b, room::own) : statement(b.statements.front());
}

piece flow_writer::statement(const syntax::statement& s) {
  line_of line(*this);
  line.add(std::visit([this](const auto& node) { return of(node); }, s.is));
  return line.through(s.at).done();
}

piece flow_writer::of(const syntax::step& s) {
  line_of line(*this);
  line.through(s.name.at).mark(column::step_equals).token();
  line.add(call(s.what));
  if (s.policy)
    line.through(s.policy->at);
  if (s.said.at.line != 0)
    line.add(clauses(s.said));
  return line.done();
}

piece flow_writer::of(const syntax::let& l) {
  line_of line(*this);
  line.through(l.name.at).mark(column::let_equals).token();
  if (l.value != nullptr)
    line.add(make_indent(continuation, expression(*l.value)));
  if (l.choice != nullptr)
    line.add(if_else(*l.choice, room::own));
  if (l.cases != nullptr)
    line.add(of(*l.cases));
  return line.done();
}

/// Both blocks of a statement stand on one line, or none; those of a `let` each as they fit.
piece flow_writer::if_else(const syntax::if_else& i, room blocks) {
  line_of line(*this);
  line.token().add(make_align(expression(*i.condition)));
  line.until(i.then.at).add(block(i.then, blocks));
  if (i.otherwise) {
    line.until(i.otherwise->at);
    if (i.otherwise->has_braces)
      line.add(block(*i.otherwise, blocks));
    else
      line.add(if_else(std::get<syntax::if_else>(i.otherwise->statements.front().is), blocks));
  }
  return blocks == room::shared ? make_group(line.done(), true) : line.done();
}

piece flow_writer::of(const syntax::parallel& p) {
  line_of line(*this);
  return line.token().add(block(p.body, room::always_broken)).done();
}

piece flow_writer::of(const syntax::branch& b) {
  line_of line(*this);
  return line.token().add(block(b.body, room::always_broken)).done();
}

piece flow_writer::of(const syntax::emit& e) {
  line_of line(*this);
  return line.token().add(call(e.event)).done();
}

piece flow_writer::of(const syntax::stage& s) {
  line_of line(*this);
  line.through(s.name.at);
  if (s.is_final)
    line.token();
  return line.done();
}

piece flow_writer::of(const syntax::exit& e) {
  line_of line(*this);
  return line.token().add(expression(*e.value)).done();
}

piece flow_writer::of(const syntax::break_out&) {
  return token();
}

piece flow_writer::of(const syntax::give_back& g) {
  line_of line(*this);
  line.token();
  if (g.value != nullptr)
    line.add(expression(*g.value));
  return line.done();
}

piece flow_writer::of(const syntax::back& b) {
  line_of line(*this);
  line.through(b.stage.at);
  if (b.at_most != nullptr)
    line.until(b.at_most->at).add(expression(*b.at_most));
  return otherwise(line, b.otherwise);
}

piece flow_writer::of(const syntax::amend& a) {
  line_of line(*this);
  line.token();
  pieces items;
  for (const syntax::change& c : a.changes) {
    line_of item(*this);
    item.until(c.value->at).add(expression(*c.value));
    if (at(","))
      item.token();
    items.push_back(item.done());
  }
  if (a.then) {
    items.push_back(of(*a.then));
  } else {
    line_of item(*this);
    items.push_back(item.token().token().done()); // `without redo`
  }
  return line.add(make_align(make_fill(std::move(items)))).done();
}

/// Files with mistakes are not laid out, so this is never reached with one.
piece flow_writer::of(const syntax::broken&) {
  return make_sequence({});
}

} // namespace gantry::dsl::layout
