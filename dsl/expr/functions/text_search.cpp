#include "dsl/expr/functions/arguments.hpp"
#include "dsl/expr/pattern.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>

namespace gantry::dsl {
namespace {

using taken = argument_kind;

bool contains(const function_call& c, value& out) {
  if (!spend_reading(c, text_at(c, 0)))
    return false;
  out = value(text_at(c, 0).find(text_at(c, 1)) != std::string::npos);
  return true;
}

void give_position(const std::string& all, std::size_t found, value& out) {
  const auto before = std::string_view(all).substr(0, found);
  out = value(found == std::string::npos ? std::int64_t{-1}
                                         : static_cast<std::int64_t>(count_characters(before)));
}

/// The byte at which the character of the third argument begins; false after a failure.
bool offset_argument(const function_call& c, std::size_t& offset) {
  const auto& all = text_at(c, 0);
  const auto length = static_cast<std::int64_t>(count_characters(all));
  const auto at = c[2].as_int();
  if (at < 0 || at > length)
    return c.fail("the position " + std::to_string(at) + " lies outside of a text with " +
                  std::to_string(length) + " characters");
  offset = offset_of_character(all, static_cast<std::size_t>(at));
  return true;
}

/// `indexOf(part)`, `indexOf(part, from)`
bool index_of(const function_call& c, value& out) {
  std::size_t from = 0;
  if (!spend_reading(c, text_at(c, 0)) || (c.count() > 2 && !offset_argument(c, from)))
    return false;
  give_position(text_at(c, 0), text_at(c, 0).find(text_at(c, 1), from), out);
  return true;
}

/// `lastIndexOf(part)`, `lastIndexOf(part, latest)`: the part begins at that position or before.
bool last_index_of(const function_call& c, value& out) {
  std::size_t latest = std::string::npos;
  if (!spend_reading(c, text_at(c, 0)) || (c.count() > 2 && !offset_argument(c, latest)))
    return false;
  give_position(text_at(c, 0), text_at(c, 0).rfind(text_at(c, 1), latest), out);
  return true;
}

bool matches(const function_call& c, value& out) {
  const auto& written = text_at(c, 1);
  // Making a pattern takes longer than using it; `text.matches("literal")` makes it only once.
  if (!c.spend(200 + written.size(), 0))
    return false;
  const auto made = pattern::compile(written);
  if (!made)
    return c.fail(made.error().message, made.error().help);
  if (!c.spend((*made)->steps_for(text_at(c, 0)), 0))
    return false;
  out = value((*made)->is_found_in(text_at(c, 0)));
  return true;
}

} // namespace

void add_text_search(function_list& all) {
  const auto method = [&all](std::string_view name, std::vector<taken> takes, auto returns,
                             auto apply) {
    all.push_back({name, true, std::move(takes), returns, apply, false});
  };
  method("contains", {taken::string, taken::string}, always<boolean_type>, contains);
  method("indexOf", {taken::string, taken::string}, always<int_type>, index_of);
  method("indexOf", {taken::string, taken::string, taken::integer}, always<int_type>, index_of);
  method("lastIndexOf", {taken::string, taken::string}, always<int_type>, last_index_of);
  method("lastIndexOf", {taken::string, taken::string, taken::integer}, always<int_type>,
         last_index_of);
  method("matches", {taken::string, taken::string}, always<boolean_type>, matches);
  all.push_back(
      {"matches", false, {taken::string, taken::string}, always<boolean_type>, matches, false});
}

} // namespace gantry::dsl
