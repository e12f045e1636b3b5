#include "dsl/expr/type_help.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>

/// A value of one type where another is due.
namespace gantry::dsl {

namespace {

using type_kind = type::kind;

bool counts(const type& t) {
  return t.is == type_kind::integer || t.is == type_kind::unsigned_integer;
}

bool is_plain(const type& t) {
  return counts(t) || t.is == type_kind::boolean || t.is == type_kind::decimal ||
         t.is == type_kind::floating || t.is == type_kind::timestamp ||
         t.is == type_kind::duration || t.is == type_kind::bytes;
}

/// A first value of a type, as an author might write it.
std::string sample_of(const type& t) {
  switch (t.is) {
  case type_kind::boolean: return "false";
  case type_kind::integer: return "0";
  case type_kind::unsigned_integer: return "0u";
  case type_kind::floating: return "0.0";
  case type_kind::decimal: return "0m";
  case type_kind::string: return "\"\"";
  case type_kind::duration: return "0s";
  case type_kind::timestamp: return "now";
  case type_kind::list: return "[]";
  case type_kind::enumeration: return t.members.empty() ? "…" : '"' + t.members.front() + '"';
  default: return "…";
  }
}

std::string in_ticks(const std::string& text) {
  return "`" + text + "`";
}

/// What keeps one record from standing for another: fields that it lacks, or has with other types.
std::string difference_of_records(const type& made, const type& want) {
  std::string lacking;
  std::string differing;
  for (const auto& due : want.fields) {
    const auto* given = find_field(made, due.name);
    if (given != nullptr && !assignable(*given->of, *due.of))
      differing +=
          "; its `" + due.name + "` is " + to_string(*given->of) + ", not " + to_string(*due.of);
    else if (given == nullptr && !is_optional(*due.of))
      lacking += (lacking.empty() ? "it lacks `" : ", `") + due.name + "`";
  }
  return lacking.empty() && !differing.empty() ? differing.substr(2) : lacking + differing;
}

/// `.map(x, FUNCTION(x.FIELD))`, with another name where `x` means something already.
std::string mapped(const expression_syntax& said, const std::string& field,
                   const std::string& function = {}) {
  const auto names = names_read(said);
  const bool is_taken = std::find(names.begin(), names.end(), "x") != names.end();
  const std::string name = is_taken ? "item" : "x";
  const std::string value = name + field;
  return ".map(" + name + ", " + (function.empty() ? value : function + "(" + value + ")") + ")";
}

std::string members_of(const type& t) {
  constexpr std::size_t shown_members = 6;
  std::string all;
  for (std::size_t i = 0; i < t.members.size() && i < shown_members; ++i)
    all += (i == 0 ? "`\"" : ", `\"") + t.members[i] + "\"`";
  return all + (t.members.size() > shown_members ? ", …" : "");
}

/// A record stands where one plain value is due: one of its fields was meant.
std::string help_to_name_a_field(const expression_syntax& said, const type& made, const type& due) {
  const auto fits = std::find_if(made.fields.begin(), made.fields.end(), [&](const field& f) {
    return f.of->is != type_kind::dynamic && assignable(*f.of, due);
  });
  return fits == made.fields.end() ? std::string{}
                                   : "name the field that is meant, such as " +
                                         in_ticks(said_again(said, true) + "." + fits->name);
}

std::string help_for_truth(const std::string& said, const type& made) {
  if (counts(made))
    return "say what is asked: " + in_ticks(said + " != 0");
  if (made.is == type_kind::decimal)
    return "say what is asked: " + in_ticks(said + " != 0m");
  if (made.is == type_kind::string)
    return "say what is asked: " + in_ticks(said + " != \"\"");
  if (made.is == type_kind::list || made.is == type_kind::map)
    return "say what is asked: " + in_ticks("size(" + said + ") > 0");
  if (made.is == type_kind::optional)
    return "say what is asked: " + in_ticks(said + ".hasValue()");
  if (made.is == type_kind::timestamp)
    return "say what is asked: " + in_ticks(said + " < now");
  if (made.is == type_kind::enumeration)
    return "say what is asked: " + in_ticks(said + " == " + sample_of(made));
  return {};
}

std::string help_for_text(const expression_syntax& said, const type& made) {
  if (is_plain(made))
    return "make a text of it: " + in_ticks("string(" + said_again(said, false) + ")");
  const bool joins = made.is == type_kind::list && (made.element->is == type_kind::string ||
                                                    made.element->is == type_kind::enumeration);
  if (joins)
    return "make one text of them: " + in_ticks(said_again(said, true) + ".join(\", \")");
  if (made.is == type_kind::list && made.element->is == type_kind::record)
    for (const field& f : made.element->fields)
      if (f.of->is == type_kind::string)
        return "take a text of each: " +
               in_ticks(said_again(said, true) + mapped(said, "." + f.name) + ".join(\", \")");
  return {};
}

std::string help_for_number(const expression_syntax& written, const type& made, const type& due) {
  const std::string said = said_again(written, false);
  const std::string wrapped = in_ticks(to_string(due) + "(" + said + ")");
  const bool is_number =
      counts(made) || made.is == type_kind::decimal || made.is == type_kind::floating;
  if (due.is == type_kind::decimal && made.is == type_kind::floating)
    return "a double is not exact: take a decimal from the start, or go over a text: " +
           in_ticks("decimal(string(" + said + "))");
  if (made.is == type_kind::string)
    return "read the number from the text: " + wrapped;
  if (is_number && counts(due) && !counts(made))
    return "cut it to a whole number: " + wrapped;
  if (is_number)
    return "turn it into " + to_string(due) + ": " + wrapped;
  if ((made.is == type_kind::list || made.is == type_kind::map) && due.is == type_kind::integer)
    return "count them: " + in_ticks("size(" + said + ")");
  if (made.is == type_kind::duration && due.is == type_kind::integer)
    return "say in which unit: " + in_ticks(said_again(written, true) + ".getMinutes()") +
           ", `.getHours()` or " + "`.getSeconds()`";
  if (made.is == type_kind::timestamp && due.is == type_kind::integer)
    return "a time as seconds since 1970: " + wrapped;
  return {};
}

std::string help_for_span(const expression_syntax& written, const type& made) {
  const std::string said = said_again(written, false);
  const bool is_literal = written.is == syntax_kind::literal;
  if (counts(made) && is_literal)
    return "say the unit: " + in_ticks(said + "s") + ", " + in_ticks(said + "min") + " or " +
           in_ticks(said + "h");
  if (counts(made))
    return "say the unit: " + in_ticks("duration(string(" + said + ") + \"s\")") +
           " where it counts seconds; fixed spans are written `5min`";
  if (made.is == type_kind::decimal)
    return "minutes are written `min`: `5min`";
  if (made.is == type_kind::string)
    return is_literal ? "a span is written as in `1h30min`, without quotes; its units are ms, s, "
                        "min, h and d"
                      : "read the span from the text: " + in_ticks("duration(" + said + ")");
  if (made.is == type_kind::timestamp)
    return "the span until then: " + in_ticks(said_again(written, true) + " - now");
  return {};
}

std::string help_for_time(const expression_syntax& written, const type& made) {
  const std::string said = said_again(written, false);
  if (made.is == type_kind::string)
    return written.is == syntax_kind::literal
               ? "a time is written as in `timestamp(\"2026-01-31T12:00:00Z\")`"
               : "read the time from the text: " + in_ticks("timestamp(" + said + ")");
  if (made.is == type_kind::duration)
    return "a time so much later: " + in_ticks("now + " + said_again(written, true));
  if (made.is == type_kind::integer)
    return "of seconds since 1970: " + in_ticks("timestamp(" + said + ")");
  return {};
}

std::string help_for_list(const expression_syntax& said, const type& made, const type& want) {
  const std::string receiver = said_again(said, true);
  if (assignable(made, *want.element))
    return "make a list of the one: " + in_ticks("[" + said_again(said, false) + "]");
  if (made.is == type_kind::map && assignable(*made.element, *want.element))
    return "make a list of its values: " + in_ticks(receiver + ".transformList(k, v, v)");
  if (made.is != type_kind::list)
    return {};
  if (made.element->is == type_kind::list && assignable(*made.element->element, *want.element))
    return "make one list of them: `.flatten()`";
  if (is_optional(*made.element) && assignable(*made.element->element, *want.element))
    return "leave out what is absent: " + in_ticks(receiver + ".unwrapOpt()");
  if (want.element->is == type_kind::record && made.element->is == type_kind::record)
    return "of an item: " + difference_of_records(*made.element, *want.element);
  const bool is_named = want.element->is == type_kind::string ||
                        want.element->is == type_kind::decimal ||
                        want.element->is == type_kind::integer;
  if (is_named && (is_plain(*made.element) || made.element->is == type_kind::string))
    return "turn each of them into " + to_string(*want.element) + ": " +
           in_ticks(receiver + mapped(said, {}, to_string(*want.element)));
  return {};
}

std::string help_for_absent(const std::string& receiver, const type& made) {
  return "say what it is when absent: " +
         in_ticks(receiver + ".orValue(" + sample_of(*made.element) + ")") +
         ", or unwrap it with `if … as`";
}

} // namespace

std::string help_to_fit(const expression_syntax& said, const type& made, const type& due) {
  const type& want = without_optional(due);
  if (const auto literal = literal_rewritten(said, want))
    return "write " + in_ticks(*literal) +
           (want.is == type_kind::decimal ? "; a decimal is exact and ends with `m`" : "");
  const std::string plain = said_again(said, false);
  const std::string receiver = said_again(said, true);
  if (const auto day = day_as_time(said); !day.empty() && want.is == type_kind::timestamp)
    return "this subtracts; a day is written " + in_ticks(day);
  if (made.is == type_kind::none)
    return "it cannot be absent here: give a value, or declare it as `" + to_string(want) + "?`";
  if (want.is == type_kind::boolean)
    return help_for_truth(receiver, made);
  if (is_optional(made))
    return help_for_absent(receiver, made);
  if (want.is == type_kind::record && made.is == type_kind::record)
    return difference_of_records(made, want);
  if (want.is == type_kind::list)
    return help_for_list(said, made, want);
  const bool is_text = want.is == type_kind::string; // texts are joined
  if (made.is == type_kind::list && !is_text && assignable(*made.element, want))
    return "take one of them: " + in_ticks(receiver + "[0]") +
           ", or make one of all with a macro such as `fold`";
  std::string help;
  if (is_text)
    help = help_for_text(said, made);
  else if (want.is == type_kind::decimal || want.is == type_kind::floating || counts(want))
    help = help_for_number(said, made, want);
  else if (want.is == type_kind::duration)
    help = help_for_span(said, made);
  else if (want.is == type_kind::timestamp)
    help = help_for_time(said, made);
  else if (want.is == type_kind::enumeration)
    help = "its members are " + members_of(want);
  else if (want.is == type_kind::record && !want.name.empty())
    help = "make one: `" + want.name + " { … }` with its fields";
  else if (want.is == type_kind::map)
    help = "a map is written `{\"key\": value}`";
  else if (want.is == type_kind::bytes && made.is == type_kind::string)
    help = "take the bytes of the text: " + in_ticks("bytes(" + plain + ")");
  if (!help.empty())
    return help;
  if (made.is == type_kind::record)
    return help_to_name_a_field(said, made, want);
  return {};
}

std::string help_to_agree(const expression_syntax& left, const type& of_left,
                          const expression_syntax& right, const type& of_right) {
  if (literal_rewritten(left, of_right) && !literal_rewritten(right, of_left))
    return help_to_fit(left, of_left, of_right);
  if (auto help = help_to_fit(right, of_right, of_left); !help.empty())
    return help;
  return help_to_fit(left, of_left, of_right);
}

} // namespace gantry::dsl
