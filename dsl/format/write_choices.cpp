#include "dsl/format/flow_writer.hpp"

#include <algorithm>
#include <utility>

/// Choices, repetitions, waits and tasks.
namespace gantry::dsl::layout {

namespace {

constexpr int head_indent = 4;             // of lines that continue the head of a block
constexpr std::size_t task_word_width = 6; // `choose`

} // namespace

piece flow_writer::of(const syntax::match& m) {
  line_of line(*this);
  line.token().add(expression(*m.subject));
  std::vector<placed> arms;
  for (const syntax::match_arm& a : m.arms)
    arms.push_back({a.at, [this, &a] {
                      line_of arm(*this);
                      arm.until(a.body.at).mark(column::brace);
                      return arm.add(block(a.body, room::own)).done();
                    }});
  return line.add(braced_rows(std::move(arms))).done();
}

piece flow_writer::of(const syntax::each& e) {
  line_of line(*this);
  line.until(e.list->at).add(expression(*e.list));
  if (e.by != nullptr)
    line.instead(make_gap()).until(e.by->at).add(expression(*e.by));
  line.token(); // the comma
  line.instead(make_gap()).add(expression(*e.width)).until(e.body.at);
  piece head = make_group(make_indent(head_indent, line.done()));
  line_of all(*this);
  return all.add(std::move(head)).add(block(e.body, room::always_broken)).done();
}

piece flow_writer::of(const syntax::repeat& r) {
  line_of line(*this);
  line.until(r.until->at).add(expression(*r.until)).token();
  line.instead(make_gap()).until(r.at_most->at).add(expression(*r.at_most));
  line.instead(make_spaces(1)).until(r.otherwise.at).add(outcome(r.otherwise));
  piece head = make_group(make_indent(head_indent, line.done()));
  line_of all(*this);
  return all.add(std::move(head)).add(block(r.body, room::always_broken)).done();
}

piece flow_writer::of(const syntax::wait& w) {
  line_of line(*this);
  line.until(w.event.at).add(call(w.event));
  if (w.where != nullptr)
    line.instead(make_gap()).until(w.where->at).add(expression(*w.where));
  piece head = make_group(make_indent(head_indent, line.done()));
  line_of all(*this);
  all.add(std::move(head));
  if (at("{")) {
    std::vector<placed> parts;
    if (w.until)
      parts.push_back({w.until->at, [this, &w] { return deadline(*w.until); }});
    all.add(braced_rows(std::move(parts)));
  }
  return all.done();
}

piece flow_writer::of(const syntax::wait_first& w) {
  line_of line(*this);
  line.through(w.at);
  std::vector<placed> parts;
  for (const syntax::wait_arm& a : w.arms)
    parts.push_back({a.at, [this, &a] {
                       line_of arm(*this);
                       arm.until(a.event.at).add(call(a.event));
                       if (a.where != nullptr)
                         arm.until(a.where->at).add(expression(*a.where));
                       arm.mark(column::brace);
                       return arm.add(block(a.body, room::own)).done();
                     }});
  if (w.until)
    parts.push_back({w.until->at, [this, &w] { return deadline(*w.until); }});
  return line.add(braced_rows(std::move(parts))).done();
}

piece flow_writer::of(const syntax::wait_time& w) {
  line_of line(*this);
  line.token().token();
  if (w.length)
    return line.add(span(*w.length)).done();
  line.add(expression(*w.until));
  if (at("{")) {
    std::vector<placed> parts;
    if (w.at_latest)
      parts.push_back({w.at_latest->at, [this, &w] { return deadline(*w.at_latest); }});
    line.add(braced_rows(std::move(parts)));
  }
  return line.done();
}

piece flow_writer::of(const syntax::task& t) {
  line_of line(*this);
  line.until(t.whom->at).add(expression(*t.whom));
  std::vector<placed> parts;
  const std::size_t close = close_of_next();
  // `show` and `choose` have no place in the tree: their words are found before what they say.
  for (std::size_t i = at_ + 1; i < close; ++i) {
    const written_token& word = text_.tokens()[i];
    const bool is_show = !t.show.empty() && i + 1 == text_.begin_of(t.show.front().name.at);
    const bool is_choose = !t.choose.empty() && i + 1 == text_.begin_of(t.choose.front().at);
    if (is_show)
      parts.push_back(
          {word.at, [this, &t] {
             line_of show(*this);
             return show.add(padded_word(task_word_width)).tight().add(labels(t.show)).done();
           }});
    if (is_choose)
      parts.push_back({word.at, [this, &t] {
                         line_of choose(*this);
                         choose.add(padded_word(task_word_width)).tight();
                         return choose.add(comma_list(text_.end_of(t.choose.back().at))).done();
                       }});
  }
  for (const syntax::entry_field& f : t.enter)
    parts.push_back({f.at, [this, &f] {
                       line_of enter(*this);
                       enter.add(padded_word(task_word_width)).tight();
                       if (f.initial != nullptr)
                         enter.until(f.initial->at).add(expression(*f.initial));
                       return enter.through(f.at).done();
                     }});
  if (!t.stretches.empty())
    parts.push_back({t.stretches.front().at, [this, &t] { return due(t.stretches); }});
  return line.add(braced_rows(std::move(parts))).done();
}

piece flow_writer::due(const std::vector<syntax::due>& stretches) {
  line_of line(*this);
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const syntax::due& d = stretches[i];
    if (i > 0)
      line.instead(make_gap());
    line.add(when(d.until));
    if (d.escalate_to != nullptr)
      line.until(d.escalate_to->at).add(expression(*d.escalate_to));
    if (d.outcome)
      line.until(d.outcome->at).add(outcome(*d.outcome));
    line.through(d.at);
  }
  return make_group(make_indent(head_indent, line.done()));
}

} // namespace gantry::dsl::layout
