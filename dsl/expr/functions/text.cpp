#include "dsl/expr/functions/arguments.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <array>

namespace gantry::dsl {
namespace {

using taken = argument_kind;

bool starts_with(const function_call& c, value& out) {
  out = value(text_at(c, 0).starts_with(text_at(c, 1)));
  return true;
}
bool ends_with(const function_call& c, value& out) {
  out = value(text_at(c, 0).ends_with(text_at(c, 1)));
  return true;
}

/// ASCII only, as the extension of CEL says: other letters stay as they are.
template <char From, char To, int Shift>
bool shift_ascii(const function_call& c, value& out) {
  std::string changed = text_at(c, 0);
  for (char& letter : changed)
    if (letter >= From && letter <= To)
      letter = static_cast<char>(letter + Shift);
  return give_text(c, std::move(changed), out);
}

/// White_Space of Unicode.
bool is_blank(char32_t c) {
  constexpr std::array<char32_t, 9> others = {0x20,   0x85,   0xA0,   0x1680, 0x2028,
                                              0x2029, 0x202F, 0x205F, 0x3000};
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x2000 && c <= 0x200A) ||
         std::find(others.begin(), others.end(), c) != others.end();
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool trim(const function_call& c, value& out) {
  std::string_view rest = text_at(c, 0);
  while (!rest.empty()) {
    const auto first = decode_utf8(rest, 0);
    if (first.length == 0 || !is_blank(first.code_point))
      break;
    rest.remove_prefix(first.length);
  }
  while (!rest.empty()) {
    std::size_t at = rest.size() - 1;
    while (at > 0 && is_continuation(rest[at]))
      --at;
    const auto last = decode_utf8(rest, at);
    if (last.length == 0 || !is_blank(last.code_point))
      break;
    rest.remove_suffix(rest.size() - at);
  }
  return give_text(c, std::string(rest), out);
}

/// Where an empty text is found: before every character and at the end.
std::size_t next_place(const std::string& all, const std::string& old, std::size_t from) {
  if (!old.empty())
    return all.find(old, from);
  return from <= all.size() ? from : std::string::npos;
}

/// `replace(old, new)` and `replace(old, new, times)`; a negative number is all of them.
bool replace(const function_call& c, value& out) {
  const auto& all = text_at(c, 0);
  const auto& old = text_at(c, 1);
  const auto& fresh = text_at(c, 2);
  auto times = c.count() > 3 ? c[3].as_int() : -1;
  std::string changed;
  std::size_t copied = 0;
  for (std::size_t from = 0; times != 0; --times) {
    const auto found = next_place(all, old, from);
    if (found == std::string::npos)
      break;
    if (!c.spend(1, found - copied + fresh.size()))
      return false;
    changed.append(all, copied, found - copied).append(fresh);
    copied = found + old.size();
    from = old.empty() ? found + std::max<std::size_t>(1, decode_utf8(all, found).length) : copied;
  }
  if (!c.spend(0, all.size() - copied))
    return false;
  out = value(changed.append(all, copied, std::string::npos));
  return true;
}

bool substring(const function_call& c, value& out) {
  const auto& all = text_at(c, 0);
  const auto length = static_cast<std::int64_t>(count_characters(all));
  const auto from = c[1].as_int();
  const auto to = c.count() > 2 ? c[2].as_int() : length;
  if (from < 0 || to > length || from > to)
    return c.fail("`substring` from " + std::to_string(from) + " to " + std::to_string(to) +
                  " of a text with " + std::to_string(length) + " characters");
  const auto begin = offset_of_character(all, static_cast<std::size_t>(from));
  const auto end = offset_of_character(all, static_cast<std::size_t>(to));
  if (!spend_reading(c, all))
    return false;
  return give_text(c, all.substr(begin, end - begin), out);
}

/// The character at a position, nothing at the end.
bool character_at(const function_call& c, value& out) {
  const auto& all = text_at(c, 0);
  const auto length = static_cast<std::int64_t>(count_characters(all));
  const auto at = c[1].as_int();
  if (at < 0 || at > length)
    return c.fail("`charAt` " + std::to_string(at) + " of a text with " + std::to_string(length) +
                  " characters");
  if (!spend_reading(c, all))
    return false;
  const auto begin = offset_of_character(all, static_cast<std::size_t>(at));
  return give_text(c, all.substr(begin, decode_utf8(all, begin).length), out);
}

bool reverse_text(const function_call& c, value& out) {
  const auto& all = text_at(c, 0);
  std::string turned;
  turned.reserve(all.size());
  for (std::size_t end = all.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && is_continuation(all[begin]))
      --begin;
    turned.append(all, begin, end - begin);
    end = begin;
  }
  return give_text(c, std::move(turned), out);
}

} // namespace

void add_text_functions(function_list& all) {
  const auto method = [&all](std::string_view name, std::vector<taken> takes, auto returns,
                             auto apply) {
    all.push_back({name, true, std::move(takes), returns, apply, false});
  };
  method("startsWith", {taken::string, taken::string}, always<boolean_type>, starts_with);
  method("endsWith", {taken::string, taken::string}, always<boolean_type>, ends_with);
  method("lowerAscii", {taken::string}, always<string_type>, shift_ascii<'A', 'Z', 32>);
  method("upperAscii", {taken::string}, always<string_type>, shift_ascii<'a', 'z', -32>);
  method("trim", {taken::string}, always<string_type>, trim);
  method("replace", {taken::string, taken::string, taken::string}, always<string_type>, replace);
  method("replace", {taken::string, taken::string, taken::string, taken::integer},
         always<string_type>, replace);
  method("substring", {taken::string, taken::integer}, always<string_type>, substring);
  method("substring", {taken::string, taken::integer, taken::integer}, always<string_type>,
         substring);
  method("charAt", {taken::string, taken::integer}, always<string_type>, character_at);
  method("reverse", {taken::string}, always<string_type>, reverse_text);
}

} // namespace gantry::dsl
