#pragma once

#include "dsl/syntax/lex/token.hpp"

#include <string>
#include <string_view>
#include <vector>

/// A file as a list of tokens, each with the comments that belong to it.
namespace gantry::dsl::layout {

/// One line of a comment, from `//` on.
struct written_comment {
  std::string text;
  bool blank_before = false; ///< an empty line stands before it
};

struct written_token {
  std::string text; ///< as written
  token_kind kind = token_kind::end;
  source_span at;
  std::vector<written_comment> before; ///< on lines of their own, before it
  std::vector<written_comment> behind; ///< on its line, behind it
  bool blank_before = false;           ///< an empty line stands right before it
  std::size_t partner = 0;             ///< of a bracket: the one that closes or opens it
};

/// The tokens of a file, without documentation (which is a comment here); the last one is `end`.
/// The text must have been parsed without a mistake: brackets are in pairs.
class written_file {
public:
  written_file(const source_file& source, const token_list& list);

  [[nodiscard]] const std::vector<written_token>& tokens() const { return tokens_; }
  [[nodiscard]] std::vector<written_token>& tokens() { return tokens_; }
  /// The first token that begins at this place or behind it.
  [[nodiscard]] std::size_t index_at(std::uint32_t line, std::uint32_t column) const;
  [[nodiscard]] std::size_t begin_of(const source_span& at) const {
    return index_at(at.line, at.column);
  }
  /// One past the last token of a construct.
  [[nodiscard]] std::size_t end_of(const source_span& at) const {
    return index_at(at.end_line, at.end_column);
  }

private:
  void place_comments(const token_list& list);
  void pair_brackets();
  std::vector<written_token> tokens_;
};

} // namespace gantry::dsl::layout
