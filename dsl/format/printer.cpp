#include "dsl/format/printer.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl::layout {

namespace {

/// Width of the parts from `first` on up to the next place where a line may break.
int lead_of(const pieces& parts, std::size_t first, int behind) {
  int width = 0;
  for (std::size_t i = first; i < parts.size(); ++i) {
    width += parts[i]->lead_width;
    if (parts[i]->may_break)
      return width;
  }
  return width + behind;
}

} // namespace

std::vector<printed_line> printer::print(const piece& all) {
  lines_.assign(1, {});
  put(*all, {});
  while (!lines_.empty() && lines_.back().text.empty())
    lines_.pop_back();
  return std::move(lines_);
}

int printer::here() const {
  return column_ + pending_;
}

bool printer::fits(const piece_node& p, int behind) const {
  return p.flat_width < never_flat &&
         here() + p.flat_width + (p.ends_line ? 0 : behind) <= columns_;
}

void printer::end_line(int indent) {
  lines_.emplace_back();
  indent_ = indent;
  column_ = 0;
  pending_ = 0;
  must_end_line_ = false;
}

void printer::put_text(std::string_view text, int indent) {
  if (must_end_line_)
    end_line(indent);
  printed_line& line = lines_.back();
  if (line.text.empty()) {
    line.indent = indent_;
    line.text.assign(static_cast<std::size_t>(indent_), ' ');
    column_ = indent_;
  } else {
    line.text.append(static_cast<std::size_t>(pending_), ' ');
    column_ += pending_;
  }
  pending_ = 0;
  line.text += text;
  const std::size_t last_break = text.rfind('\n');
  column_ = last_break == std::string_view::npos ? column_ + width_of(text)
                                                 : width_of(text.substr(last_break + 1));
}

void printer::put_comment_line(const std::string& text, int indent) {
  if (!at_start())
    end_line(indent);
  put_text(text, indent);
  must_end_line_ = true;
}

void printer::put_token(const written_token& t, const place& at) {
  for (const written_comment& c : t.before)
    put_comment_line(c.text, at.indent);
  put_text(t.text, at.indent);
  for (const written_comment& c : t.behind) {
    lines_.back().comment_at = lines_.back().text.size();
    pending_ = 2;
    put_text(c.text, at.indent);
    must_end_line_ = true;
  }
}

void printer::put(const piece_node& p, const place& at) {
  switch (p.is) {
  case piece_kind::token: put_token(*p.token, at); return;
  case piece_kind::comment: put_comment_line(p.text, at.indent); return;
  case piece_kind::spaces: pending_ += at_start() || must_end_line_ ? 0 : p.amount; return;
  case piece_kind::comma:
    if (at.flat)
      put_text(",", at.indent);
    return;
  case piece_kind::padding:
    pending_ += at.flat || at_start() || must_end_line_ ? 0 : p.amount;
    return;
  case piece_kind::gap:
    if (!at.flat)
      end_line(at.indent);
    else
      pending_ += at_start() || must_end_line_ ? 0 : p.amount;
    return;
  case piece_kind::line_end:
    end_line(at.indent);
    if (p.flag)
      end_line(at.indent);
    return;
  case piece_kind::sequence: put_sequence(p, at); return;
  case piece_kind::group: put_group(p, at); return;
  case piece_kind::indent: put(*p.parts[0], {at.indent + p.amount, at.flat, at.behind}); return;
  case piece_kind::align:
    put(*p.parts[0], {must_end_line_ ? at.indent : here(), at.flat, at.behind});
    return;
  case piece_kind::fill: put_fill(p, at); return;
  case piece_kind::arguments: put_arguments(p, at); return;
  case piece_kind::row: put_row(p, at); return;
  case piece_kind::mark:
    if (quiet_ == 0 && !at_start() && !must_end_line_)
      lines_.back().marks.push_back({p.where, lines_.back().text.size()});
    return;
  }
}

void printer::put_sequence(const piece_node& p, const place& at) {
  for (std::size_t i = 0; i < p.parts.size(); ++i)
    put(*p.parts[i], {at.indent, at.flat, lead_of(p.parts, i + 1, at.behind)});
}

void printer::put_group(const piece_node& p, place at) {
  at.flat = at.flat || fits(p, at.behind);
  const bool quiet = p.flag && at.flat;
  quiet_ += quiet ? 1 : 0;
  put(*p.parts[0], at);
  quiet_ -= quiet ? 1 : 0;
}

