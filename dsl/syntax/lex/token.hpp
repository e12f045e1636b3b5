#pragma once

#include "dsl/compile.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

enum class token_kind : std::uint8_t {
  end,
  name,      ///< lower-case or `_` first; keywords are names, the parser knows them
  type_name, ///< upper-case first
  integer,   ///< CEL int: decimal or 0x
  unsigned_integer,
  floating,
  decimal,       ///< 12.50m
  duration,      ///< 1h30min
  string,        ///< CEL: '…' "…" '''…''' r"…"; `text` holds the decoded value
  bytes,         ///< b"…"
  documentation, ///< `/// …`, consecutive lines joined
  symbol,        ///< operators and punctuation, in `text`
  invalid,       ///< reported already; the cursor passes over it
};

struct token {
  token_kind kind = token_kind::end;
  /// Names, symbols, numbers, durations: as written (`0x1F`, `7u`, `12.50m`, `1h30min`); strings
  /// and bytes: decoded; a name in back quotes (only after `.`, `.?`, `{`, `,`, `?`): without them.
  std::string text;
  std::uint32_t offset = 0; ///< bytes from the start of the file
  std::uint32_t length = 0;
  source_span at; ///< columns count characters from 1; the end is one past the last character
};

/// A comment, wherever it stands. Those that document a declaration are tokens too.
struct source_comment {
  std::string text; ///< as written, from `//` on; a documentation of several lines is one
  source_span at;
  bool documents = false;        ///< `///`
  bool is_first_on_line = false; ///< otherwise it stands behind something
};

struct token_list {
  std::vector<token> tokens;            ///< ends with one `end`
  std::vector<source_comment> comments; ///< all of them, in the order of the text
};

/// Splits a file. Never fails: what is not a token is reported and becomes `invalid`; a literal
/// with a mistake is reported and stays a literal of its kind, so that it is not found twice.
/// Bounds: files up to 1 MiB, names up to 200 characters, 100 findings a file.
/// Codes: GF0101 character, GF0102 text not closed, GF0103 escape, GF0104 number, GF0105 duration,
///        GF0106 file too large, GF0107 name too long, GF0108 bytes that are not UTF-8. The parser
///        of expressions has GF0110 to GF0119; the parser of flows begins at GF0120.
[[nodiscard]] token_list lex(const source_file& file, std::vector<diagnostic>& diagnostics);

/// Two tokens of look-ahead over a list; documentation tokens are passed over unless asked for.
class token_cursor {
public:
  explicit token_cursor(const token_list& list) : list_(&list) { skip_documentation(); }
  [[nodiscard]] const token& peek(std::size_t ahead = 0) const;
  const token& next();
  [[nodiscard]] bool at_symbol(std::string_view symbol) const;
  [[nodiscard]] bool at_name(std::string_view name) const;
  bool take_symbol(std::string_view symbol);
  bool take_name(std::string_view name);
  /// Documentation that stood right before the token at the cursor.
  [[nodiscard]] const std::string& documentation() const { return documentation_; }
  [[nodiscard]] std::size_t position() const { return position_; }

private:
  void skip_documentation();
  const token_list* list_;
  std::size_t position_ = 0;
  std::string documentation_;
};

} // namespace gantry::dsl
