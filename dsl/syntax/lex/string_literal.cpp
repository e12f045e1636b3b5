#include "dsl/syntax/lex/string_literal.hpp"

#include "dsl/syntax/lex/utf8.hpp"

namespace gantry::dsl {

namespace {

struct opening {
  bool is_bytes = false;
  bool is_raw = false;
  std::size_t prefix = 0; ///< letters before the quote
};

bool is_quote(char c) {
  return c == '"' || c == '\'';
}

opening opening_of(const source_reader& in) {
  opening o;
  if (in.peek() == 'b' || in.peek() == 'B') {
    o.is_bytes = true;
    o.prefix = 1;
  }
  const char next = in.peek(o.prefix);
  if (next == 'r' || next == 'R') {
    o.is_raw = true;
    ++o.prefix;
  }
  return o;
}

int digit_of(char c, int base) {
  int digit = 99;
  if (c >= '0' && c <= '9')
    digit = c - '0';
  if (c >= 'a' && c <= 'f')
    digit = c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    digit = c - 'A' + 10;
  return digit < base ? digit : -1;
}

constexpr const char* escapes_help =
    "write \\n, \\t, \\\\, \\\", \\', \\xHH, \\uHHHH, \\UHHHHHHHH or three octal digits; a text "
    "that begins with r\" has no escapes";

class literal_reader {
public:
  literal_reader(source_reader& in, opening how) : in_(in), how_(how), start_(in.here()) {}

  string_literal read() {
    in_.advance(how_.prefix);
    quote_ = in_.peek();
    is_triple_ = in_.peek(1) == quote_ && in_.peek(2) == quote_;
    in_.advance(is_triple_ ? 3 : 1);
    out_.is_bytes = how_.is_bytes;
    while (!at_close()) {
      if (in_.at_end() || (!is_triple_ && (in_.peek() == '\n' || in_.peek() == '\r'))) {
        report_open();
        return std::move(out_);
      }
      if (in_.peek() == '\\' && !how_.is_raw)
        read_escape();
      else
        read_plain();
    }
    in_.advance(is_triple_ ? 3 : 1);
    return std::move(out_);
  }

private:
  bool at_close() const {
    if (in_.peek() != quote_ || in_.at_end())
      return false;
    return !is_triple_ || (in_.peek(1) == quote_ && in_.peek(2) == quote_);
  }

  /// The brackets at the end of the line most likely closed what stands around the text, so the
  /// lost quote is looked for before them: otherwise every block around it seems open.
  void leave_brackets_out() {
    if (is_triple_)
      return;
    static constexpr std::string_view around = " \t(){}[],";
    const source_reader::mark end = in_.here();
    std::size_t kept = out_.text.size();
    while (kept > 0 && around.find(out_.text[kept - 1]) != std::string_view::npos)
      --kept;
    const std::size_t dropped = out_.text.size() - kept;
    if (dropped == 0)
      return;
    out_.text.resize(kept);
    source_reader::mark place = end;
    place.offset -= dropped;
    place.column -= static_cast<std::uint32_t>(dropped);
    in_.return_to(place);
  }

  void report_open() {
    leave_brackets_out();
    in_.report("GF0102", start_, "this text is not closed before the line ends",
               "close it with the same quote, or put three quotes around a text of several lines");
  }

  void read_plain() {
    // Line ends inside a text do not depend on the editor that wrote the file.
    if (in_.peek() == '\r') {
      in_.advance(in_.peek(1) == '\n' ? 2 : 1);
      out_.text.push_back('\n');
      return;
    }
    out_.text.push_back(in_.peek());
    in_.advance();
  }

  void read_escape() {
    const source_reader::mark start = in_.here();
    in_.advance();
    const char c = in_.peek();
    if (c == '\n' || c == '\r' || in_.at_end()) {
      bad_escape(start);
      return;
    }
    in_.advance();
    static constexpr std::string_view letters = "abfnrtv\\?\"'`";
    static constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\?\"'`";
    if (const auto at = letters.find(c); at != std::string_view::npos) {
      out_.text.push_back(meanings[at]);
      return;
    }
    switch (c) {
    case 'x':
    case 'X': read_number(start, 2, 16, false); return;
    case 'u': read_number(start, 4, 16, true); return;
    case 'U': read_number(start, 8, 16, true); return;
    case '0':
    case '1':
    case '2':
    case '3': read_octal(start, c); return;
    default:
      while ((static_cast<unsigned char>(in_.peek()) & 0xC0u) == 0x80u)
        in_.advance(); // all of a character of several bytes, so that it can be shown
      bad_escape(start);
      return;
    }
  }

  void read_octal(const source_reader::mark& start, char first) {
    const int second = digit_of(in_.peek(), 8);
    const int third = second < 0 ? -1 : digit_of(in_.peek(1), 8);
    if (third < 0) {
      bad_escape(start);
      return;
    }
    in_.advance(2);
    append(start, static_cast<char32_t>((first - '0') * 64 + second * 8 + third));
  }

  void read_number(const source_reader::mark& start, int digits, int base, bool only_text) {
    char32_t number = 0;
    for (int i = 0; i < digits; ++i) {
      const int digit = digit_of(in_.peek(), base);
      if (digit < 0) {
        bad_escape(start);
        return;
      }
      number = number * static_cast<char32_t>(base) + static_cast<char32_t>(digit);
      in_.advance();
    }
    if (only_text && how_.is_bytes) {
      bad_escape(start);
      return;
    }
    append(start, number);
  }

  void append(const source_reader::mark& start, char32_t number) {
    if (how_.is_bytes)
      out_.text.push_back(static_cast<char>(static_cast<unsigned char>(number)));
    else if (!append_utf8(out_.text, number))
      bad_escape(start);
  }

  void bad_escape(const source_reader::mark& start) {
    in_.report("GF0103", start,
               "`" + std::string(in_.text_from(start)) + "` is not an escape of a text",
               escapes_help);
  }

  source_reader& in_;
  opening how_;
  source_reader::mark start_;
  string_literal out_;
  char quote_ = '"';
  bool is_triple_ = false;
};

} // namespace

bool at_string_literal(const source_reader& in) {
  return is_quote(in.peek(opening_of(in).prefix));
}

string_literal read_string_literal(source_reader& in) {
  return literal_reader(in, opening_of(in)).read();
}

} // namespace gantry::dsl
