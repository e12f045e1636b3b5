#include "dsl/expr/compiler.hpp"
#include "dsl/expr/nodes_basic.hpp"
#include "dsl/expr/nodes_build.hpp"
#include "dsl/expr/type_help.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl {
namespace {

using kind = type::kind;

bool is_whole(const type& t) {
  return t.is == kind::integer || t.is == kind::unsigned_integer;
}
bool is_text(const type& t) {
  return t.is == kind::string || t.is == kind::enumeration;
}
bool is_number(const type& t) {
  return is_whole(t) || t.is == kind::decimal || t.is == kind::floating;
}
bool is_open(const type& t) {
  return t.is == kind::dynamic;
}

/// Type of `a OP b`; null where there is none.
type_ref result_of(arithmetic op, const type_ref& a, const type_ref& b) {
  if (is_open(*a) || is_open(*b))
    return dynamic_type();
  if (is_number(*a) && is_number(*b)) {
    if (a->is == b->is)
      return a;
    if (a->is == kind::floating || b->is == kind::floating)
      return nullptr;
    if (a->is == kind::decimal || b->is == kind::decimal)
      return decimal_type();
    return nullptr; // int with uint
  }
  const bool adds = op == arithmetic::add;
  const bool subtracts = op == arithmetic::subtract;
  if (adds && is_text(*a) && is_text(*b))
    return string_type();
  if (adds && a->is == kind::bytes && b->is == kind::bytes)
    return a;
  if (adds && a->is == kind::list && b->is == kind::list) {
    const auto element = common_type(a->element, b->element);
    return list_of(element ? element : dynamic_type());
  }
  if (a->is == kind::duration && b->is == kind::duration && (adds || subtracts))
    return a;
  if (a->is == kind::timestamp && b->is == kind::duration && (adds || subtracts))
    return a;
  if (a->is == kind::duration && b->is == kind::timestamp && adds)
    return b;
  if (a->is == kind::timestamp && b->is == kind::timestamp && subtracts)
    return duration_type();
  return nullptr;
}

bool comparable(const type& left, const type& right, bool equality) {
  const auto& a = without_optional(left);
  const auto& b = without_optional(right);
  if (is_open(a) || is_open(b) || a.is == kind::none || b.is == kind::none)
    return true;
  if (is_number(a) && is_number(b))
    return a.is == b.is || (a.is != kind::floating && b.is != kind::floating) ||
           (a.is != kind::decimal && b.is != kind::decimal);
  if (is_text(a) && is_text(b))
    return true;
  if (a.is != b.is)
    return false;
  if (equality)
    return true;
  return a.is == kind::timestamp || a.is == kind::duration || a.is == kind::boolean ||
         a.is == kind::bytes;
}

struct operator_name {
  std::string_view text;
  arithmetic op;
};
constexpr operator_name arithmetics[] = {{"+", arithmetic::add},
                                         {"-", arithmetic::subtract},
                                         {"*", arithmetic::multiply},
                                         {"/", arithmetic::divide},
                                         {"%", arithmetic::remainder}};
struct relation_name {
  std::string_view text;
  relation op;
};
constexpr relation_name relations[] = {{"==", relation::equal},  {"!=", relation::unequal},
                                       {"<", relation::less},    {"<=", relation::less_equal},
                                       {">", relation::greater}, {">=", relation::greater_equal}};

/// The literal of two operands that stands against an enum, if it is no member of it.
const expression_syntax* foreign_member(const type& of, const expression_syntax& literal) {
  const auto& inner = without_optional(of);
  if (inner.is != kind::enumeration || literal.is != syntax_kind::literal ||
      !literal.constant.is_string())
    return nullptr;
  const auto& members = inner.members;
  return std::find(members.begin(), members.end(), literal.constant.as_string()) == members.end()
             ? &literal
             : nullptr;
}

/// `x in y` where `y` holds nothing.
std::string help_for_container(const expression_syntax& e, const type& item, const type& of) {
  const auto in = said_again(*e.operands[1], true);
  if (of.is == kind::string && is_text(item) && e.operands[1]->is != syntax_kind::literal)
    return "whether a text contains another: `" + in + ".contains(" +
           said_again(*e.operands[0], false) + ")`";
  if (is_optional(of) && of.element->is == kind::list)
    return "say what it is when absent: `" + in + ".orValue([])`";
  if (of.is == kind::record)
    return "whether a record has a field is asked with `has(" + in + ".FIELD)`";
  return "one value is compared: `" + said_again(*e.operands[0], true) + " == " + in +
         "`; a list is written `[\"a\", \"b\"]`";
}

} // namespace

