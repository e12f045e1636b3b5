#include "dsl/format/flow_writer.hpp"

#include <algorithm>
#include <utility>

/// Declarations that are neither contracts nor workflows.
namespace gantry::dsl::layout {

namespace {

constexpr std::size_t fields_on_one_line_max = 4;
constexpr std::size_t calendar_word_width = 8; // `holidays`

bool opens_on_first_line(const expression_syntax& e) {
  if (e.is_parenthesised)
    return false;
  const bool one_argument = e.is == syntax_kind::call && e.operands.size() == 1;
  return !e.entries.empty() || (one_argument && !e.operands[0]->entries.empty());
}

} // namespace

piece flow_writer::as_written(const source_span& at) {
  line_of line(*this);
  while (at_ < text_.end_of(at)) {
    if (this->at("("))
      line.add_tight(parameters());
    else
      line.token();
  }
  return line.done();
}

/// Passes over a comma; what was said about it stays in its place between its neighbours.
void flow_writer::drop_comma() {
  const written_token comma = peek();
  written_token& before = text_.tokens()[at_ - 1];
  written_token& next = text_.tokens()[at_ + 1];
  ++at_;
  auto& home = comma.before.empty() ? before.behind : next.before;
  auto at = comma.before.empty() ? home.end() : home.begin();
  at = home.insert(at, comma.before.begin(), comma.before.end());
  home.insert(at + static_cast<std::ptrdiff_t>(comma.before.size()), comma.behind.begin(),
              comma.behind.end());
}

/// A few fields stand on one line, with commas; more of them on a line each, without.
piece flow_writer::record(const syntax::record& r) {
  line_of line(*this);
  line.token().token();
  const std::size_t close = close_of_next();
  std::vector<written_token>& tokens = text_.tokens();
  bool has_comments = !tokens[close].before.empty();
  for (std::size_t i = at_; i < close; ++i)
    has_comments =
        has_comments || !tokens[i].behind.empty() || (i > at_ && !tokens[i].before.empty());
  int name_width = 0;
  for (const syntax::parameter& f : r.fields)
    name_width = std::max(name_width, width_of(tokens[text_.begin_of(f.name.at)].text));
  // A field of personal data stands on a line of its own, where a review sees it.
  const bool is_personal =
      std::any_of(r.fields.begin(), r.fields.end(), [](const auto& f) { return f.is_personal; });
  const bool one_line = !has_comments && !is_personal && r.fields.size() <= fields_on_one_line_max;

  std::vector<placed> parts;
  for (std::size_t i = 0; i < r.fields.size(); ++i) {
    const syntax::parameter& f = r.fields[i];
    const bool last = i + 1 == r.fields.size();
    parts.push_back({f.at, [this, &f, last, one_line, name_width] {
                       line_of field(*this);
                       const int more = name_width - width_of(peek().text);
                       field.token().token();
                       field.instead(make_sequence(
                           {one_line ? make_padding(more) : make_spaces(more), make_spaces(1)}));
                       field.through(f.at);
                       if (this->at(","))
                         drop_comma();
                       if (one_line && !last)
                         field.tight().add(make_comma_when_flat());
                       return field.done();
                     }});
  }
  return line.add(braced_line_or_rows(std::move(parts), one_line, 1)).done();
}

piece flow_writer::enumeration(const syntax::enumeration& e) {
  line_of line(*this);
  line.token().token();
  const std::size_t close = close_of_next();
  line.token();
  if (e.members.empty())
    return line.until(close + 1).done();
  pieces items{make_gap()};
  while (at_ < close) {
    if (items.size() > 1)
      items.push_back(make_gap());
    line_of item(*this);
    while (at_ < close && !at(","))
      item.token();
    if (at_ < close)
      item.token();
    items.push_back(item.done());
  }
  line.add_tight(make_indent(2, make_sequence(std::move(items))));
  return make_group(line.instead(make_gap()).until(close + 1).done());
}

/// The body stands on the line if all fits, else in lines of its own, except a record or a call
/// whose brackets open on the first line.
piece flow_writer::define(const syntax::define& d) {
  line_of line(*this);
  line.token().token();
  line.add_tight(parameters());
  line.until(d.body->at);
  if (opens_on_first_line(*d.body))
    return line.add(expression(*d.body)).done();
  line.instead(make_gap()).add(expression(*d.body));
  return make_group(make_indent(2, line.done()));
}

/// Rows with their arrows in a column.
piece flow_writer::table(const syntax::table& t) {
  if (!t.has_rows)
    return as_written(t.at);
  const auto keys_width = [&](const syntax::table_row& row) {
    int width = 0;
    const std::vector<written_token>& tokens = text_.tokens();
    for (std::size_t i = text_.begin_of(row.at); tokens[i].text != "->"; ++i)
      width += width_of(tokens[i].text) + (tokens[i].text == "," ? 1 : 0);
    return width;
  };
  int width = 0;
  for (const syntax::table_row& row : t.rows)
    width = std::max(width, keys_width(row));
  line_of line(*this);
  line.token().token();
  line.add_tight(parameters());
  while (!at("{"))
    line.token();
  std::vector<placed> parts;
  for (const syntax::table_row& row : t.rows)
    parts.push_back({row.at, [this, &row, more = width - keys_width(row)] {
                       line_of written(*this);
                       while (!this->at("->"))
                         written.token();
                       written.instead(make_spaces(more + 1)).until(row.is->at);
                       return written.add(make_indent(2, expression(*row.is))).done();
                     }});
  return line.add(braced_rows(std::move(parts))).done();
}

piece flow_writer::mapping(const syntax::mapping& m) {
  line_of line(*this);
  line.token().token();
  line.add_tight(parameters());
  while (!at("{"))
    line.token();
  int width = 0;
  for (const syntax::label& f : m.fields)
    width = std::max(width, width_of(text_.tokens()[text_.begin_of(f.name.at)].text));
  std::vector<placed> parts;
  for (const syntax::label& f : m.fields)
    parts.push_back({f.name.at, [this, &f, width] {
                       line_of field(*this);
                       const int more = width - width_of(peek().text);
                       field.token();
                       field.instead(make_spaces(more + 1)).until(f.value->at);
                       return field.add(make_indent(2, expression(*f.value))).done();
                     }});
  for (const syntax::mapping_rule& r : m.rules)
    parts.push_back({r.at, [this, &r] { return mapping_rule(r); }});
  return line.add(braced_rows(std::move(parts))).done();
}

piece flow_writer::mapping_rule(const syntax::mapping_rule& r) {
  line_of rule(*this);
  rule.token().token();
  if (r.each)
    rule.token().token().token().add(expression(*r.items));
  if (r.place)
    rule.instead(make_gap()).token().add(expression(*r.place));
  rule.instead(make_gap()).token().add(expression(*r.condition));
  rule.instead(make_gap()).token().add(expression(*r.because));
  return make_group(make_indent(2, rule.done()));
}

piece flow_writer::setting(const syntax::setting& s) {
  line_of line(*this);
  line.until(s.initial->at);
  return line.add(make_indent(2, expression(*s.initial))).done();
}

piece flow_writer::calendar(const syntax::calendar& c) {
  line_of line(*this);
  line.token().token();
  const std::size_t close = close_of_next();
  std::vector<placed> parts;
  const auto word_of_row = [&](std::size_t index) {
    const source_span at = text_.tokens()[index].at;
    parts.push_back(
        {at, [this] {
           line_of row(*this);
           const int more = static_cast<int>(calendar_word_width) - width_of(peek().text);
           row.token();
           row.instead(make_sequence({make_padding(std::max(0, more)), make_spaces(1)}));
           return row.token().done();
         }});
  };
  for (std::size_t i = at_ + 1; i < close; ++i) {
    const bool zone = c.zone_at.line != 0 && i + 1 == text_.begin_of(c.zone_at);
    const bool holidays = c.holidays && i + 1 == text_.begin_of(c.holidays->at);
    const bool opens = std::any_of(c.open.begin(), c.open.end(),
                                   [&](const auto& o) { return i == text_.begin_of(o.at); });
    if (zone || holidays || opens)
      word_of_row(i);
  }
  return line.add(braced_line_or_rows(std::move(parts), true)).done();
}

piece flow_writer::policy(const syntax::policy& p) {
  line_of line(*this);
  line.token().token();
  const bool may_be_one_line = p.said.handlers.empty() && p.said.compensations.empty();
  return line.add(braced_line_or_rows(clause_rows(p.said, !may_be_one_line), may_be_one_line))
      .done();
}

} // namespace gantry::dsl::layout
