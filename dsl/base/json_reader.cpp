#include "dsl/base/ascii.hpp"
#include "dsl/base/json.hpp"
#include "dsl/base/json_bytes.hpp"
#include "dsl/base/utf8.hpp"

#include <charconv>
#include <unordered_set>

namespace gantry {
namespace {

constexpr std::size_t name_bytes_shown = 60;

void append_utf8(std::string& out, std::uint32_t code) {
  const auto add = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0 | code >> 6);
    add(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  } else {
    add(0xF0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3F));
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  }
}

/// Recursive descent over strict JSON; the depth is bounded, so the stack is too.
class json_reader {
public:
  json_reader(std::string_view text, const json_limits& limits) : text_(text), limits_(limits) {}

  result<value> read() {
    value v;
    skip_blanks();
    if (!read_value(v, 0))
      return complaint();
    skip_blanks();
    if (at_ != text_.size()) {
      refuse("something follows the end of the document");
      return complaint();
    }
    return v;
  }

private:
  bool refuse(std::string why) {
    if (why_.empty())
      why_ = std::move(why);
    return false;
  }

  [[nodiscard]] tl::unexpected<error> complaint() const {
    std::size_t line = 1, column = 1;
    for (std::size_t i = 0; i < at_ && i < text_.size(); ++i) {
      column = text_[i] == '\n' ? 1 : column + 1;
      line += text_[i] == '\n' ? 1 : 0;
    }
    std::string found;
    for (char c : text_.substr(std::min(at_, text_.size()), 20)) // printable, whatever stood there
      found += c >= ' ' && c < 0x7F ? c : '.';
    return fail(errc::malformed_json,
                "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " +
                    (why_.empty() ? "this is not JSON" : why_) +
                    (found.empty() ? ", at the end of the text" : ", at `" + found + "`"),
                "mend what stands there; JSON is read strictly (RFC 8259, UTF-8)");
  }

