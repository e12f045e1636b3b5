#pragma once

#include "dsl/base/error.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

/// Reading of X12 interchanges (ASC X12.5 and X12.6): separators come from the envelope, nothing is
/// trusted that the envelope declares about itself.
namespace gantry::channels::x12 {

struct separators {
  char element = '*';
  char component = ':';
  char terminator = '~';
};

struct segment {
  std::string_view id;                    ///< `PO1`
  std::vector<std::string_view> elements; ///< PO101 is elements[0]
  std::size_t position = 0;               ///< in its transaction set, ST is 1
  bool broken_line = false;               ///< holds a line break: a terminator is missing

  /// Element by its number in the standard (1: `PO101`), empty when absent.
  [[nodiscard]] std::string_view at(std::size_t number) const {
    return number >= 1 && number <= elements.size() ? elements[number - 1] : std::string_view{};
  }
};

struct segment_stream {
  separators by;
  std::vector<segment> segments;   ///< views into the document
  std::string remainder;           ///< what stood after the last terminator, when it is no blank
  bool envelope_off_width = false; ///< ISA is not 106 bytes: tolerated, and told
  bool latin_1 = false;            ///< the bytes were ISO 8859-1
  std::deque<std::string> texts;   ///< what segments view that is not in the document's bytes
};

/// Splits a document. The terminator is the byte after ISA16; a blank before a line end there means
/// that the line end is the terminator. Leading byte order marks and line ends are noise.
/// Errors: invalid_input when there is no ISA or the document ends within it; too_large beyond
/// 200,000 segments.
[[nodiscard]] result<segment_stream> split(std::string_view document);

/// The older extended character set of X12 as UTF-8: every byte is a character.
[[nodiscard]] std::string from_latin_1(std::string_view bytes);
/// Makes UTF-8 of every element of a stream whose bytes are ISO 8859-1. Widths and separators are
/// those of the bytes, so this comes after the splitting.
void read_as_latin_1(segment_stream& stream);

[[nodiscard]] std::string_view trim(std::string_view text);
/// Whether two control numbers are the same number: leading zeros do not count.
[[nodiscard]] bool same_number(std::string_view a, std::string_view b);
/// A count such as SE01; -1 when it is none.
[[nodiscard]] long to_count(std::string_view text);

} // namespace gantry::channels::x12