typed_node expression_compiler::unary(const expression_syntax& e) {
  auto operand = compile(*e.operands.front());
  if (!operand)
    return {};
  if (e.name == "!") {
    if (operand.of->is != kind::boolean && !is_open(*operand.of))
      return mistake("GF0203", e.at,
                     "`!` takes a bool, and `" + text_of(*e.operands.front()) + "` is " +
                         to_string(*operand.of),
                     help_to_fit(*e.operands.front(), *operand.of, *boolean_type()));
    return {std::make_unique<not_node>(e, std::move(operand.part)), boolean_type()};
  }
  const bool fits_minus = is_open(*operand.of) || operand.of->is == kind::integer ||
                          operand.of->is == kind::decimal || operand.of->is == kind::floating ||
                          operand.of->is == kind::duration;
  if (!fits_minus)
    return mistake("GF0203", e.at,
                   "`-` takes a number, and `" + text_of(*e.operands.front()) + "` is " +
                       to_string(*operand.of),
                   help_to_fit(*e.operands.front(), *operand.of, *decimal_type()));
  const auto of = operand.of;
  return {std::make_unique<negation_node>(e, std::move(operand.part)), of};
}

typed_node expression_compiler::binary(const expression_syntax& e) {
  if (e.name == "&&" || e.name == "||")
    return logic(e);
  if (e.name == "in")
    return membership(e);
  for (const auto& known : arithmetics)
    if (known.text == e.name)
      return arithmetic_of(e, known.op);
  for (const auto& known : relations)
    if (known.text == e.name)
      return relation_of(e, known.op);
  return mistake("GF0205", e.at, "there is no operator `" + e.name + "`");
}

typed_node expression_compiler::logic(const expression_syntax& e) {
  auto left = compile(*e.operands[0]);
  auto right = compile(*e.operands[1]);
  if (!left || !right)
    return {};
  if (e.name == "||" && is_text(*left.of) && is_text(*right.of))
    return mistake("GF0203", e.at, "`||` takes bools, and both sides are texts",
                   "texts are joined with `+`; a text instead of an absent one is `x.orValue(y)`");
  for (const auto* side : {&left, &right})
    if (side->of->is != kind::boolean && !is_open(*side->of)) {
      const auto& said = *e.operands[side == &left ? 0 : 1];
      return mistake("GF0203", said.at,
                     "`" + e.name + "` takes bools, and `" + text_of(said) + "` is " +
                         to_string(*side->of),
                     help_to_fit(said, *side->of, *boolean_type()));
    }
  return {
      std::make_unique<logic_node>(e, e.name == "||", std::move(left.part), std::move(right.part)),
      boolean_type()};
}

namespace {

bool is_zero(const expression_syntax& e) {
  if (e.is != syntax_kind::literal)
    return false;
  const auto& c = e.constant;
  return (c.is_int() && c.as_int() == 0) || (c.is_decimal() && c.as_decimal().is_zero());
}

} // namespace

typed_node expression_compiler::arithmetic_of(const expression_syntax& e, arithmetic op) {
  auto left = compile(*e.operands[0]);
  auto right = compile(*e.operands[1]);
  if (!left || !right)
    return {};
  const bool divides = op == arithmetic::divide || op == arithmetic::remainder;
  if (rules_ == expression_rules::flow && divides && is_zero(*e.operands[1]))
    return mistake("GF0205", e.at, "`" + text_of(e) + "` divides by zero",
                   "divide by something else");
  const auto of = result_of(op, left.of, right.of);
  if (!of)
    return mistake("GF0205", e.at,
                   to_string(*left.of) + " " + e.name + " " + to_string(*right.of) +
                       " has no meaning",
                   help_to_combine(e, *left.of, *right.of));
  if (names_.counts_money() && of->is == kind::decimal) {
    if (op == arithmetic::divide)
      tell_unrounded(e);
    if (op == arithmetic::add || op == arithmetic::subtract)
      tell_mixed(e);
  }
  return {std::make_unique<arithmetic_node>(e, op, std::move(left.part), std::move(right.part)),
          of};
}

typed_node expression_compiler::no_member(const type& of, const expression_syntax& said) {
  const auto& members = without_optional(of).members;
  const auto& text = said.constant.as_string();
  return mistake("GF0206", said.at,
                 "\"" + text + "\" is no member of " + to_string(without_optional(of)),
                 did_you_mean(text, members));
}

