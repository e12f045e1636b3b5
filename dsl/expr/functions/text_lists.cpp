#include "dsl/expr/functions/arguments.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>

/// Between a text and a list of texts.
namespace gantry::dsl {
namespace {

using taken = argument_kind;

bool join(const function_call& c, value& out) {
  const std::string between = c.count() > 1 ? text_at(c, 1) : std::string{};
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

/// How long the next part is; an empty separator separates every character.
std::size_t length_of_part(std::string_view rest, const std::string& between) {
  if (between.empty())
    return std::max<std::size_t>(1, decode_utf8(rest, 0).length);
  return std::min(rest.find(between), rest.size());
}

/// `split(separator)`, `split(separator, parts)`; a negative number is as many as there are.
bool split(const function_call& c, value& out) {
  std::string_view rest = text_at(c, 0);
  const auto& between = text_at(c, 1);
  const auto parts_max = c.count() > 2 ? c[2].as_int() : -1;
  value::list_type parts;
  bool is_open = parts_max != 0 && !(between.empty() && rest.empty());
  while (is_open) {
    const bool is_last = static_cast<std::int64_t>(parts.size()) + 1 == parts_max;
    const auto length = is_last ? rest.size() : length_of_part(rest, between);
    if (!c.spend(1, length + sizeof(value)))
      return false;
    parts.emplace_back(rest.substr(0, length));
    is_open = length < rest.size();
    rest.remove_prefix(is_open ? length + between.size() : length);
  }
  out = value::make_list(std::move(parts));
  return true;
}

type_ref texts(std::span<const type_ref>) {
  return list_of(string_type());
}

} // namespace

void add_text_lists(function_list& all) {
  const auto method = [&all](std::string_view name, std::vector<taken> takes, auto returns,
                             auto apply) {
    all.push_back({name, true, std::move(takes), returns, apply, false});
  };
  method("join", {taken::list}, always<string_type>, join);
  method("join", {taken::list, taken::string}, always<string_type>, join);
  method("split", {taken::string, taken::string}, texts, split);
  method("split", {taken::string, taken::string, taken::integer}, texts, split);
}

} // namespace gantry::dsl
