#include "dsl/expr/type_help.hpp"
#include "dsl/types/builders.hpp"

/// Two values on both sides of an operator.
namespace gantry::dsl {

namespace {

using type_kind = type::kind;

bool is_span_or_time(const type& t) {
  return t.is == type_kind::duration || t.is == type_kind::timestamp;
}

bool is_a_number(const type& t) {
  return t.is == type_kind::integer || t.is == type_kind::unsigned_integer ||
         t.is == type_kind::decimal || t.is == type_kind::floating;
}

bool has_words(const type& t) {
  return t.is == type_kind::string || t.is == type_kind::enumeration;
}

struct side {
  const expression_syntax& said;
  const type& of;
};

std::string ticked(const std::string& text) {
  return "`" + text + "`";
}

/// Where both sides have the same type and the operator has no meaning for it.
std::string help_of_one_type(const std::string& op, const side& a, const side& b) {
  const std::string left = said_again(a.said, true), right = said_again(b.said, true);
  if (a.of.is == type_kind::timestamp && op == "+")
    return "two times are subtracted, or one is moved by a span: " + ticked(left + " + 1h");
  if (a.of.is == type_kind::duration)
    return "spans are added and subtracted; what is counted goes over a text: " +
           ticked("duration(string(90 * 60) + \"s\")");
  if (a.of.is == type_kind::boolean)
    return "bools are combined with `&&` and `!`, and with two bars for or";
  if (a.of.is == type_kind::list)
    return "compare what was meant of them: " +
           ticked("size(" + left + ") " + op + " size(" + right + ")");
  if (has_words(a.of))
    return "texts are joined with `+`; read the numbers in them first: " +
           ticked("decimal(" + said_again(a.said, false) + ") " + op + " decimal(" +
                  said_again(b.said, false) + ")");
  if (a.of.is == type_kind::record || a.of.is == type_kind::map)
    return "name the fields that are meant: " + ticked(left + ".… " + op + " " + right + ".…");
  return {};
}

/// A span or a time with a number: `x + 5`, `x * 2`, `x > 5m`.
std::string help_with_time(const std::string& op, const side& time, const side& number) {
  if (const std::string day = day_as_time(number.said); !day.empty())
    return "this subtracts; a day is written " + ticked(day);
  if (const auto literal = literal_rewritten(number.said, *duration_type());
      literal && number.of.is == type_kind::decimal)
    return "write " + ticked(*literal) + "; minutes are `min`, and `m` ends a decimal";
  if (op == "*" || op == "/" || op == "%")
    return "a span is not multiplied; make it of the number: "
           "`duration(string(90 * 60) + \"s\")`";
  if (number.said.is == syntax_kind::literal && number.of.is != type_kind::floating) {
    const std::string n = said_again(number.said, false);
    const std::string units = ticked(n + "s") + ", " + ticked(n + "min") + " or " + ticked(n + "h");
    if (time.of.is == type_kind::duration || op == "+" || op == "-")
      return "say the unit: " + units;
  }
  if (time.of.is == type_kind::timestamp && op != "+" && op != "-")
    return "compare a time with a time, such as `now + 2h`";
  return "make a span of it: " +
         ticked("duration(string(" + said_again(number.said, false) + ") + \"s\")") +
         " where it counts seconds";
}

std::string help_with_numbers(const side& a, const side& b) {
  const bool has_decimal = a.of.is == type_kind::decimal || b.of.is == type_kind::decimal;
  const bool has_double = a.of.is == type_kind::floating || b.of.is == type_kind::floating;
  if (has_decimal && has_double) {
    const side& exact = a.of.is == type_kind::decimal ? a : b;
    const side& binary = a.of.is == type_kind::decimal ? b : a;
    if (!literal_rewritten(binary.said, exact.of) && literal_rewritten(exact.said, binary.of))
      return help_to_fit(exact.said, exact.of, binary.of);
    return help_to_fit(binary.said, binary.of, exact.of);
  }
  if (has_double) // and a whole number
    return a.of.is == type_kind::floating ? help_to_fit(b.said, b.of, a.of)
                                          : help_to_fit(a.said, a.of, b.of);
  return help_to_agree(a.said, a.of, b.said, b.of); // int and uint
}

/// A text with something else: what is added becomes a text, what is compared becomes the other.
std::string help_with_text(const std::string& op, const side& text, const side& other) {
  if (op == "+")
    return help_to_fit(other.said, other.of, *string_type());
  if (text.of.is == type_kind::enumeration)
    return "it is compared with its members, which are texts: `\"" +
           (text.of.members.empty() ? std::string("…") : text.of.members.front()) + "\"`";
  const auto literal = literal_rewritten(other.said, text.of);
  if (literal && (op == "==" || op == "!=")) // the order of texts is not the one of numbers
    return "write " + ticked(*literal);
  return help_to_fit(text.said, text.of, other.of);
}

} // namespace

std::string help_to_combine(const expression_syntax& operation, const type& of_left,
                            const type& of_right) {
  const side a{*operation.operands[0], of_left}, b{*operation.operands[1], of_right};
  const std::string& op = operation.name;
  for (const side* s : {&a, &b})
    if (is_optional(s->of)) {
      const type& other = without_optional(s == &a ? b.of : a.of);
      return help_to_fit(s->said, s->of, other.is == type_kind::boolean ? *s->of.element : other);
    }
  if (a.of.is == type_kind::none || b.of.is == type_kind::none)
    return "nothing can be done with what is absent: take it away, or give a value";
  if (a.of.is == b.of.is)
    return help_of_one_type(op, a, b);
  for (const auto& [one, other] : {std::pair{&a, &b}, std::pair{&b, &a}}) {
    if (is_span_or_time(one->of) && is_a_number(other->of))
      return help_with_time(op, *one, *other);
    if (one->of.is == type_kind::list && assignable(other->of, *one->of.element) &&
        (op == "==" || op == "!="))
      return "whether it is one of them: " +
             ticked(said_again(other->said, true) + " in " + said_again(one->said, true));
    if (one->of.is == type_kind::list && op == "+" && (one == &a || !has_words(other->of)))
      return help_to_fit(other->said, other->of, one->of);
    if (one->of.is == type_kind::timestamp && other->of.is == type_kind::duration)
      return "compare a time with a time: " + ticked("now + " + said_again(other->said, true));
  }
  if (is_a_number(a.of) && is_a_number(b.of))
    return help_with_numbers(a, b);
  if (has_words(a.of))
    return help_with_text(op, a, b);
  if (has_words(b.of))
    return help_with_text(op, b, a);
  if (a.of.is == type_kind::boolean || b.of.is == type_kind::boolean) {
    const side& truth = a.of.is == type_kind::boolean ? a : b;
    const side& other = a.of.is == type_kind::boolean ? b : a;
    if (literal_rewritten(other.said, truth.of))
      return help_to_fit(other.said, other.of, truth.of);
    return "a bool is compared with `true` and `false` only: ask for the value itself";
  }
  return help_to_agree(a.said, a.of, b.said, b.of);
}

} // namespace gantry::dsl
