#include "dsl/format/flow_writer.hpp"

#include <algorithm>
#include <utility>

/// Workflows, and the file as a whole.
namespace gantry::dsl::layout {

namespace {

constexpr int where_indent = 4; // of `where` below the head of a handler

} // namespace

piece flow_writer::beginning(const syntax::beginning& b) {
  line_of line(*this);
  if (const auto* on = std::get_if<syntax::begin_on>(&b.is))
    if (on->where != nullptr)
      line.instead(make_gap()).until(on->where->at).add(expression(*on->where));
  line.until(b.arguments_at).instead(make_spaces(1));
  return line.add(labelled_arguments(b.arguments)).done();
}

piece flow_writer::service_level(const syntax::service_level& s) {
  line_of line(*this);
  line.through(s.name.at).add(when(s.until));
  if (s.warn)
    line.until(s.warn->at).add(span(*s.warn));
  line.through(s.at);
  return otherwise(line, s.otherwise);
}

std::vector<placed> flow_writer::headers(const syntax::workflow& w) {
  std::size_t width = 0;
  for (const syntax::header_line& h : w.headers)
    width = std::max(width, h.word.size());
  std::vector<placed> parts;
  for (const syntax::header_line& h : w.headers) {
    parts.push_back({h.at, [this, &w, &h, width] {
                       line_of line(*this);
                       line.add(padded_word(width)).tight();
                       const std::size_t end = text_.end_of(h.at);
                       const auto stands_here = [&](const source_span& at) {
                         return text_.end_of(at) <= end && text_.begin_of(at) + 1 == at_;
                       };
                       if (h.word == "begin") {
                         for (const syntax::beginning& b : w.begins)
                           if (stands_here(b.at))
                             return line.add(beginning(b)).done();
                       } else if (h.word == "sla") {
                         for (const syntax::service_level& s : w.levels)
                           if (stands_here(s.at))
                             return line.add(service_level(s)).done();
                       } else if (h.word == "priority") {
                         return line.add(expression(*w.priority)).done();
                       } else if (h.word == "search") {
                         return line.add(labels(w.search)).done();
                       } else if (h.word == "key") {
                         pieces items;
                         for (const auto& part : w.key) {
                           line_of item(*this);
                           item.add(expression(*part));
                           if (at(","))
                             item.token();
                           items.push_back(item.done());
                         }
                         return line.add(make_align(make_fill(std::move(items)))).done();
                       }
                       return line.until(end).done();
                     }});
  }
  return parts;
}

piece flow_writer::handler(const syntax::handler& h) {
  line_of line(*this);
  line.token().add(call(h.event));
  if (h.where != nullptr)
    line.instead(make_gap()).until(h.where->at).add(expression(*h.where));
  line.through(h.as.at);
  piece head = make_group(make_indent(where_indent, line.done()));
  line_of all(*this);
  all.add(std::move(head));
  if (!h.has_arms)
    return all.add(block(h.arms.front().body, room::always_broken)).done();
  std::vector<placed> parts;
  for (const syntax::arm& a : h.arms)
    parts.push_back({a.at, [this, &a] {
                       line_of arm(*this);
                       arm.until(a.body.at).mark(column::brace);
                       return arm.add(block(a.body, room::own)).done();
                     }});
  return all.add(braced_rows(std::move(parts))).done();
}

piece flow_writer::workflow(const syntax::workflow& w) {
  line_of line(*this);
  line.token().token();
  line.add_tight(parameters());
  while (!at("{"))
    line.token();
  const std::size_t close = close_of_next();
  line.token();
  if (at_ == close && peek().before.empty())
    return line.until(close + 1).done();
  std::vector<placed> parts = headers(w);
  const std::size_t first_statement = parts.size();
  for (const syntax::statement& s : w.body.statements)
    parts.push_back({s.at, [this, &s] { return statement(s); }});
  const std::size_t first_handler = parts.size();
  for (const syntax::handler& h : w.handlers)
    parts.push_back({h.at, [this, &h] { return handler(h); }});
  const auto set_off = [&](std::size_t i) { return i == first_statement || i == first_handler; };
  piece inner = make_sequence({make_line_end(), rows(std::move(parts), close, set_off)});
  line.add_tight(make_indent(2, std::move(inner))).instead(make_line_end()).until(close + 1);
  return line.done();
}

/// An empty line stands around what is long, and between imports and the rest.
piece flow_writer::file(const syntax::file& f) {
  enum class kind { import_line, small, large };
  std::vector<placed> parts;
  std::vector<std::pair<source_span, kind>> kinds;
  const auto add = [&](kind of, const source_span& at, std::function<piece()> write) {
    kinds.emplace_back(at, of);
    parts.push_back({at, std::move(write)});
  };
  for (const auto& d : f.imports)
    add(kind::import_line, d.at, [this, &d] { return as_written(d.at); });
  for (const auto& d : f.records)
    add(kind::small, d.at, [this, &d] { return record(d); });
  for (const auto& d : f.enumerations)
    add(kind::small, d.at, [this, &d] { return enumeration(d); });
  for (const auto& d : f.defines)
    add(kind::small, d.at, [this, &d] { return define(d); });
  for (const auto& d : f.mappings)
    add(kind::large, d.at, [this, &d] { return mapping(d); });
  for (const auto& d : f.settings)
    add(kind::small, d.at, [this, &d] { return setting(d); });
  for (const auto& d : f.tables)
    add(d.has_rows ? kind::large : kind::small, d.at, [this, &d] { return table(d); });
  for (const auto& d : f.calendars)
    add(kind::small, d.at, [this, &d] { return calendar(d); });
  for (const auto& d : f.policies)
    add(d.said.handlers.empty() ? kind::small : kind::large, d.at,
        [this, &d] { return policy(d); });
  for (const auto& d : f.contracts)
    add(kind::large, d.at, [this, &d] { return contract(d); });
  for (const auto& d : f.workflows)
    add(kind::large, d.at, [this, &d] { return workflow(d); });
  for (const auto& d : f.tests)
    add(kind::large, d.at, [this, &d] { return test(d); });
  std::sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) {
    return std::pair{a.first.line, a.first.column} < std::pair{b.first.line, b.first.column};
  });
  const auto set_off = [&](std::size_t i) {
    const kind before = kinds[i - 1].second, here = kinds[i].second;
    return before == kind::large || here == kind::large ||
           (before == kind::import_line) != (here == kind::import_line);
  };
  return rows(std::move(parts), text_.tokens().size() - 1, set_off);
}

} // namespace gantry::dsl::layout