/// `choice == decline`: a name that is none, where the other side has a member that is called so.
bool expression_compiler::is_bare_member(const type& of, const expression_syntax& said) {
  if (said.is != syntax_kind::name || find_outer(said.name, said.is_rooted) != nullptr)
    return false;
  std::size_t position = 0;
  const auto& members = without_optional(of).members;
  return find_local(said.name, position) == nullptr &&
         std::find(members.begin(), members.end(), said.name) != members.end();
}

typed_node expression_compiler::relation_of(const expression_syntax& e, relation op) {
  const bool was_rounded = std::exchange(is_rounded_, true); // what is only compared is not kept
  auto left = compile(*e.operands[0]);
  if (left && is_bare_member(*left.of, *e.operands[1])) {
    const auto& said = *e.operands[1];
    is_rounded_ = was_rounded;
    return mistake("GF0201", said.at, "the name `" + said.name + "` means nothing here",
                   "members of an enum are texts: `\"" + said.name + "\"`");
  }
  auto right = compile(*e.operands[1]);
  is_rounded_ = was_rounded;
  if (!left || !right)
    return {};
  const bool equality = op == relation::equal || op == relation::unequal;
  if (!comparable(*left.of, *right.of, equality)) {
    return mistake("GF0205", e.at,
                   to_string(*left.of) + " and " + to_string(*right.of) + " cannot be compared",
                   help_to_combine(e, *left.of, *right.of));
  }
  if (!equality && (is_optional(*left.of) || is_optional(*right.of)))
    return mistake("GF0204", e.at, "what may be absent has no order",
                   help_to_combine(e, *left.of, *right.of));
  for (const auto& [of, said] : {std::pair{left.of, e.operands[1]}, {right.of, e.operands[0]}})
    if (const auto* foreign = foreign_member(*of, *said))
      return no_member(*of, *foreign);
  return {std::make_unique<relation_node>(e, op, std::move(left.part), std::move(right.part)),
          boolean_type()};
}

typed_node expression_compiler::membership(const expression_syntax& e) {
  auto item = compile(*e.operands[0]);
  auto container = compile(*e.operands[1]);
  if (!item || !container)
    return {};
  if (container.of->is != kind::list && container.of->is != kind::map && !is_open(*container.of))
    return mistake("GF0205", e.operands[1]->at,
                   "`in` takes a list or a map, and `" + text_of(*e.operands[1]) + "` is " +
                       to_string(*container.of),
                   help_for_container(e, *item.of, *container.of));
  for (const auto& entry : e.operands[1]->entries)
    if (const auto* foreign = entry.key ? nullptr : foreign_member(*item.of, *entry.value))
      return no_member(*item.of, *foreign);
  return {std::make_unique<membership_node>(e, std::move(item.part), std::move(container.part)),
          boolean_type()};
}

typed_node expression_compiler::choice_of_members(const expression_syntax& e, const type_ref& due) {
  auto condition = compile_as(*e.operands[0], boolean_type());
  if (!condition)
    return {};
  auto then = compile_as(*e.operands[1], due);
  if (!then)
    return {};
  auto otherwise = compile_as(*e.operands[2], due);
  if (!otherwise)
    return {};
  return {std::make_unique<conditional_node>(e, std::move(condition.part), std::move(then.part),
                                             std::move(otherwise.part)),
          due};
}

typed_node expression_compiler::conditional(const expression_syntax& e) {
  auto condition = compile_as(*e.operands[0], boolean_type());
  auto then = compile(*e.operands[1]);
  auto otherwise = compile(*e.operands[2]);
  if (!condition || !then || !otherwise)
    return {};
  const auto of = common_type(then.of, otherwise.of);
  if (!of)
    return mistake("GF0207", e.at,
                   "one side is " + to_string(*then.of) + ", the other " + to_string(*otherwise.of),
                   help_to_agree(*e.operands[1], *then.of, *e.operands[2], *otherwise.of));
  then = fit(*e.operands[1], std::move(then), of);
  otherwise = fit(*e.operands[2], std::move(otherwise), of);
  if (!then || !otherwise)
    return {};
  return {std::make_unique<conditional_node>(e, std::move(condition.part), std::move(then.part),
                                             std::move(otherwise.part)),
          of};
}

} // namespace gantry::dsl
