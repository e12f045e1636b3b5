#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "dsl/base/json_bytes.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gantry {

using json_bytes::are_plain;
using json_bytes::word_at;

namespace {

template <class Number>
void put_number(text_buffer& out, Number n) {
  constexpr std::size_t most = 32;
  char* const at = out.room(most);
  out.took(static_cast<std::size_t>(std::to_chars(at, at + most, n).ptr - at));
}

constexpr bool is_plain(unsigned char c) {
  return c >= 0x20 && c != '"' && c != '\\';
}

/// Whether nothing in a text has to be escaped; looks at words, the last one overlapping.
bool is_all_plain(std::string_view text) {
  const auto size = text.size();
  if (size >= 8) {
    for (std::size_t i = 0; i + 8 <= size; i += 8)
      if (!are_plain(word_at<std::uint64_t>(text, i)))
        return false;
    return are_plain(word_at<std::uint64_t>(text, size - 8));
  }
  if (size >= 4)
    return are_plain(word_at<std::uint32_t>(text, 0) << 32 |
                     word_at<std::uint32_t>(text, size - 4));
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_plain(static_cast<unsigned char>(c)); });
}

void put_escaped(text_buffer& out, unsigned char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
  case '"': return out.put("\\\"");
  case '\\': return out.put("\\\\");
  case '\b': return out.put("\\b");
  case '\f': return out.put("\\f");
  case '\n': return out.put("\\n");
  case '\r': return out.put("\\r");
  case '\t': return out.put("\\t");
  default:
    out.put("\\u00");
    out.put(hex[c >> 4]);
    out.put(hex[c & 15]);
  }
}

/// Members of a record or map by name, absent ones left out.
template <class Visit>
void each_member(const value& v, Visit visit) {
  if (v.is_record()) {
    const auto& names = v.shape().fields;
    for (std::size_t i = 0; i < names.size(); ++i)
      if (!v.fields()[i].is_none())
        visit(std::string_view(names[i]), v.fields()[i]);
    return;
  }
  for (const auto& [key, member] : v.as_map()) {
    if (key.is_string()) {
      visit(std::string_view(key.as_string()), member);
    } else {
      const auto text = to_json(key);
      visit(std::string_view(text), member);
    }
  }
}

class json_emitter {
public:
  json_emitter(text_buffer& out, bool canonical) : out_(out), canonical_(canonical) {}

  void write(const value& v) {
    if (v.is_string())
      put_json_string(out_, v.as_string());
    else if (v.is_record())
      write_record(v);
    else if (v.is_map())
      write_map(v);
    else if (v.is_decimal())
      write_decimal(canonical_ ? v.as_decimal().normalised() : v.as_decimal());
    else if (v.is_none())
      out_.put("null");
    else if (v.is_list())
      write_list(v);
    else if (v.is_bool())
      out_.put(v.as_bool() ? "true" : "false");
    else if (v.is_int())
      put_number(out_, v.as_int());
    else if (v.is_uint())
      put_number(out_, v.as_uint());
    else if (v.is_double())
      write_double(v.as_double());
    else if (v.is_optional())
      write(v.inner() != nullptr ? *v.inner() : value());
    else
      put_json_string(out_, text_of(v));
  }

private:
  [[nodiscard]] static std::string text_of(const value& v) {
    if (v.is_timestamp())
      return format_timestamp(v.as_timestamp());
    if (v.is_duration())
      return format_duration(v.as_duration());
    return v.is_bytes() ? to_base64(v.as_bytes()) : v.type_name();
  }

  /// Of text that needs no escapes.
  void put_quoted(std::string_view text) {
    out_.put('"');
    out_.put(text);
    out_.put('"');
  }

  void write_decimal(const decimal& number) {
    out_.put('"');
    number.put_plain(out_);
    out_.put('"');
  }

  void write_double(double number) {
    if (std::isfinite(number))
      put_number(out_, number);
    else // JSON has no such number; the text says which it was
      put_quoted(std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
  }

  void write_list(const value& v) {
    char before = '[';
    for (const auto& item : v.as_list()) {
      out_.put(before);
      write(item);
      before = ',';
    }
    out_.put(v.as_list().empty() ? "[]" : "]");
  }

  /// Absent fields are left out.
  void write_record(const value& v) {
    const auto& shape = v.shape();
    const auto& fields = v.fields();
    char before = '{';
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const auto at = canonical_ ? shape.canonical_order[i] : i;
      if (fields[at].is_none())
        continue;
      out_.put(before);
      out_.put(shape.labels[at]);
      write(fields[at]);
      before = ',';
    }
    out_.put(before == '{' ? "{}" : "}");
  }

