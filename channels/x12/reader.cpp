#include "channels/x12/reader.hpp"

#include <algorithm>
#include <charconv>

namespace gantry::channels::x12 {
namespace {

constexpr std::size_t segments_max = 200'000;
constexpr std::size_t isa_elements = 16;
constexpr std::size_t isa_width = 106;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view without_mark(std::string_view document) {
  if (document.substr(0, 3) == "\xEF\xBB\xBF")
    document.remove_prefix(3);
  while (!document.empty() && is_blank(document.front()))
    document.remove_prefix(1);
  return document;
}

/// Index of the terminator that ends ISA, found by counting elements: published and real documents
/// pad the fixed widths wrongly, but none leaves out an element.
result<std::size_t> find_terminator(std::string_view document, char element) {
  std::size_t seen = 0;
  for (std::size_t i = 3; i < document.size(); ++i) {
    if (document[i] != element)
      continue;
    if (++seen == isa_elements) {
      if (i + 2 >= document.size())
        break;
      return i + 2; // ISA16 is one byte, the terminator follows
    }
    if (i > 400)
      break;
  }
  return fail(errc::invalid_input, "the interchange ends within its ISA segment",
              "send the whole document again");
}

/// A letter where a separator is due means that bytes are missing; one beyond ASCII would cut
/// characters in two.
bool may_separate(char c) {
  const bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return static_cast<unsigned char>(c) < 0x80 && !letter;
}

segment parse_segment(std::string_view text, const separators& by) {
  segment parsed;
  parsed.broken_line =
      text.find('\n') != std::string_view::npos || text.find('\r') != std::string_view::npos;
  std::size_t start = 0;
  bool first = true;
  while (start <= text.size()) {
    auto end = text.find(by.element, start);
    if (end == std::string_view::npos)
      end = text.size();
    const auto part = text.substr(start, end - start);
    if (first)
      parsed.id = part;
    else
      parsed.elements.push_back(part);
    first = false;
    start = end + 1;
  }
  return parsed;
}

} // namespace

std::string from_latin_1(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 16);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0 | byte >> 6);
      text += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return text;
}

void read_as_latin_1(segment_stream& stream) {
  stream.latin_1 = true;
  const auto beyond_ascii = [](std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  };
  const auto convert = [&](std::string_view& text) {
    if (beyond_ascii(text))
      text = stream.texts.emplace_back(from_latin_1(text));
  };
  for (auto& each : stream.segments) {
    convert(each.id);
    for (auto& element : each.elements)
      convert(element);
  }
  stream.remainder = from_latin_1(stream.remainder);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back()))
    text.remove_suffix(1);
  return text;
}

bool same_number(std::string_view a, std::string_view b) {
  const auto strip = [](std::string_view text) {
    text = trim(text);
    while (text.size() > 1 && text.front() == '0')
      text.remove_prefix(1);
    return text;
  };
  return strip(a) == strip(b);
}

long to_count(std::string_view text) {
  long number = 0;
  text = trim(text);
  const auto [stopped, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc{} && stopped == text.data() + text.size() && !text.empty() ? number
                                                                                        : -1;
}

result<segment_stream> split(std::string_view document) {
  document = without_mark(document);
  if (document.starts_with("UNA") || document.starts_with("UNB"))
    return fail(errc::invalid_input,
                "the document is an EDIFACT interchange (it begins with " +
                    std::string(document.substr(0, 3)) + "), and X12 is taken here",
                "ask the partner for an X12 850, from ISA to IEA");
  if (document.size() < 16 || document.substr(0, 3) != "ISA")
    return fail(errc::invalid_input, "the document does not begin with an ISA segment",
                "send an X12 interchange, from ISA to IEA");
  segment_stream stream;
  stream.by.element = document[3];
  const auto end = find_terminator(document, stream.by.element);
  if (!end)
    return tl::unexpected(end.error());
  stream.by.component = document[*end - 1];
  stream.by.terminator = document[*end];
  stream.envelope_off_width = *end + 1 != isa_width;
  const bool blank_before_line_end =
      document[*end] == ' ' && document.find_first_not_of(' ', *end) != std::string_view::npos &&
      is_blank(document[document.find_first_not_of(' ', *end)]);
  const bool line_end_of_two =
      document[*end] == '\r' && *end + 1 < document.size() && document[*end + 1] == '\n';
  if (line_end_of_two || blank_before_line_end)
    stream.by.terminator = '\n';
  // The elements of ISA are padded with blanks, so a blank ends no segment.
  if (!may_separate(stream.by.element) || !may_separate(stream.by.terminator) ||
      stream.by.element == stream.by.terminator || is_blank(stream.by.element) ||
      stream.by.terminator == ' ')
    return fail(errc::invalid_input,
                "the separators that the ISA segment states are no separators: bytes are missing",
                "send the whole document again");

  std::size_t start = 0;
  while (start < document.size()) {
    const auto stop = document.find(stream.by.terminator, start);
    const auto text = trim(document.substr(
        start, stop == std::string_view::npos ? std::string_view::npos : stop - start));
    // The last terminator is missing where the terminator is a line end and the file ends without.
    const bool unterminated = stop == std::string_view::npos && stream.by.terminator != '\n' &&
                              stream.by.terminator != '\r';
    if (unterminated && text.substr(0, 3) != "IEA")
      stream.remainder = std::string(text);
    else if (!text.empty())
      stream.segments.push_back(parse_segment(text, stream.by));
    if (stream.segments.size() > segments_max)
      return fail(errc::too_large, "the interchange has more than 200,000 segments",
                  "split it into several interchanges");
    if (stop == std::string_view::npos)
      break;
    start = stop + 1;
  }
  return stream;
}

} // namespace gantry::channels::x12
