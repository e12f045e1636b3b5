#include "dsl/format/flow_writer.hpp"

#include <algorithm>
#include <utility>

/// What a step or a policy says.
namespace gantry::dsl::layout {

namespace {

/// Clauses whose words stand in one column when they follow each other.
int group_of(std::string_view word) {
  if (word == "timeout" || word == "retry" || word == "answer")
    return 1;
  return word == "revise" || word == "compensate" ? 2 : 0;
}

} // namespace

/// The next token and blanks up to a column, where what follows stands tight.
piece flow_writer::padded_word(std::size_t width) {
  const int more = static_cast<int>(width) - width_of(peek().text);
  piece word = token();
  return make_sequence({std::move(word), make_spaces(std::max(0, more) + 1)});
}

piece flow_writer::compensation(const syntax::compensation& c) {
  line_of line(*this);
  if (c.undo)
    return call(*c.undo);
  if (c.steps)
    return block(*c.steps, room::always_broken);
  return line.token().add(expression(*c.none_because)).done();
}

piece flow_writer::error_clause(const syntax::error_clause& c) {
  line_of line(*this);
  line.until(c.body.at).mark(column::brace);
  return line.add(block(c.body, room::own)).done();
}

/// `pad_always` is for clauses that are known to stand in lines of their own.
std::vector<placed> flow_writer::clause_rows(const syntax::clauses& c, bool pad_always) {
  std::vector<placed> parts;
  // A word is followed by what it says, behind the longest word of its neighbours.
  const auto add = [&](const source_span& at, std::function<piece()> said) {
    parts.push_back({at, std::move(said)});
  };
  struct worded {
    source_span at;
    std::function<piece()> write;
    bool is_retry = false;
  };
  std::vector<worded> words;
  for (const syntax::timeout& t : c.timeouts)
    words.push_back({t.at, [this, &t] { return expression(*t.length); }});
  for (const syntax::answer& a : c.answers)
    words.push_back({a.at, [this, &a] {
                       line_of line(*this);
                       return line.until(a.until.at).add(deadline(a.until)).done();
                     }});
  for (const syntax::retry& r : c.retries)
    words.push_back(
        {r.at, [this, &r] {
           line_of line(*this);
           line.add(expression(*r.times));
           if (r.every)
             line.until(r.every->at).add(span(*r.every));
           if (r.from != nullptr)
             line.until(r.from->at).add(expression(*r.from)).until(r.to->at).add(expression(*r.to));
           return otherwise(line, r.otherwise);
         }});
  for (const syntax::revision& r : c.revisions)
    words.push_back({r.at, [this, &r] { return call(r.again); }});
  for (const syntax::compensation& u : c.compensations)
    words.push_back({u.at, [this, &u] { return compensation(u); }});

  std::vector<source_span> starts;
  for (const worded& w : words)
    starts.push_back(w.at);
  for (const syntax::deadline& d : c.deadlines)
    starts.push_back(d.at);
  for (const syntax::error_clause& h : c.handlers)
    starts.push_back(h.at);
  std::sort(starts.begin(), starts.end(), [](const source_span& a, const source_span& b) {
    return std::pair{a.line, a.column} < std::pair{b.line, b.column};
  });
  const auto word_at = [&](std::size_t i) -> const std::string& {
    return text_.tokens()[text_.begin_of(starts[i])].text;
  };
  for (const worded& w : words) {
    std::size_t place = 0;
    while (starts[place].line != w.at.line || starts[place].column != w.at.column)
      ++place;
    const int group = group_of(word_at(place));
    std::size_t width = 0;
    std::size_t first = place, last = place;
    while (first > 0 && group_of(word_at(first - 1)) == group)
      --first;
    while (last + 1 < starts.size() && group_of(word_at(last + 1)) == group)
      ++last;
    for (std::size_t i = first; i <= last; ++i)
      width = std::max(width, word_at(i).size());
    add(w.at, [this, write = w.write, width, pad_always] {
      const int more = static_cast<int>(width) - width_of(peek().text);
      line_of line(*this);
      line.token();
      line.instead(make_sequence(
          {pad_always ? make_spaces(std::max(0, more)) : make_padding(std::max(0, more)),
           make_spaces(1)}));
      return line.add(write()).done();
    });
  }
  for (const syntax::deadline& d : c.deadlines)
    add(d.at, [this, &d] { return deadline(d); });
  for (const syntax::error_clause& h : c.handlers)
    add(h.at, [this, &h] { return error_clause(h); });
  return parts;
}

piece flow_writer::clauses(const syntax::clauses& c) {
  return braced_rows(clause_rows(c, true));
}

} // namespace gantry::dsl::layout
