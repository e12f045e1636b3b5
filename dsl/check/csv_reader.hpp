#pragma once

#include "dsl/compile.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

/// A cell and where it stands, in characters.
struct csv_cell {
  std::string text; ///< without its quotes
  std::uint32_t line = 1, column = 1, end_line = 1, end_column = 1;
};

/// Comma-separated values as RFC 4180 has them: cells in quotes may hold commas, line ends and
/// doubled quotes. A byte order mark and line ends of either kind are noise, empty lines are passed
/// over. What the RFC leaves open is a mistake: a quote inside a bare cell, text behind a closing
/// quote, a lone carriage return, control characters, bytes that are not UTF-8.
class csv_reader {
public:
  csv_reader(const source_file& file, std::vector<diagnostic>& diagnostics);

  /// The cells of the next row. False at the end, and after a mistake, which was reported.
  bool next(std::vector<csv_cell>& row);
  [[nodiscard]] bool has_failed() const { return has_failed_; }
  [[nodiscard]] source_span span_of(const csv_cell& cell) const;

private:
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] bool at_line_end() const;
  void take_line_end();
  void take(csv_cell& into);
  bool bare(csv_cell& into);
  bool in_quotes(csv_cell& into);
  bool fail(const csv_cell& at, std::string message, std::string help);

  const source_file& file_;
  std::string_view text_;
  std::vector<diagnostic>& diagnostics_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1, column_ = 1;
  bool has_failed_ = false;
};

} // namespace gantry::dsl
