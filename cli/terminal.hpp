#pragma once

#include "dsl/base/error.hpp"

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::cli {

enum class tint { plain, bold, dim, red, green, yellow, blue };

/// Whether a stream is a terminal that wants colour (`NO_COLOR` and `TERM=dumb` are heard).
[[nodiscard]] bool wants_colour(std::FILE* stream);
/// The text in a colour when the stream wants it, else the text.
[[nodiscard]] std::string paint(std::FILE* stream, tint how, std::string_view text);
/// Prints an error as `error[GE1007]: …` with its fields and its help, to standard error.
void print_error(const error& e);
/// Whether progress may redraw lines.
[[nodiscard]] bool is_terminal(std::FILE* stream);

/// Columns of a table that is padded to its widest cells, first row as the head.
/// Control characters in cells are shown by their numbers.
class text_table {
public:
  void add(std::vector<std::string> row);
  [[nodiscard]] std::string render(std::FILE* stream) const;
  [[nodiscard]] bool has_rows() const { return rows_.size() > 1; }

private:
  std::vector<std::vector<std::string>> rows_;
};

} // namespace gantry::cli
