#include "dsl/syntax/lex/source_reader.hpp"

#include <string>
#include <utility>

namespace gantry::dsl {

void source_reader::advance(std::size_t bytes) {
  for (; bytes > 0 && !at_end(); --bytes) {
    const char c = file_->text[at_.offset++];
    if (c == '\n') {
      ++at_.line;
      at_.column = 1;
      continue;
    }
    // A column is a character, so the further bytes of one do not count.
    if ((static_cast<unsigned char>(c) & 0xC0u) != 0x80u)
      ++at_.column;
  }
}

source_span source_reader::span_from(const mark& start) const {
  return {file_->path, start.line, start.column, at_.line, at_.column};
}

void source_reader::report(std::string_view code, const mark& start, std::string message,
                           std::string help) {
  if (++reported_ > findings_max)
    return;
  diagnostic d;
  d.code = std::string(code);
  d.at = span_from(start);
  d.message = std::move(message);
  d.help = std::move(help);
  diagnostics_->push_back(std::move(d));
}

} // namespace gantry::dsl
