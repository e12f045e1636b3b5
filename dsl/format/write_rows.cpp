#include "dsl/format/flow_writer.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

/// Rows: what stands on lines of its own, with its comments and empty lines.
namespace gantry::dsl::layout {

/// Comments that stand before the next token become lines before its row; true when the row itself
/// wants an empty line before it. `wants_blank` is dropped before the first thing of a block.
bool flow_writer::comments_before(pieces& into, bool wants_blank) {
  written_token& next = peek();
  bool blank = wants_blank || (next.before.empty() ? next.blank_before : false);
  for (std::size_t i = 0; i < next.before.size(); ++i) {
    const bool first = i == 0;
    blank = (first && wants_blank) || next.before[i].blank_before;
    if (!into.empty())
      into.push_back(make_line_end(blank));
    into.push_back(make_comment(next.before[i].text));
    blank = next.blank_before;
  }
  next.before.clear();
  return blank;
}

piece flow_writer::row(std::size_t end, const std::function<piece()>& write) {
  line_of line(*this);
  line.add(write());
  line.until(end);
  return make_row(line.done());
}

/// Rows up to the token `end`, whose own comments come last. `set_off` says between which rows an
/// empty line has to stand.
piece flow_writer::rows(std::vector<placed> parts, std::size_t end,
                        const std::function<bool(std::size_t)>& set_off) {
  std::sort(parts.begin(), parts.end(), [](const placed& a, const placed& b) {
    return std::tie(a.at.line, a.at.column) < std::tie(b.at.line, b.at.column);
  });
  pieces all;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t next =
        i + 1 < parts.size() ? std::min(end, text_.begin_of(parts[i + 1].at)) : end;
    const bool blank = comments_before(all, i > 0 && set_off && set_off(i));
    if (!all.empty())
      all.push_back(make_line_end(blank));
    all.push_back(row(next, parts[i].write));
  }
  comments_before(all, false);
  return make_sequence(std::move(all));
}

piece flow_writer::braced_rows(std::vector<placed> parts) {
  return braced_line_or_rows(std::move(parts), false);
}

piece flow_writer::braced_line_or_rows(std::vector<placed> parts, bool may_be_one_line,
                                       int between) {
  const std::size_t close = close_of_next();
  line_of line(*this);
  line.token();
  const bool is_empty = at_ == close && peek().before.empty();
  if (is_empty && parts.empty())
    return line.until(close + 1).done();
  if (!may_be_one_line) {
    piece inner = make_sequence({make_line_end(), rows(std::move(parts), close)});
    line.add_tight(make_indent(2, std::move(inner))).instead(make_line_end()).until(close + 1);
    return line.done();
  }
  pieces inner{make_gap()};
  if (!peek().before.empty() || parts.size() == 1) {
    inner.push_back(rows(std::move(parts), close));
  } else {
    std::sort(parts.begin(), parts.end(), [](const placed& a, const placed& b) {
      return std::tie(a.at.line, a.at.column) < std::tie(b.at.line, b.at.column);
    });
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::size_t next = i + 1 < parts.size() ? text_.begin_of(parts[i + 1].at) : close;
      if (i > 0)
        inner.push_back(make_gap(between));
      inner.push_back(row(next, parts[i].write));
    }
    comments_before(inner, false);
  }
  line.add_tight(make_indent(2, make_sequence(std::move(inner)))).instead(make_gap());
  return make_group(line.until(close + 1).done());
}

piece flow_writer::divided() {
  const std::size_t close = close_of_next();
  line_of line(*this);
  line.token();
  pieces items;
  while (at_ < close) {
    line_of item(*this);
    while (at_ < close && !at(","))
      item.token();
    if (at_ < close)
      item.token();
    items.push_back(item.done());
  }
  line.add_tight(make_arguments(std::move(items), false));
  return line.tight().until(close + 1).done();
}

piece flow_writer::comma_list(std::size_t end) {
  pieces items;
  while (at_ < end) {
    line_of item(*this);
    while (at_ < end && !at(","))
      item.token();
    if (at_ < end)
      item.token();
    items.push_back(item.done());
  }
  return make_align(make_fill(std::move(items)));
}

} // namespace gantry::dsl::layout
