#pragma once

#include "dsl/format/piece.hpp"

#include <string>
#include <vector>

namespace gantry::dsl::layout {

/// A line that was printed, before columns are aligned.
struct printed_line {
  struct marked {
    column where;
    std::size_t at; ///< byte of the text
  };
  std::string text;
  std::vector<marked> marks;
  std::size_t comment_at = std::string::npos; ///< where a comment behind it begins
  int indent = 0;
  bool is_whole_row = false; ///< one row begins and ends here
  bool ends_row = false;
  bool is_inside_row = false; ///< neither its first line nor its last
};

/// Breaks pieces into lines of `columns`.
class printer {
public:
  explicit printer(int columns) : columns_(columns) {}
  [[nodiscard]] std::vector<printed_line> print(const piece& all);

private:
  /// Where a piece is printed: the indentation of breaks inside it, whether it stays on one line,
  /// and how much must stand behind it on its last line.
  struct place {
    int indent = 0;
    bool flat = false;
    int behind = 0;
  };

  void put(const piece_node& p, const place& at);
  void put_token(const written_token& t, const place& at);
  void put_sequence(const piece_node& p, const place& at);
  void put_group(const piece_node& p, place at);
  void put_fill(const piece_node& p, const place& at);
  void put_arguments(const piece_node& p, const place& at);
  void put_balanced(const piece_node& p, const place& at, int width);
  void put_hugging(const piece_node& p, const place& at);
  void put_hanging(const piece_node& p, const place& at);
  void put_row(const piece_node& p, const place& at);
  void put_text(std::string_view text, int indent);
  void put_comment_line(const std::string& text, int indent);
  void end_line(int indent);
  [[nodiscard]] bool fits(const piece_node& p, int behind) const;
  [[nodiscard]] int here() const;
  [[nodiscard]] bool at_start() const { return lines_.back().text.empty(); }

  int columns_;
  std::vector<printed_line> lines_;
  int column_ = 0;
  int indent_ = 0;             ///< of the line that begins here
  int pending_ = 0;            ///< spaces that come before the next text
  bool must_end_line_ = false; ///< behind a comment
  int quiet_ = 0;              ///< inside a block on one line: marks count for nothing
};

/// Aligns marked columns of neighbouring rows where that keeps them within `columns`.
void align_columns(std::vector<printed_line>& lines, int columns);

} // namespace gantry::dsl::layout
