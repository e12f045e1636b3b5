#pragma once

#include "dsl/syntax/parse/ast.hpp"

#include <optional>
#include <variant>

/// Ways through the tree of a workflow.
namespace gantry::dsl {

/// Whether control comes into a block on the main path, or only when something went otherwise.
enum class block_role { path, beside };

namespace walking {

template <class Visit>
void optional_block(const std::optional<syntax::block>& b, block_role role, const Visit& visit) {
  if (b)
    visit(*b, role);
}

template <class Visit>
void inside(const syntax::if_else& c, const Visit& visit) {
  visit(c.then, block_role::path);
  optional_block(c.otherwise, block_role::path, visit);
}
template <class Visit>
void inside(const syntax::match& m, const Visit& visit) {
  for (const syntax::match_arm& a : m.arms)
    visit(a.body, block_role::path);
}
template <class Visit>
void inside(const syntax::let& l, const Visit& visit) {
  if (l.choice)
    inside(*l.choice, visit);
  if (l.cases)
    inside(*l.cases, visit);
}
template <class Visit>
void inside(const syntax::parallel& p, const Visit& visit) {
  visit(p.body, block_role::path);
}
template <class Visit>
void inside(const syntax::branch& b, const Visit& visit) {
  visit(b.body, block_role::path);
}
template <class Visit>
void inside(const syntax::each& e, const Visit& visit) {
  visit(e.body, block_role::path);
}
template <class Visit>
void inside(const syntax::repeat& r, const Visit& visit) {
  visit(r.body, block_role::path);
  visit(r.otherwise, block_role::beside);
}
template <class Visit>
void inside(const syntax::wait& w, const Visit& visit) {
  if (w.until)
    optional_block(w.until->otherwise, block_role::beside, visit);
}
template <class Visit>
void inside(const syntax::wait_first& w, const Visit& visit) {
  for (const syntax::wait_arm& a : w.arms)
    visit(a.body, block_role::path);
  if (w.until)
    optional_block(w.until->otherwise, block_role::beside, visit);
}
template <class Visit>
void inside(const syntax::wait_time& w, const Visit& visit) {
  if (w.at_latest)
    optional_block(w.at_latest->otherwise, block_role::beside, visit);
}
template <class Visit>
void inside(const syntax::task& t, const Visit& visit) {
  for (const syntax::due& d : t.stretches)
    optional_block(d.outcome, block_role::beside, visit);
}
template <class Visit>
void inside(const syntax::back& b, const Visit& visit) {
  optional_block(b.otherwise, block_role::beside, visit);
}
template <class Visit>
void inside(const syntax::amend& a, const Visit& visit) {
  if (a.then)
    inside(*a.then, visit);
}
template <class Visit>
void inside(const syntax::retry& r, const Visit& visit) {
  optional_block(r.otherwise, block_role::beside, visit);
}
template <class Visit>
void inside(const syntax::step& s, const Visit& visit) {
  for (const syntax::retry& r : s.said.retries)
    inside(r, visit);
  for (const syntax::deadline& d : s.said.deadlines)
    optional_block(d.otherwise, block_role::beside, visit);
  for (const syntax::answer& a : s.said.answers)
    optional_block(a.until.otherwise, block_role::beside, visit);
  for (const syntax::compensation& c : s.said.compensations)
    optional_block(c.steps, block_role::beside, visit);
  for (const syntax::error_clause& e : s.said.handlers)
    visit(e.body, block_role::beside);
}
template <class Other, class Visit>
void inside(const Other&, const Visit&) {}

} // namespace walking

/// Visits every block that a statement holds, its own clauses included.
template <class Visit>
void each_inner_block(const syntax::statement& s, const Visit& visit) {
  std::visit([&](const auto& one) { walking::inside(one, visit); }, s.is);
}

/// Visits every statement of a block and of the blocks on its main path, in the order of the text.
template <class Visit>
void each_statement(const syntax::block& b, const Visit& visit) {
  for (const syntax::statement& s : b.statements) {
    visit(s);
    each_inner_block(s, [&](const syntax::block& inner, block_role role) {
      if (role == block_role::path)
        each_statement(inner, visit);
    });
  }
}

/// Visits every statement of a block, wherever it stands inside.
template <class Visit>
void each_statement_anywhere(const syntax::block& b, const Visit& visit) {
  for (const syntax::statement& s : b.statements) {
    visit(s);
    each_inner_block(
        s, [&](const syntax::block& inner, block_role) { each_statement_anywhere(inner, visit); });
  }
}

} // namespace gantry::dsl
