#include "tests/dsl/text_under.hpp"

namespace gantry::tests {

namespace {

/// Byte of a column that counts characters.
std::size_t offset_in(const std::string& line, std::uint32_t column) {
  std::size_t at = 0;
  for (std::uint32_t passed = 1; passed < column && at < line.size(); ++passed)
    do
      ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80);
  return at;
}

} // namespace

std::string text_under(const dsl::source_span& at, const std::vector<dsl::source_file>& files) {
  for (const auto& file : files)
    if (file.path == at.file) {
      std::size_t start = 0;
      for (std::uint32_t line = 1; line < at.line; ++line)
        start = file.text.find('\n', start) + 1;
      const auto line = file.text.substr(start, file.text.find('\n', start) - start);
      const auto from = offset_in(line, at.column);
      if (at.end_line != at.line)
        return line.substr(from) + "…";
      return line.substr(from, offset_in(line, at.end_column) - from);
    }
  return "nothing: " + at.file;
}

} // namespace gantry::tests
