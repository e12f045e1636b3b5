#include "dsl/expr/expression_parser.hpp"
#include "dsl/expr/operator_habits.hpp"
#include "dsl/expr/parse_literal.hpp"

#include <utility>

namespace gantry::dsl {

expression_parser::node expression_parser::parse_primary(const token* sign) {
  const token& t = at_.peek();
  if (is_literal(t))
    return parse_literal_here(sign);
  if (begins_statement(t))
    return fail_at(last_, "GF0111",
                   "behind this the bracket `" + open_.substr(open_.size() - 1) +
                       "` is expected to be closed",
                   "close it");
  if (t.kind == token_kind::name)
    return parse_name();
  if (t.kind == token_kind::type_name)
    return parse_type();
  if (at_.at_symbol("."))
    return parse_rooted();
  if (at_.at_symbol("("))
    return parse_parenthesised();
  if (at_.at_symbol("[") || at_.at_symbol("[?"))
    return parse_list();
  if (at_.at_symbol("{"))
    return parse_map();
  return fail_without_value(t);
}

/// Two words at the beginning of a line are no part of what a bracket holds.
bool expression_parser::begins_statement(const token& t) const {
  const token& next = at_.peek(1);
  return !open_.empty() && t.kind == token_kind::name && t.at.line > last_.end_line &&
         next.kind == token_kind::name && next.text != "in" && next.at.line == t.at.line;
}

/// A sign that no value begins with; `===` and `++` are told as one.
expression_parser::node expression_parser::fail_without_value(const token& t) {
  const bool touches = !last_text_.empty() && t.at.line == last_.end_line &&
                       t.at.column == last_.end_column && t.kind == token_kind::symbol;
  if (const auto help = touches ? operator_habit(last_text_ + t.text) : std::string{};
      !help.empty()) {
    source_span both = last_;
    extend(both, t.at);
    return fail_at(both, "GF0110", "`" + last_text_ + t.text + "` is no operator", help);
  }
  return fail_at(t.at, "GF0110", "an expression is expected here, not " + shown(t));
}

expression_parser::node expression_parser::parse_literal_here(const token* sign) {
  const token& t = take();
  node e = start(syntax_kind::literal, t);
  auto v = parse_literal(t, sign != nullptr);
  if (!v)
    return fail_at(t.at, "GF0113", v.error().message, v.error().help);
  e->constant = std::move(*v);
  e->name = (sign == nullptr ? "" : "-") + t.text;
  if (sign != nullptr) {
    e->at = sign->at;
    extend(e->at, t.at);
  }
  return e;
}

expression_parser::node expression_parser::parse_name() {
  const token& t = take();
  node e = start(syntax_kind::literal, t);
  e->name = t.text;
  if (t.text == "in")
    return fail_at(t.at, "GF0110", "an expression is expected before `in`");
  if (t.text == "true" || t.text == "false") {
    e->constant = value(t.text == "true");
    return e;
  }
  if (t.text == "null" || t.text == "none")
    return e;
  e->is = syntax_kind::name;
  return call_or_name(std::move(e));
}

expression_parser::node expression_parser::call_or_name(node e) {
  if (!at_.at_symbol("("))
    return e;
  e->is = syntax_kind::call;
  if (!parse_arguments(*e))
    return nullptr;
  extend(e->at, last_);
  return finish(std::move(e));
}

expression_parser::node expression_parser::parse_type() {
  const token& t = take();
  node e = start(syntax_kind::name, t);
  e->name = t.text;
  const token& next = at_.peek();
  if (next.kind == token_kind::name && next.at.line == t.at.line && at_.peek(1).text == ":") {
    open_.push_back('{');
    return fail_at(next.at, "GF0111", "here `{` is expected before the fields of " + t.text,
                   "a record is written `" + t.text + " { " + next.text + ": … }`");
  }
  if (!at_.at_symbol("{") || !name_habit(t.text).empty()) // `None {` begins a block
    return call_or_name(std::move(e));
  e->is = syntax_kind::record;
  return parse_record_fields(std::move(e));
}

expression_parser::node expression_parser::parse_rooted() {
  const token& dot = take();
  const token& t = at_.peek();
  if (t.kind != token_kind::name && t.kind != token_kind::type_name)
    return fail_at(t.at, "GF0110", "after a leading `.` a name is expected, not " + shown(t));
  node e = t.kind == token_kind::name ? parse_name() : parse_type();
  if (e == nullptr)
    return nullptr;
  e->is_rooted = true;
  e->at.line = dot.at.line;
  e->at.column = dot.at.column;
  return e;
}

expression_parser::node expression_parser::parse_parenthesised() {
  const token& bracket = open();
  node e = parse_conditional();
  if (e == nullptr || !expect_symbol(")", "to close the bracket"))
    return nullptr;
  e->is_parenthesised = true;
  e->at.line = bracket.at.line;
  e->at.column = bracket.at.column;
  extend(e->at, last_);
  return e;
}

} // namespace gantry::dsl