  void write_map(const value& v) {
    char before = '{';
    const auto one = [&](std::string_view name, const value& member) {
      if (canonical_ && member.is_none())
        return; // absent and null are the same content
      out_.put(before);
      put_json_string(out_, name);
      out_.put(':');
      write(member);
      before = ',';
    };
    if (canonical_)
      each_entry_sorted(v, one);
    else
      each_member(v, one);
    out_.put(before == '{' ? "{}" : "}");
  }

  template <class Visit>
  void each_entry_sorted(const value& v, Visit visit) {
    std::vector<std::pair<std::string, const value*>> members;
    each_member(v, [&](std::string_view name, const value& member) {
      members.emplace_back(name, &member);
    });
    std::sort(members.begin(), members.end(),
              [](const auto& a, const auto& b) { return utf16_less(a.first, b.first); });
    for (const auto& [name, member] : members)
      visit(std::string_view(name), *member);
  }

  text_buffer& out_;
  bool canonical_;
};

std::vector<std::string> member_names(const value& v) {
  std::vector<std::string> names;
  each_member(v, [&](std::string_view name, const value&) { names.emplace_back(name); });
  return names;
}

std::string difference(const value& a, const value& b, const std::string& path) {
  const bool objects = (a.is_map() || a.is_record()) && (b.is_map() || b.is_record());
  if (objects) {
    auto names = member_names(a);
    for (auto& name : member_names(b))
      names.push_back(std::move(name));
    for (const auto& name : names) {
      const auto* left = a.find(name);
      const auto* right = b.find(name);
      const auto inner = path.empty() ? name : path + "." + name;
      const value none;
      if (auto found = difference(left ? *left : none, right ? *right : none, inner);
          !found.empty())
        return found;
    }
    return {};
  }
  if (a.is_list() && b.is_list()) {
    const auto most = std::max(a.as_list().size(), b.as_list().size());
    for (std::size_t i = 0; i < most; ++i) {
      auto inner = path + "[" + std::to_string(i) + "]";
      if (i >= a.as_list().size() || i >= b.as_list().size())
        return inner;
      if (auto found = difference(a.as_list()[i], b.as_list()[i], inner); !found.empty())
        return found;
    }
    return {};
  }
  return a == b ? std::string{} : path.empty() ? "the whole document" : path;
}

} // namespace

/// UTF-16 code units in order, as RFC 8785 sorts names: characters beyond the basic plane begin
/// with a surrogate and so come before U+E000 and what follows it.
bool utf16_less(std::string_view a, std::string_view b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    const auto x = static_cast<unsigned char>(a[i]), y = static_cast<unsigned char>(b[i]);
    if (x == y)
      continue;
    const bool x_far = x >= 0xF0, y_far = y >= 0xF0;
    if (x_far != y_far && std::min(x, y) >= 0xEE)
      return x_far;
    return x < y;
  }
  return a.size() < b.size();
}

void put_json_string(text_buffer& out, std::string_view text) {
  if (is_all_plain(text)) {
    char* const at = out.room(text.size() + 2);
    *at = '"';
    text.copy(at + 1, text.size());
    at[text.size() + 1] = '"';
    out.took(text.size() + 2);
    return;
  }
  out.put('"');
  for (const char c : text) {
    if (is_plain(static_cast<unsigned char>(c)))
      out.put(c);
    else
      put_escaped(out, static_cast<unsigned char>(c));
  }
  out.put('"');
}

void put_json(text_buffer& out, const value& v) {
  json_emitter(out, false).write(v);
}

void put_canonical_json(text_buffer& out, const value& v) {
  json_emitter(out, true).write(v);
}

void append_json_string(std::string& out, std::string_view text) {
  text_buffer written;
  put_json_string(written, text);
  out += written.view();
}

void append_json(std::string& out, const value& v) {
  text_buffer written;
  put_json(written, v);
  out += written.view();
}

std::string to_json(const value& v) {
  text_buffer written;
  put_json(written, v);
  return written.str();
}

std::string to_canonical_json(const value& v) {
  text_buffer written;
  put_canonical_json(written, v);
  return written.str();
}

std::string first_difference(const value& a, const value& b) {
  return difference(a, b, "");
}

} // namespace gantry
