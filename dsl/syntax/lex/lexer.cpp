#include "dsl/base/ascii.hpp"
#include "dsl/limits.hpp"
#include "dsl/syntax/lex/number_literal.hpp"
#include "dsl/syntax/lex/source_reader.hpp"
#include "dsl/syntax/lex/string_literal.hpp"
#include "dsl/syntax/lex/token.hpp"
#include "dsl/syntax/lex/utf8.hpp"

#include <array>
#include <utility>

namespace gantry::dsl {

namespace {

// Longest first: the first that fits is the token.
constexpr std::array<std::string_view, 30> symbols = {
    "..", ".?", "[?", "->", "&&", "||", "==", "!=", "<=", ">=", ".", ",", ":", ";", "?",
    "(",  ")",  "[",  "]",  "{",  "}",  "+",  "-",  "*",  "/",  "%", "<", ">", "=", "!"};

bool is_lower(char c) {
  return (c >= 'a' && c <= 'z') || c == '_';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

class lexer {
public:
  lexer(const source_file& file, std::vector<diagnostic>& diagnostics) : in_(file, diagnostics) {}

  token_list run() {
    const source_reader::mark start = in_.here();
    if (in_.whole().size() > limits::file_bytes) {
      in_.report("GF0106", start, "this file is larger than 1 MiB",
                 "divide it and import the parts");
      push(token_kind::end, start, {});
      return std::move(out_);
    }
    if (in_.starts_with("\xEF\xBB\xBF"))
      in_.advance(3);
    for (skip_blanks(); !in_.at_end(); skip_blanks())
      read_token();
    push(token_kind::end, in_.here(), {});
    return std::move(out_);
  }

private:
  void push(token_kind kind, const source_reader::mark& start, std::string text) {
    token t;
    t.kind = kind;
    t.text = std::move(text);
    t.offset = static_cast<std::uint32_t>(start.offset);
    t.length = static_cast<std::uint32_t>(in_.here().offset - start.offset);
    t.at = in_.span_from(start);
    out_.tokens.push_back(std::move(t));
  }

  void push_written(token_kind kind, const source_reader::mark& start) {
    push(kind, start, std::string(in_.text_from(start)));
  }

  bool at_documentation() const { return in_.starts_with("///") && in_.peek(3) != '/'; }

  void skip_blanks() {
    for (;;) {
      const char c = in_.peek();
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        in_.advance();
      } else if (c == '/' && in_.peek(1) == '/' && !at_documentation()) {
        read_comment();
      } else {
        return;
      }
    }
  }

  void read_comment() {
    const source_reader::mark start = in_.here();
    skip_line();
    keep_comment(start, false);
  }

  void keep_comment(const source_reader::mark& start, bool documents) {
    source_comment c;
    c.text = std::string(in_.text_from(start));
    while (!c.text.empty() && (c.text.back() == '\r' || c.text.back() == ' '))
      c.text.pop_back();
    c.at = in_.span_from(start);
    c.documents = documents;
    c.is_first_on_line = out_.tokens.empty() || out_.tokens.back().at.end_line < c.at.line;
    if (!is_utf8(c.text))
      tell_encoding(start, "this comment holds bytes that are not UTF-8");
    out_.comments.push_back(std::move(c));
  }

  void skip_line() {
    while (!in_.at_end() && in_.peek() != '\n')
      in_.advance();
  }

  void read_token() {
    const source_reader::mark start = in_.here();
    if (at_documentation()) {
      read_documentation(start);
    } else if (at_string_literal(in_)) {
      string_literal s = read_string_literal(in_);
      const token_kind kind = s.is_bytes ? token_kind::bytes : token_kind::string;
      check_text(kind, start, s.text);
      push(kind, start, std::move(s.text));
    } else if (at_number_literal(in_)) {
      read_number(start);
    } else if (is_lower(in_.peek()) || is_upper(in_.peek())) {
      read_word(start);
    } else if (in_.peek() == '`' && may_quote_name()) {
      read_quoted_name(start);
    } else if (in_.starts_with("/*")) {
      read_block_comment(start);
    } else if (at_dashed_comment()) {
      in_.advance(2);
      in_.report("GF0101", start, "`--` begins no comment here", help_for(U'#'));
      skip_line();
    } else {
      read_symbol(start);
    }
  }

  /// What is wrong in a literal was reported: the literal stays one, with a harmless value, so that
  /// the parser does not find a second mistake in its place.
  void read_number(const source_reader::mark& start) {
    const number_literal number = read_number_literal(in_);
    if (number.is_valid)
      push_written(number.kind, start);
    else
      push(number.kind, start,
           number.kind == token_kind::duration  ? "1s"
           : number.kind == token_kind::decimal ? "1m"
                                                : "1");
  }

  void check_text(token_kind kind, const source_reader::mark& start, const std::string& text) {
    if (kind != token_kind::bytes && !is_utf8(text))
      tell_encoding(start, "this text holds bytes that are not UTF-8");
  }

  /// Once a file: it was saved in another encoding, and all its other letters are as wrong.
  void tell_encoding(const source_reader::mark& start, const char* what) {
    if (!std::exchange(encoding_is_told_, true))
      in_.report("GF0108", start, what, "save the file as UTF-8");
  }

  void read_documentation(const source_reader::mark& start) {
    std::string text;
    for (;;) {
      in_.advance(3);
      if (in_.peek() == ' ')
        in_.advance();
      const source_reader::mark line = in_.here();
      skip_line();
      std::string_view words = in_.text_from(line);
      while (!words.empty() && (words.back() == '\r' || words.back() == ' '))
        words.remove_suffix(1);
      text += words;
      std::size_t ahead = in_.peek() == '\n' ? 1 : 0;
      while (ahead > 0 && (in_.peek(ahead) == ' ' || in_.peek(ahead) == '\t'))
        ++ahead;
      if (ahead == 0 || !in_.whole().substr(in_.here().offset + ahead).starts_with("///") ||
          in_.peek(ahead + 3) == '/')
        break;
      text.push_back('\n');
      in_.advance(ahead);
    }
    keep_comment(start, true);
    push(token_kind::documentation, start, std::move(text));
  }

  void read_word(const source_reader::mark& start) {
    const bool type = is_upper(in_.peek());
    while (is_word(in_.peek()))
      in_.advance();
    if (in_.text_from(start).size() > limits::name_bytes) {
      in_.report("GF0107", start, "this name is longer than 200 characters", "shorten it");
      push(token_kind::invalid, start, {});
      return;
    }
    push_written(type ? token_kind::type_name : token_kind::name, start);
  }

  /// Names in back quotes are fields of documents that no declaration named (`doc.`ship-to``).
  bool may_quote_name() const {
    if (out_.tokens.empty() || out_.tokens.back().kind != token_kind::symbol)
      return false;
    const std::string& before = out_.tokens.back().text;
    return before == "." || before == ".?" || before == "{" || before == "," || before == "?";
  }

  void read_quoted_name(const source_reader::mark& start) {
    in_.advance();
    const source_reader::mark inside = in_.here();
    const auto fits = [](char c) {
      return is_word(c) || c == '.' || c == '-' || c == '/' || c == ' ';
    };
    while (fits(in_.peek()))
      in_.advance();
    std::string name(in_.text_from(inside));
    if (in_.peek() != '`' || name.empty() || name.size() > limits::name_bytes) {
      in_.report("GF0102", start, "this name in back quotes is not closed",
                 "between back quotes stand letters, digits and the characters _ . - / and blank");
      push(token_kind::invalid, start, {});
      return;
    }
    in_.advance();
    push(token_kind::name, start, std::move(name));
  }

  void read_symbol(const source_reader::mark& start) {
    for (const std::string_view symbol : symbols) {
      if (!in_.starts_with(symbol))
        continue;
      in_.advance(symbol.size());
      push(token_kind::symbol, start, std::string(symbol));
      return;
    }
    const bool is_text = report_character(start);
    push(is_text ? token_kind::string : token_kind::invalid, start, {});
  }

  /// Whether it began a text in quotes that are none here.
  bool report_character(const source_reader::mark& start) {
    const decoded_character c = decode_utf8(in_.whole(), start.offset);
    if (c.length == 0) {
      while (!in_.at_end() && decode_utf8(in_.whole(), in_.here().offset).length == 0)
        in_.advance();
      tell_encoding(start, "these bytes are not UTF-8");
      return false;
    }
    in_.advance(c.length);
    const std::string shown(in_.text_from(start));
    in_.report("GF0101", start, "`" + shown + "` means nothing here", help_for(c.code_point));
    if (c.code_point == U'#') // a comment elsewhere: what follows is told with it
      skip_line();
    return skip_to_closing_quote(c.code_point);
  }

  /// A text in quotes that are none here is told once, at the first of them.
  bool skip_to_closing_quote(char32_t opening) {
    static constexpr std::array<std::u32string_view, 3> pairs = {U"\u201C\u201D", U"\u201E\u201C",
                                                                 U"\u2018\u2019"};
    char32_t closing = opening == U'`' ? opening : U'\0';
    for (const std::u32string_view pair : pairs)
      closing = pair.front() == opening ? pair.back() : closing;
    const source_reader::mark before = in_.here();
    while (closing != U'\0' && !in_.at_end() && in_.peek() != '\n') {
      const decoded_character next = decode_utf8(in_.whole(), in_.here().offset);
      if (next.length == 0)
        break;
      in_.advance(next.length);
      if (next.code_point == closing)
        return true;
    }
    in_.return_to(before);
    return false;
  }

  /// `-- why` is a comment elsewhere. `a -- b` takes `-b` from `a`, so it is one only behind what
  /// nothing is taken from, or before two words, which no expression has.
  bool at_dashed_comment() const {
    if (!in_.starts_with("-- "))
      return false;
    const token* before = out_.tokens.empty() ? nullptr : &out_.tokens.back();
    const bool ends_before =
        before == nullptr || before->kind == token_kind::string ||
        before->kind == token_kind::documentation ||
        (before->kind == token_kind::symbol && (before->text == "{" || before->text == "}"));
    return ends_before || is_prose(in_.whole().substr(in_.here().offset + 3));
  }

  /// Whether two words stand in a line one behind the other, `in` not among them.
  static bool is_prose(std::string_view line) {
    const auto word = [&line] {
      std::size_t length = 0;
      while (length < line.size() && is_word(line[length]))
        ++length;
      const std::string_view found = line.substr(0, length);
      line.remove_prefix(length);
      while (line.starts_with(' '))
        line.remove_prefix(1);
      return found;
    };
    const std::string_view first = word(), second = word();
    return !first.empty() && !second.empty() && second != "in";
  }

  /// `/* … */` is a comment elsewhere; it is told, and passed over to its end.
  void read_block_comment(const source_reader::mark& start) {
    in_.advance(2);
    in_.report("GF0101", start, "`/*` begins no comment here",
               "comments begin with `//` and end with their line");
    const std::size_t end = in_.whole().find("*/", in_.here().offset);
    if (end == std::string_view::npos)
      skip_line();
    else
      while (in_.here().offset < end + 2)
        in_.advance();
  }

  static std::string help_for(char32_t c) {
    switch (c) {
    case U'&': return "`and` is written `&&`";
    case U'|': return "`or` is written with two bars: `||`; what may be absent is `T?`";
    case U'$':
    case U'\u20AC':
    case U'\u00A3': return "money is a decimal, and its currency a field beside it: `5.00m`";
    case U'^': return "there are no powers: multiply";
    case U'~': return "`not` is written `!`";
    case U'#': return "comments begin with `//`";
    case U'`':
      return "texts stand in straight quotes: \"…\"; names in back quotes stand after a "
             "point only";
    case U'\u201C':
    case U'\u201D':
    case U'\u201E':
    case U'\u2018':
    case U'\u2019': return "use the straight quotes \" or '";
    case U'\u00A0': return "this is a no-break space; write a plain one";
    case U'\u2013':
    case U'\u2014':
    case U'\u2212': return "minus is the plain character -";
    default: return "remove it, or put it into quotes";
    }
  }

  source_reader in_;
  token_list out_;
  bool encoding_is_told_ = false;
};

} // namespace

token_list lex(const source_file& file, std::vector<diagnostic>& diagnostics) {
  return lexer(file, diagnostics).run();
}

} // namespace gantry::dsl