  void skip_blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
      ++at_;
  }
  [[nodiscard]] char front() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (front() != c || at_ >= text_.size())
      return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word, value what, value& into) {
    if (text_.substr(at_, word.size()) != word)
      return refuse("a value is expected");
    at_ += word.size();
    into = std::move(what);
    return true;
  }

  bool read_value(value& into, std::size_t depth) {
    switch (front()) {
    case '{': return read_object(into, depth + 1);
    case '[': return read_list(into, depth + 1);
    case '"': {
      std::string text;
      if (!read_string(text))
        return false;
      into = value(std::move(text));
      return true;
    }
    case 't': return take_word("true", value(true), into);
    case 'f': return take_word("false", value(false), into);
    case 'n': return take_word("null", value(), into);
    default: return read_number(into);
    }
  }

  bool too_deep(std::size_t depth) {
    return depth > limits_.depth_max &&
           !refuse("the document is nested too deeply, in more than " +
                   std::to_string(limits_.depth_max) + " lists and objects");
  }

  bool read_list(value& into, std::size_t depth) {
    if (too_deep(depth))
      return false;
    ++at_;
    value::list_type items;
    skip_blanks();
    while (!take(']')) {
      if (!items.empty()) {
        if (!take(','))
          return refuse("`,` or `]` is expected");
        skip_blanks();
      }
      if (!read_value(items.emplace_back(), depth))
        return false;
      skip_blanks();
    }
    into = value::make_list(std::move(items));
    return true;
  }

  bool read_object(value& into, std::size_t depth) {
    if (too_deep(depth))
      return false;
    ++at_;
    value::map_entries members;
    skip_blanks();
    while (!take('}')) {
      if (!members.empty()) {
        if (!take(','))
          return refuse("`,` or `}` is expected");
        skip_blanks();
      }
      std::string name;
      if (front() != '"')
        return refuse("a member's name in quotes is expected");
      if (!read_string(name))
        return false;
      skip_blanks();
      if (!take(':'))
        return refuse("`:` is expected after a member's name");
      skip_blanks();
      auto& member = members.emplace_back(value(std::move(name)), value());
      if (!read_value(member.second, depth))
        return false;
      skip_blanks();
    }
    if (const auto* twice = duplicate_in(members))
      return refuse("the member `" + std::string(utf8_prefix(*twice, name_bytes_shown)) +
                    "` stands twice in the object that ends here");
    into = value::make_map_of_unique(std::move(members));
    return true;
  }

  static const std::string* duplicate_in(const value::map_entries& members) {
    if (members.size() <= 16) { // comparing few names costs less than hashing them
      for (std::size_t i = 1; i < members.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
          if (members[i].first.as_string() == members[j].first.as_string())
            return &members[i].first.as_string();
      return nullptr;
    }
    std::unordered_set<std::string_view> names;
    for (const auto& member : members)
      if (!names.insert(member.first.as_string()).second)
        return &member.first.as_string();
    return nullptr;
  }

  bool read_string(std::string& into) {
    ++at_;
    for (;;) {
      const auto start = at_;
      skip_plain_words();
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20 &&
             static_cast<unsigned char>(text_[at_]) < 0x80)
        ++at_;
      into.append(text_.substr(start, at_ - start));
      if (at_ >= text_.size())
        return refuse("a text is not closed");
      if (take('"'))
        return true;
      if (take('\\')) {
        if (!read_escape(into))
          return false;
      } else if (static_cast<unsigned char>(text_[at_]) < 0x20) {
        return refuse("a control character stands in a text");
      } else {
        const auto length = utf8_length(text_.substr(at_));
        if (length == 0)
          return refuse("a text is not valid UTF-8");
        into.append(text_.substr(at_, length));
        at_ += length;
      }
    }
  }

  void skip_plain_words() {
    for (; at_ + 8 <= text_.size(); at_ += 8) {
      const auto bytes = json_bytes::word_at<std::uint64_t>(text_, at_);
      if (!json_bytes::are_plain(bytes) || !json_bytes::are_ascii(bytes))
        return;
    }
  }

  bool read_escape(std::string& into) {
    if (at_ >= text_.size())
      return refuse("a text is not closed");
    constexpr std::string_view written = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    const char c = text_[at_++];
    if (const auto found = written.find(c); found != std::string_view::npos) {
      into += meant[found];
      return true;
    }
    std::uint32_t code = 0;
    if (c != 'u' || !read_hex(code))
      return refuse("this escape is unknown");
    if (code >= 0xD800 && code <= 0xDBFF) {
      std::uint32_t second = 0;
      if (!take('\\') || !take('u') || !read_hex(second) || second < 0xDC00 || second > 0xDFFF)
        return refuse("half of a surrogate pair stands alone");
      code = 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00);
    } else if (code >= 0xDC00 && code <= 0xDFFF) {
      return refuse("half of a surrogate pair stands alone");
    }
    append_utf8(into, code);
    return true;
  }

  bool read_hex(std::uint32_t& code) {
    if (at_ + 4 > text_.size())
      return false;
    const auto* begin = text_.data() + at_;
    const auto [stopped, failed] = std::from_chars(begin, begin + 4, code, 16);
    at_ += 4;
    return failed == std::errc{} && stopped == begin + 4;
  }

  bool read_number(value& into) {
    const auto start = at_;
    take('-');
    if (!is_digit(front()))
      return refuse("a value is expected");
    if (take('0') && is_digit(front()))
      return refuse("a number has no leading zeros");
    skip_digits();
    bool integral = true;
    if (take('.')) {
      integral = false;
      if (!is_digit(front()))
        return refuse("digits are expected after the point");
      skip_digits();
    }
    if (front() == 'e' || front() == 'E') {
      integral = false;
      ++at_;
      if (!take('+'))
        take('-');
      if (!is_digit(front()))
        return refuse("digits are expected in the exponent");
      skip_digits();
    }
    if (convert(text_.substr(start, at_ - start), integral, into))
      return true;
    at_ = start; // where it stands, not where it ends
    return false;
  }

  void skip_digits() {
    while (is_digit(front()))
      ++at_;
  }

  bool convert(std::string_view digits, bool integral, value& into) {
    std::int64_t number = 0;
    if (integral && digits != "-0") {
      const auto [stopped, failed] =
          std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (failed == std::errc{} && stopped == digits.data() + digits.size()) {
        into = value(number);
        return true;
      }
    }
    if (const auto exact = decimal::parse(digits))
      into = value(*exact);
    else if (limits_.long_numbers_as_text)
      into = value(digits);
    else
      return refuse("a number has more than 34 digits or is out of range");
    return true;
  }

  std::string_view text_;
  const json_limits& limits_;
  std::size_t at_ = 0;
  std::string why_;
};

} // namespace

result<value> parse_json(std::string_view text, const json_limits& limits) {
  if (text.size() > limits.bytes_max)
    return fail(errc::too_large, "the JSON text has " + std::to_string(text.size()) +
                                     " bytes, the most is " + std::to_string(limits.bytes_max));
  return json_reader(text, limits).read();
}

} // namespace gantry
