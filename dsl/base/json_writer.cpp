#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace gantry {
namespace {

template <class Number>
void append_number(std::string& out, Number n) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), n).ptr;
  out.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
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

class json_emitter {
public:
  json_emitter(std::string& out, bool canonical) : out_(out), canonical_(canonical) {}

  void write(const value& v) {
    if (v.is_none())
      out_ += "null";
    else if (v.is_bool())
      out_ += v.as_bool() ? "true" : "false";
    else if (v.is_int())
      append_number(out_, v.as_int());
    else if (v.is_uint())
      append_number(out_, v.as_uint());
    else if (v.is_double())
      write_double(v.as_double());
    else if (v.is_list())
      write_list(v);
    else if (v.is_map() || v.is_record())
      write_members(v);
    else if (v.is_optional())
      write(v.inner() != nullptr ? *v.inner() : value());
    else
      append_json_string(out_, text_of(v));
  }

private:
  [[nodiscard]] std::string text_of(const value& v) const {
    if (v.is_decimal())
      return (canonical_ ? v.as_decimal().normalised() : v.as_decimal()).to_plain_string();
    if (v.is_timestamp())
      return format_timestamp(v.as_timestamp());
    if (v.is_duration())
      return format_duration(v.as_duration());
    if (v.is_bytes())
      return to_base64(v.as_bytes());
    return v.is_string() ? v.as_string() : v.type_name();
  }

  void write_double(double number) {
    if (std::isfinite(number))
      append_number(out_, number);
    else // JSON has no such number; the text says which it was
      append_json_string(out_, std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
  }

  void write_list(const value& v) {
    char before = '[';
    for (const auto& item : v.as_list()) {
      out_ += before;
      write(item);
      before = ',';
    }
    out_ += v.as_list().empty() ? "[]" : "]";
  }

  void write_members(const value& v) {
    char before = '{';
    const auto one = [&](std::string_view name, const value& member) {
      if (canonical_ && member.is_none())
        return; // absent and null are the same content
      out_ += before;
      append_json_string(out_, name);
      out_ += ':';
      write(member);
      before = ',';
    };
    if (canonical_)
      each_sorted(v, one);
    else
      each_member(v, one);
    out_ += before == '{' ? "{}" : "}";
  }

  template <class Visit>
  void each_sorted(const value& v, Visit visit) {
    std::vector<std::pair<std::string, const value*>> members;
    each_member(v, [&](std::string_view name, const value& member) {
      members.emplace_back(name, &member);
    });
    std::sort(members.begin(), members.end(),
              [](const auto& a, const auto& b) { return utf16_less(a.first, b.first); });
    for (const auto& [name, member] : members)
      visit(std::string_view(name), *member);
  }

  std::string& out_;
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
      const auto inner = path + "[" + std::to_string(i) + "]";
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

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\')
      continue;
    out.append(text.substr(start, i - start));
    start = i + 1;
    out += '\\';
    switch (c) {
    case '"':
    case '\\': out += static_cast<char>(c); break;
    case '\b': out += 'b'; break;
    case '\f': out += 'f'; break;
    case '\n': out += 'n'; break;
    case '\r': out += 'r'; break;
    case '\t': out += 't'; break;
    default:
      out += "u00";
      out += hex[c >> 4];
      out += hex[c & 15];
    }
  }
  out.append(text.substr(start));
  out += '"';
}

void append_json(std::string& out, const value& v) {
  json_emitter(out, false).write(v);
}

std::string to_json(const value& v) {
  std::string out;
  append_json(out, v);
  return out;
}

std::string to_canonical_json(const value& v) {
  std::string out;
  json_emitter(out, true).write(v);
  return out;
}

std::string first_difference(const value& a, const value& b) {
  return difference(a, b, "");
}

} // namespace gantry
