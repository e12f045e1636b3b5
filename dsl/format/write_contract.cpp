#include "dsl/format/flow_writer.hpp"

#include <algorithm>
#include <utility>

/// Contracts: the words of all members stand in one column, their names in the next.
namespace gantry::dsl::layout {

namespace {

constexpr int clause_indent = 2;            // of clauses, from the name of their operation
constexpr std::size_t batch_word_width = 6; // `closes`, `answer`

} // namespace

piece flow_writer::contract(const syntax::contract& c) {
  line_of line(*this);
  while (!at("{"))
    line.token();
  int width = 0;
  const auto widen = [&](const source_span& at) {
    width = std::max(width, width_of(text_.tokens()[text_.begin_of(at)].text));
  };
  for (const auto& o : c.operations)
    widen(o.at);
  for (const auto& e : c.events)
    widen(e.at);
  for (const auto& b : c.batches)
    widen(b.at);
  std::vector<placed> parts;
  for (const auto& o : c.operations)
    parts.push_back({o.at, [this, &o, width] { return operation(o, width); }});
  for (const auto& e : c.events)
    parts.push_back({e.at, [this, &e, width] { return event(e, width); }});
  for (const auto& b : c.batches)
    parts.push_back({b.at, [this, &b, width] { return batch(b, width); }});
  return line.add(braced_rows(std::move(parts))).done();
}

piece flow_writer::errors(const std::vector<syntax::declared_error>& all) {
  line_of line(*this);
  line.token();
  pieces items;
  for (std::size_t i = 0; i < all.size(); ++i) {
    line_of item(*this);
    item.token();
    if (at("("))
      item.add_tight(parameters());
    if (i + 1 < all.size())
      item.token();
    items.push_back(item.done());
  }
  return line.add(make_align(make_fill(std::move(items)))).done();
}

/// `errors`, `verify` and `answer` begin a line below the name; what is short follows behind.
piece flow_writer::member_clauses(std::vector<placed> clauses, std::size_t end, bool marks_keep) {
  std::sort(clauses.begin(), clauses.end(), [](const placed& a, const placed& b) {
    return std::pair{a.at.line, a.at.column} < std::pair{b.at.line, b.at.column};
  });
  pieces all;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const std::size_t next = i + 1 < clauses.size() ? text_.begin_of(clauses[i + 1].at) : end;
    const bool begins_line = at("errors") || at("verify") || at("answer");
    if (begins_line) {
      all.push_back(make_line_end());
    } else if (marks_keep) {
      all.push_back(make_mark(column::keep));
      all.push_back(make_spaces(2));
    } else {
      all.push_back(make_spaces(2));
    }
    line_of line(*this);
    line.add(clauses[i].write());
    all.push_back(line.until(next).done());
  }
  return make_sequence(std::move(all));
}

piece flow_writer::operation(const syntax::operation& o, int word_width) {
  const std::size_t end = text_.end_of(o.at);
  std::vector<placed> clauses;
  const auto tokens_only = [this](std::size_t to) {
    return [this, to] {
      line_of line(*this);
      return line.until(to).done();
    };
  };
  // Where each clause begins: at its word, one token before what the tree keeps of it.
  const auto begins_before = [&](const source_span& at) {
    return text_.tokens()[text_.begin_of(at) - 1].at;
  };
  if (!o.errors.empty())
    clauses.push_back(
        {begins_before(o.errors.front().name.at), [this, &o] { return errors(o.errors); }});
  if (o.finder)
    clauses.push_back({o.finder->at, [this, &o] {
                         line_of line(*this);
                         if (o.finder->match != nullptr)
                           line.until(o.finder->match->at).add(expression(*o.finder->match));
                         line.instead(make_gap());
                         if (o.finder->settle)
                           line.until(o.finder->settle->at).add(span(*o.finder->settle));
                         if (o.finder->within)
                           line.until(o.finder->within->at).add(span(*o.finder->within));
                         return make_group(make_indent(2, line.done()));
                       }});
  if (o.answer)
    clauses.push_back({o.answer->at, [this, &o] {
                         line_of line(*this);
                         return line.token().add(call(o.answer->event)).done();
                       }});
  if (o.settle)
    clauses.push_back({begins_before(o.settle->at), [this, &o] {
                         line_of line(*this);
                         return line.token().add(span(*o.settle)).done();
                       }});
  if (o.lane)
    clauses.push_back({begins_before(o.lane->at), tokens_only(text_.end_of(o.lane->at))});
  if (o.newest)
    clauses.push_back({o.newest->at, tokens_only(text_.end_of(o.newest->at))});

  line_of line(*this);
  const int more = word_width - width_of(peek().text);
  line.token().instead(make_spaces(more + 1)).token();
  line.add_tight(parameters());
  std::size_t head_end = end;
  for (const placed& c : clauses)
    head_end = std::min(head_end, text_.begin_of(c.at));
  while (at_ < head_end)
    line.token();
  line.add_tight(
      make_indent(word_width + 1 + clause_indent, member_clauses(std::move(clauses), end, false)));
  return line.done();
}

piece flow_writer::event(const syntax::event& e, int word_width) {
  const std::size_t end = text_.end_of(e.at);
  std::vector<placed> clauses;
  if (!e.errors.empty())
    clauses.push_back({text_.tokens()[text_.begin_of(e.errors.front().name.at) - 1].at,
                       [this, &e] { return errors(e.errors); }});
  if (e.keep)
    clauses.push_back({text_.tokens()[text_.begin_of(e.keep->at) - 1].at, [this, &e] {
                         line_of line(*this);
                         return line.token().add(span(*e.keep)).done();
                       }});
  line_of line(*this);
  const int more = word_width - width_of(peek().text);
  line.token().instead(make_spaces(more + 1)).token();
  line.add_tight(parameters());
  line.add_tight(make_indent(word_width + 1 + clause_indent,
                             member_clauses(std::move(clauses), end, e.errors.empty())));
  return line.done();
}

piece flow_writer::batch(const syntax::batch& b, int word_width) {
  line_of line(*this);
  const int more = word_width - width_of(peek().text);
  line.token().instead(make_spaces(more + 1));
  while (!at("{"))
    line.token();
  std::vector<placed> parts;
  const auto worded = [&](const source_span& said, std::function<piece()> write) {
    parts.push_back({text_.tokens()[text_.begin_of(said) - 1].at, [this, write = std::move(write)] {
                       line_of row(*this);
                       row.add(padded_word(batch_word_width)).tight();
                       return row.add(write()).done();
                     }});
  };
  if (b.closes_at.line != 0)
    worded(b.closes_at, [this, &b] {
      line_of row(*this);
      return row.until(b.at_most->at).add(expression(*b.at_most)).done();
    });
  if (b.send)
    worded(b.send->at, [this] { return token(); });
  if (b.answer)
    worded(b.answer->at, [this, &b] {
      line_of row(*this);
      return row.token().add(deadline(*b.until)).done();
    });
  return line.add(make_indent(word_width + 1, braced_rows(std::move(parts)))).done();
}

} // namespace gantry::dsl::layout
