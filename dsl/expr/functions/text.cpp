#include "dsl/expr/function_table.hpp"
#include "dsl/syntax/lex/utf8.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>

namespace gantry::dsl {
namespace {

using kind = argument_kind;

const std::string& text(const function_call& c, std::size_t i) {
  return c[i].as_string();
}

bool starts_with(const function_call& c, value& out) {
  out = value(text(c, 0).starts_with(text(c, 1)));
  return true;
}
bool ends_with(const function_call& c, value& out) {
  out = value(text(c, 0).ends_with(text(c, 1)));
  return true;
}
bool contains(const function_call& c, value& out) {
  if (!c.spend(text(c, 0).size() / 16, 0))
    return false;
  out = value(text(c, 0).find(text(c, 1)) != std::string::npos);
  return true;
}

/// ASCII only, as the extension of CEL says: other letters stay as they are.
template <char From, char To, int Shift>
bool shift_ascii(const function_call& c, value& out) {
  std::string changed = text(c, 0);
  if (!c.spend(changed.size() / 16, changed.size()))
    return false;
  for (char& letter : changed)
    if (letter >= From && letter <= To)
      letter = static_cast<char>(letter + Shift);
  out = value(std::move(changed));
  return true;
}

bool trim(const function_call& c, value& out) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  std::string_view all = text(c, 0);
  const auto from = all.find_first_not_of(blanks);
  if (from == std::string_view::npos) {
    out = value("");
    return true;
  }
  const auto to = all.find_last_not_of(blanks);
  if (!c.spend(0, to - from + 1))
    return false;
  out = value(std::string(all.substr(from, to - from + 1)));
  return true;
}

bool replace(const function_call& c, value& out) {
  const auto& all = text(c, 0);
  const auto& old = text(c, 1);
  const auto& fresh = text(c, 2);
  if (old.empty())
    return c.fail("`replace` needs a text to look for");
  std::string changed;
  std::size_t at = 0;
  for (auto found = all.find(old); found != std::string::npos; found = all.find(old, at)) {
    if (!c.spend(1, found - at + fresh.size()))
      return false;
    changed.append(all, at, found - at).append(fresh);
    at = found + old.size();
  }
  if (!c.spend(0, all.size() - at))
    return false;
  out = value(changed.append(all, at, std::string::npos));
  return true;
}

bool substring(const function_call& c, value& out) {
  const auto& all = text(c, 0);
  const auto length = static_cast<std::int64_t>(count_characters(all));
  const auto from = c[1].as_int();
  const auto to = c.count() > 2 ? c[2].as_int() : length;
  if (from < 0 || to > length || from > to)
    return c.fail("`substring` from " + std::to_string(from) + " to " + std::to_string(to) +
                  " of a text with " + std::to_string(length) + " characters");
  const auto begin = offset_of_character(all, static_cast<std::size_t>(from));
  const auto end = offset_of_character(all, static_cast<std::size_t>(to));
  if (!c.spend(all.size() / 16, end - begin))
    return false;
  out = value(all.substr(begin, end - begin));
  return true;
}

bool index_of(const function_call& c, value& out) {
  const auto found = text(c, 0).find(text(c, 1));
  if (!c.spend(text(c, 0).size() / 16, 0))
    return false;
  out = value(found == std::string::npos ? std::int64_t{-1}
                                         : static_cast<std::int64_t>(count_characters(
                                               std::string_view(text(c, 0)).substr(0, found))));
  return true;
}

bool join(const function_call& c, value& out) {
  const std::string between = c.count() > 1 ? text(c, 1) : std::string{};
  std::string joined;
  bool first = true;
  for (const auto& item : c[0].as_list()) {
    if (!item.is_string())
      return c.fail("`join` takes texts, not " + show(item));
    if (!c.spend(1, item.as_string().size() + between.size()))
      return false;
    if (!first)
      joined += between;
    joined += item.as_string();
    first = false;
  }
  out = value(std::move(joined));
  return true;
}

bool split(const function_call& c, value& out) {
  const auto& all = text(c, 0);
  const auto& between = text(c, 1);
  value::list_type parts;
  if (between.empty()) { // every character
    for (std::string_view rest = all; !rest.empty();) {
      const auto length = std::max<std::size_t>(1, decode_utf8(rest, 0).length);
      if (!c.spend(1, length + sizeof(value)))
        return false;
      parts.emplace_back(rest.substr(0, length));
      rest.remove_prefix(length);
    }
    out = value::make_list(std::move(parts));
    return true;
  }
  std::size_t at = 0;
  for (;;) {
    const auto found = all.find(between, at);
    const auto length = (found == std::string::npos ? all.size() : found) - at;
    if (!c.spend(1, length + sizeof(value)))
      return false;
    parts.emplace_back(all.substr(at, length));
    if (found == std::string::npos)
      break;
    at = found + between.size();
  }
  out = value::make_list(std::move(parts));
  return true;
}

type_ref texts(std::span<const type_ref>) {
  return list_of(string_type());
}

} // namespace

void add_text_functions(function_list& all) {
  const auto method = [&all](std::string_view name, std::vector<kind> takes, auto returns,
                             auto apply) {
    all.push_back({name, true, std::move(takes), returns, apply, false});
  };
  method("startsWith", {kind::string, kind::string}, always<boolean_type>, starts_with);
  method("endsWith", {kind::string, kind::string}, always<boolean_type>, ends_with);
  method("contains", {kind::string, kind::string}, always<boolean_type>, contains);
  method("lowerAscii", {kind::string}, always<string_type>, shift_ascii<'A', 'Z', 32>);
  method("upperAscii", {kind::string}, always<string_type>, shift_ascii<'a', 'z', -32>);
  method("trim", {kind::string}, always<string_type>, trim);
  method("replace", {kind::string, kind::string, kind::string}, always<string_type>, replace);
  method("substring", {kind::string, kind::integer}, always<string_type>, substring);
  method("substring", {kind::string, kind::integer, kind::integer}, always<string_type>, substring);
  method("indexOf", {kind::string, kind::string}, always<int_type>, index_of);
  method("join", {kind::list}, always<string_type>, join);
  method("join", {kind::list, kind::string}, always<string_type>, join);
  method("split", {kind::string, kind::string}, texts, split);
}

} // namespace gantry::dsl
