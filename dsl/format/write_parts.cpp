#include "dsl/format/flow_writer.hpp"

#include <utility>

/// The small parts that all constructs share.
namespace gantry::dsl::layout {

namespace {

constexpr int further_right = 4; // columns of a line that continues a statement

} // namespace

piece flow_writer::labelled_arguments(const std::vector<syntax::labelled>& arguments) {
  const std::size_t close = close_of_next();
  line_of line(*this);
  line.token();
  pieces items;
  for (const syntax::labelled& a : arguments) {
    line_of item(*this);
    item.until(a.value->at).add(expression(*a.value));
    if (at(","))
      item.token();
    items.push_back(item.done());
  }
  const bool hugs = !arguments.empty() && !arguments.back().value->is_parenthesised &&
                    !arguments.back().value->entries.empty();
  line.add_tight(make_arguments(std::move(items), hugs));
  return line.tight().until(close + 1).done();
}

piece flow_writer::call(const syntax::call& c) {
  line_of line(*this);
  line.until(c.arguments_at);
  return line.add_tight(labelled_arguments(c.arguments)).done();
}

/// `NAME = EXPR, …`
piece flow_writer::labels(const std::vector<syntax::label>& all) {
  pieces items;
  for (const syntax::label& l : all) {
    line_of item(*this);
    item.until(l.value->at).add(expression(*l.value));
    if (at(","))
      item.token();
    items.push_back(item.done());
  }
  return make_align(make_fill(std::move(items)));
}

piece flow_writer::parameters() {
  return divided();
}

piece flow_writer::span(const syntax::span& s) {
  line_of line(*this);
  if (s.length != nullptr)
    return expression(*s.length);
  return line.through(s.at).done();
}

piece flow_writer::when(const syntax::when& w) {
  line_of line(*this);
  line.token();
  if (w.within)
    line.add(span(*w.within));
  if (w.by != nullptr)
    line.add(expression(*w.by));
  return line.through(w.at).done();
}

/// ` else OUTCOME` behind a line, which may break before it.
piece flow_writer::otherwise(line_of& line, const std::optional<syntax::block>& block) {
  if (block) {
    line.instead(block->has_braces ? make_spaces(1) : make_gap());
    line.until(block->at).add(outcome(*block));
  }
  return make_group(make_indent(block && block->has_braces ? 0 : further_right, line.done()));
}

piece flow_writer::deadline(const syntax::deadline& d) {
  line_of line(*this);
  line.add(when(d));
  return otherwise(line, d.otherwise);
}

piece flow_writer::retry(const syntax::retry& r) {
  line_of line(*this);
  line.until(r.times->at).add(expression(*r.times));
  if (r.every)
    line.until(r.every->at).add(span(*r.every));
  if (r.from != nullptr)
    line.until(r.from->at).add(expression(*r.from)).until(r.to->at).add(expression(*r.to));
  return otherwise(line, r.otherwise);
}

} // namespace gantry::dsl::layout
