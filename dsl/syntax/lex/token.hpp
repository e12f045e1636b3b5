#pragma once

#include "dsl/compile.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

enum class token_kind : std::uint8_t {
  end,
  name,          ///< lower-case or `_` first; keywords are names, the parser knows them
  type_name,     ///< upper-case first
  integer,       ///< CEL int: decimal or 0x
  unsigned_integer,
  floating,
  decimal,       ///< 12.50m
  duration,      ///< 1h30min
  string,        ///< CEL: '…' "…" '''…''' r"…"; `text` holds the decoded value
  bytes,         ///< b"…"
  documentation, ///< `/// …`, consecutive lines joined
  symbol,        ///< operators and punctuation, in `text`
  invalid,       ///< reported already; parsers skip it
};

struct token {
  token_kind kind = token_kind::end;
  std::string text;   ///< names, symbols: as written; strings and bytes: decoded
  std::uint32_t offset = 0; ///< bytes from the start of the file
  std::uint32_t length = 0;
  source_span at;
};

struct token_list {
  std::vector<token> tokens; ///< ends with one `end`
};

/// Splits a file. Never fails: what is not a token is reported and becomes `invalid`.
/// Bounds: files up to 1 MiB, names up to 200 characters.
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
