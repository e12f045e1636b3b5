#include "dsl/format/piece.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl::layout {

namespace {

using node = std::shared_ptr<piece_node>;

node make(piece_kind is) {
  node n = std::make_shared<piece_node>();
  n->is = is;
  return n;
}

/// Widths of parts that stand one behind the other, with `between` spaces.
void measure(piece_node& n, int between) {
  for (std::size_t i = 0; i < n.parts.size(); ++i) {
    const piece_node& part = *n.parts[i];
    const bool is_empty = part.flat_width == 0 && part.lead_width == 0;
    if ((n.ends_line && !is_empty) || part.flat_width >= never_flat)
      n.flat_width = never_flat;
    else
      n.flat_width = std::min(never_flat, n.flat_width + part.flat_width + (i > 0 ? between : 0));
    n.ends_line = part.ends_line || (n.ends_line && is_empty);
    if (!n.may_break) {
      n.lead_width += part.lead_width;
      n.may_break = part.may_break || (between > 0 && i + 1 < n.parts.size());
    }
  }
}

node around(piece_kind is, piece inner) {
  node n = make(is);
  n->parts = {std::move(inner)};
  measure(*n, 0);
  return n;
}

} // namespace

int width_of(std::string_view text) {
  int width = 0;
  for (const char c : text.substr(0, text.find('\n')))
    width += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return width;
}

piece make_token(written_token& of) {
  node n = make(piece_kind::token);
  n->token = &of;
  const bool is_long_text = of.text.find('\n') != std::string::npos;
  n->flat_width = !of.before.empty() || is_long_text ? never_flat : width_of(of.text);
  n->lead_width = of.before.empty() ? width_of(of.text) : 0;
  n->ends_line = !of.behind.empty();
  n->may_break = !of.before.empty() || is_long_text || n->ends_line;
  return n;
}

piece make_comment(std::string text) {
  node n = make(piece_kind::comment);
  n->text = std::move(text);
  n->flat_width = never_flat;
  n->may_break = true;
  n->ends_line = true;
  return n;
}

piece make_spaces(int amount) {
  node n = make(piece_kind::spaces);
  n->amount = n->flat_width = n->lead_width = amount;
  return n;
}

piece make_comma_when_flat() {
  node n = make(piece_kind::comma);
  n->flat_width = 1;
  return n;
}

piece make_padding(int amount) {
  node n = make(piece_kind::padding);
  n->amount = amount;
  return n;
}

piece make_gap(int spaces_when_flat) {
  node n = make(piece_kind::gap);
  n->amount = n->flat_width = spaces_when_flat;
  n->may_break = true;
  return n;
}

piece make_line_end(bool blank) {
  node n = make(piece_kind::line_end);
  n->flag = blank;
  n->flat_width = never_flat;
  n->may_break = true;
  return n;
}

piece make_sequence(pieces parts) {
  node n = make(piece_kind::sequence);
  n->parts = std::move(parts);
  measure(*n, 0);
  return n;
}

piece make_group(piece inner, bool nothing_aligns) {
  node n = around(piece_kind::group, std::move(inner));
  n->flag = nothing_aligns;
  return n;
}

piece make_indent(int amount, piece inner) {
  node n = around(piece_kind::indent, std::move(inner));
  n->amount = amount;
  return n;
}

piece make_align(piece inner) {
  return around(piece_kind::align, std::move(inner));
}

piece make_fill(pieces parts) {
  node n = make(piece_kind::fill);
  n->parts = std::move(parts);
  measure(*n, 1);
  return n;
}

piece make_arguments(pieces parts, bool last_hugs) {
  node n = make(piece_kind::arguments);
  n->parts = std::move(parts);
  n->flag = last_hugs;
  measure(*n, 1);
  return n;
}

piece make_row(piece inner) {
  return around(piece_kind::row, std::move(inner));
}

piece make_mark(column where) {
  node n = make(piece_kind::mark);
  n->where = where;
  return n;
}

} // namespace gantry::dsl::layout