void printer::put_fill(const piece_node& p, const place& at) {
  for (std::size_t i = 0; i < p.parts.size(); ++i) {
    const piece_node& part = *p.parts[i];
    const int behind = i + 1 == p.parts.size() ? at.behind : 0;
    if (i > 0) {
      pending_ += at_start() || must_end_line_ ? 0 : 1;
      if (!at.flat && !fits(part, behind))
        end_line(at.indent);
    }
    put(part, {at.indent, at.flat, behind});
  }
}

void printer::put_arguments(const piece_node& p, const place& at) {
  if (p.parts.empty())
    return;
  if (at.flat || fits(p, at.behind)) {
    put_fill(p, {at.indent, true, at.behind});
    return;
  }
  constexpr int narrow = 40;
  const int width = columns_ - here();
  int widest = p.parts.back()->flat_width + (p.parts.back()->ends_line ? 0 : at.behind);
  int before_last = 0;
  for (const piece& part : p.parts) {
    widest = std::max(widest, part->flat_width);
    before_last = std::min(never_flat, before_last + part->flat_width + 1);
  }
  before_last = std::min(never_flat, before_last - p.parts.back()->flat_width);
  const bool all_but_last_fit =
      p.parts.size() == 1 ||
      (before_last < never_flat / 2 && before_last + p.parts.back()->lead_width <= width);
  if (p.parts.size() > 1 && widest <= width && width >= narrow)
    put_balanced(p, at, width);
  else if (p.flag && all_but_last_fit)
    put_hugging(p, at);
  else
    put_hanging(p, at);
}

void printer::put_balanced(const piece_node& p, const place& at, int width) {
  const auto lines_within = [&](int limit) {
    int lines = 1, used = 0;
    for (std::size_t i = 0; i < p.parts.size(); ++i) {
      const int behind = i + 1 == p.parts.size() ? at.behind : 0;
      const int part = p.parts[i]->flat_width;
      const bool forced = i > 0 && p.parts[i - 1]->ends_line;
      if (i > 0 && (forced || used + 1 + part + behind > limit)) {
        ++lines;
        used = part;
      } else {
        used += part + (i > 0 ? 1 : 0);
      }
      if (used + behind > limit)
        return never_flat;
    }
    return lines;
  };
  int narrowest = width;
  while (narrowest > 1 && lines_within(narrowest - 1) == lines_within(width))
    --narrowest;
  const int indent = here();
  int used = 0;
  for (std::size_t i = 0; i < p.parts.size(); ++i) {
    const int behind = i + 1 == p.parts.size() ? at.behind : 0;
    const int part = p.parts[i]->flat_width;
    if (i > 0 && (must_end_line_ || used + 1 + part + behind > narrowest)) {
      end_line(indent);
      used = part;
    } else {
      pending_ += i > 0 ? 1 : 0;
      used += part + (i > 0 ? 1 : 0);
    }
    put(*p.parts[i], {indent, true, behind});
  }
}

void printer::put_hugging(const piece_node& p, const place& at) {
  for (std::size_t i = 0; i < p.parts.size(); ++i) {
    const bool last = i + 1 == p.parts.size();
    pending_ += i > 0 && !must_end_line_ ? 1 : 0;
    put(*p.parts[i], {at.indent, !last, last ? at.behind : 0});
  }
}

void printer::put_hanging(const piece_node& p, const place& at) {
  constexpr int step = 2;
  for (std::size_t i = 0; i < p.parts.size(); ++i) {
    end_line(at.indent + step);
    put(*make_group(p.parts[i]), {at.indent + step, false, 0});
  }
  end_line(at.indent);
}

void printer::put_row(const piece_node& p, const place& at) {
  if (at.flat || quiet_ > 0) {
    put(*p.parts[0], at);
    return;
  }
  const std::size_t first = lines_.size() - 1;
  put(*p.parts[0], at);
  const std::size_t last = lines_.size() - 1;
  const auto is_of_inner_row = [](const printed_line& line) {
    return line.ends_row || line.is_inside_row;
  };
  for (std::size_t i = first; i < last; ++i)
    if (!is_of_inner_row(lines_[i]))
      lines_[i].is_inside_row = true;
  if (!is_of_inner_row(lines_[last])) {
    lines_[last].ends_row = true;
    lines_[last].is_whole_row = first == last;
  }
}

} // namespace gantry::dsl::layout
