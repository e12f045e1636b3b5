#pragma once

#include "dsl/format/written_file.hpp"

#include <cstdint>
#include <memory>
#include <vector>

/// What a layout is made of: tokens, and where lines may break between them.
///
/// A piece knows how wide it is on one line, and how wide it is up to the first place where it may
/// break. The printer decides for each group, from the outside in, whether it stays on one line.
namespace gantry::dsl::layout {

struct piece_node;
using piece = std::shared_ptr<const piece_node>;
using pieces = std::vector<piece>;

/// Columns that neighbouring lines align.
enum class column : std::uint8_t { step_equals, let_equals, brace, keep };

enum class piece_kind : std::uint8_t {
  token,
  comment, ///< a comment on a line of its own
  spaces,
  comma,     ///< only on one line: between the fields of a record
  padding,   ///< spaces when the group around it is broken, else none
  gap,       ///< a break when the group around it is broken, else `amount` spaces
  line_end,  ///< always a break; `flag`: and an empty line
  sequence,  ///< its parts, one behind the other
  group,     ///< one line if it fits; `flag`: inside it nothing aligns with other lines
  indent,    ///< breaks inside stand `amount` columns further right
  align,     ///< breaks inside stand at the column where it begins
  fill,      ///< as many parts a line as fit, one behind the other
  arguments, ///< parts between brackets, in lines that are about equally long
  row,       ///< a statement, clause, member or declaration: what aligns with its neighbours
  mark,      ///< a column that may be aligned
};

inline constexpr int never_flat = 1'000'000;

struct piece_node {
  piece_kind is = piece_kind::sequence;
  pieces parts;
  written_token* token = nullptr;
  std::string text; ///< of a comment
  int amount = 0;
  bool flag = false;
  column where = column::step_equals;

  int flat_width = 0; ///< on one line; `never_flat` when that is impossible
  int lead_width = 0; ///< up to the first place where it may break
  bool may_break = false;
  bool ends_line = false; ///< a comment at its end ends the line
};

[[nodiscard]] piece make_token(written_token& of);
[[nodiscard]] piece make_comment(std::string text);
[[nodiscard]] piece make_spaces(int amount);
[[nodiscard]] piece make_comma_when_flat();
[[nodiscard]] piece make_padding(int amount);
[[nodiscard]] piece make_gap(int spaces_when_flat = 1);
[[nodiscard]] piece make_line_end(bool blank = false);
[[nodiscard]] piece make_sequence(pieces parts);
[[nodiscard]] piece make_group(piece inner, bool nothing_aligns = false);
[[nodiscard]] piece make_indent(int amount, piece inner);
[[nodiscard]] piece make_align(piece inner);
[[nodiscard]] piece make_fill(pieces parts);
/// `last_hugs`: the last part is a list, map or record, whose brackets may open on the first line.
[[nodiscard]] piece make_arguments(pieces parts, bool last_hugs);
[[nodiscard]] piece make_row(piece inner);
[[nodiscard]] piece make_mark(column where);

/// Characters, not bytes; the first line of a text of several.
[[nodiscard]] int width_of(std::string_view text);

} // namespace gantry::dsl::layout
