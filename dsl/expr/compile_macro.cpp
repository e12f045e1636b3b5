#include "dsl/expr/compiler.hpp"
#include "dsl/expr/nodes_access.hpp"
#include "dsl/expr/type_help.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::dsl {
namespace {

using kind = type::kind;

value zero_of(const type& t) {
  switch (t.is) {
  case kind::decimal: return decimal{};
  case kind::unsigned_integer: return std::uint64_t{0};
  case kind::floating: return 0.0;
  case kind::duration: return duration{};
  default: return std::int64_t{0};
  }
}

bool may_be_added_up(const type& t) {
  return t.is == kind::decimal || t.is == kind::integer || t.is == kind::unsigned_integer ||
         t.is == kind::floating || t.is == kind::duration || t.is == kind::dynamic;
}

std::string help_to_walk(const macro_call& m, const type& of) {
  const auto range = said_again(*m.range, true);
  if (is_optional(of) && of.element->is == kind::list)
    return "say what it is when absent: `" + range + ".orValue([])`";
  if (of.is == kind::record)
    for (const auto& f : of.fields)
      if (f.of->is == kind::list)
        return "name the list in it: `" + range + "." + f.name + "`";
  return "a list of one is `[" + said_again(*m.range, false) + "]`";
}

} // namespace

typed_node expression_compiler::macro(const expression_syntax& e, const macro_call& m) {
  switch (m.kind) {
  case macro_kind::has: return has_macro(e, m);
  case macro_kind::bind: return bind_macro(e, m);
  case macro_kind::opt_map:
  case macro_kind::opt_flat_map: return optional_macro(e, m);
  default: return walk_macro(e, m);
  }
}

typed_node expression_compiler::has_macro(const expression_syntax& e, const macro_call& m) {
  const auto& said = *m.bodies.front();
  if (said.is != syntax_kind::field)
    return mistake("GF0214", e.at, "`has` takes a field: `has(order.rush)`");
  auto target = compile(*said.target);
  if (!target)
    return {};
  const auto& inner = without_optional(*target.of);
  if (inner.is == kind::record && find_field(inner, said.name) == nullptr)
    return mistake("GF0202", said.name_at, to_string(inner) + " has no field `" + said.name + "`",
                   did_you_mean(said.name, field_names(inner)));
  return {std::make_unique<has_node>(e, std::move(target.part), field_reader(said.name, inner)),
          boolean_type()};
}

/// Within a flow a name means one thing: a macro binds none that has a meaning already.
bool expression_compiler::bind_variable(const expression_syntax& variable, const type_ref& of,
                                        bool is_personal) {
  std::size_t position = 0;
  const bool is_taken = find_local(variable.name, position) != nullptr ||
                        (!in_define_ && names_.is_taken(variable.name));
  if (rules_ == expression_rules::flow && is_taken)
    (void)mistake("GF0132", variable.at,
                  "`" + variable.name + "` is bound already, and a name means one thing in a flow",
                  "choose another name for what the macro binds");
  return push(variable.name, of, variable, is_personal);
}

typed_node expression_compiler::bind_macro(const expression_syntax& e, const macro_call& m) {
  auto initial = compile(*m.initial);
  if (!initial)
    return {};
  const auto at = locals_.size();
  if (!bind_variable(*m.variables.front(), initial.of, initial.is_personal))
    return {};
  auto body = compile(*m.bodies.front());
  pop(1);
  if (!body)
    return {};
  const auto of = body.of;
  return {std::make_unique<bind_node>(e, at, std::move(initial.part), std::move(body.part)), of};
}

typed_node expression_compiler::optional_macro(const expression_syntax& e, const macro_call& m) {
  auto target = compile(*m.range);
  if (!target)
    return {};
  const auto inner = is_optional(*target.of) ? target.of->element : dynamic_type();
  const auto at = locals_.size();
  if (!bind_variable(*m.variables.front(), inner, target.is_personal))
    return {};
  auto body = compile(*m.bodies.front());
  pop(1);
  if (!body)
    return {};
  const bool flat = m.kind == macro_kind::opt_flat_map;
  const bool is_nested = !flat && is_optional(*body.of) && rules_ != expression_rules::flow;
  const auto of = body.of->is == kind::dynamic ? body.of
                  : is_nested                  ? dynamic_type()
                                               : optional_of(body.of);
  return {std::make_unique<optional_map_node>(e, flat, at, std::move(target.part),
                                              std::move(body.part)),
          of};
}

typed_node expression_compiler::walk_macro(const expression_syntax& e, const macro_call& m) {
  auto range = compile(*m.range);
  if (!range)
    return {};
  if (range.of->is != kind::list && range.of->is != kind::map && range.of->is != kind::dynamic)
    return mistake("GF0203", m.range->at,
                   "`" + e.name + "` walks over a list or a map, and `" + text_of(*m.range) +
                       "` is " + to_string(*range.of),
                   help_to_walk(m, *range.of));
  const bool folds = m.kind == macro_kind::fold;
  auto initial = folds ? compile(*m.initial) : typed_node{};
  if (folds && !initial)
    return {};
  walk_types of = types_of_walk(*range.of);
  walk_parts parts;
  parts.range = std::move(range.part);
  parts.local = locals_.size();
  parts.has_two = m.variables.size() == 2 && !folds;
  const auto& first = parts.has_two ? of.key : of.item;
  const auto& second = folds ? initial.of : of.entry;
  if (!bind_variable(*m.variables[0], first, range.is_personal))
    return {};
  if (m.variables.size() == 2 &&
      !bind_variable(*m.variables[1], second, folds ? initial.is_personal : range.is_personal))
    return {};
  const bool whole = compile_bodies(m, parts, of.body);
  pop(m.variables.size());
  if (!whole)
    return {};
  if (folds)
    return finish_fold(e, m, std::move(parts), std::move(initial), *of.body);
  return finish_walk(e, m, std::move(parts), of);
}

expression_compiler::walk_types expression_compiler::types_of_walk(const type& range) {
  if (range.is == kind::list)
    return {range.element, int_type(), range.element, nullptr};
  if (range.is == kind::map)
    return {key_of(range), key_of(range), range.element, nullptr};
  return {dynamic_type(), dynamic_type(), dynamic_type(), nullptr};
}

/// The condition of `filter` and of macros with two bodies, and what is made of each item.
bool expression_compiler::compile_bodies(const macro_call& m, walk_parts& parts, type_ref& body) {
  const bool is_filter = m.kind == macro_kind::filter;
  if (m.bodies.size() == 2 || is_filter) {
    auto condition = compile_as(*m.bodies.front(), boolean_type());
    parts.condition = std::move(condition.part);
    if (parts.condition == nullptr || is_filter)
      return parts.condition != nullptr;
  }
  const bool is_condition =
      m.kind == macro_kind::all || m.kind == macro_kind::exists || m.kind == macro_kind::exists_one;
  auto made =
      is_condition ? compile_as(*m.bodies.back(), boolean_type()) : compile(*m.bodies.back());
  body = made.of;
  parts.body = std::move(made.part);
  return parts.body != nullptr;
}

/// The total has one type from the start to the end.
typed_node expression_compiler::finish_fold(const expression_syntax& e, const macro_call& m,
                                            walk_parts parts, typed_node initial,
                                            const type& next) {
  const auto of = initial.of;
  if (!assignable(next, *of))
    return mistake("GF0203", m.bodies.back()->at,
                   "a round makes " + to_string(next) + ", and `" + text_of(*m.initial) +
                       "`, with which it begins, is " + to_string(*of),
                   "begin with a value of the type that the rounds make, such as `0m` for "
                   "decimals");
  return {std::make_unique<fold_node>(e, std::move(initial.part), std::move(parts)), of};
}

typed_node expression_compiler::finish_walk(const expression_syntax& e, const macro_call& m,
                                            walk_parts parts, const walk_types& of) {
  const auto& [item, key, entry, body] = of;
  switch (m.kind) {
  case macro_kind::all:
  case macro_kind::exists:
  case macro_kind::exists_one:
    return {std::make_unique<quantifier_node>(e, m.kind, std::move(parts)), boolean_type()};
  case macro_kind::filter:
    return {std::make_unique<transform_node>(e, m.kind, std::move(parts)), list_of(item)};
  case macro_kind::map:
  case macro_kind::transform_list:
    return {std::make_unique<transform_node>(e, m.kind, std::move(parts)), list_of(body)};
  case macro_kind::transform_map:
    return {std::make_unique<transform_node>(e, m.kind, std::move(parts)), map_of(body, key)};
  case macro_kind::transform_map_entry:
    if (body->is != kind::map && body->is != kind::dynamic)
      return mistake("GF0203", m.bodies.back()->at,
                     "`transformMapEntry` takes a map for each entry, not " + to_string(*body));
    return {std::make_unique<transform_node>(e, m.kind, std::move(parts)), body};
  case macro_kind::sum:
    if (!may_be_added_up(*body))
      return mistake("GF0203", m.bodies.back()->at,
                     "`sum` adds numbers or durations, not " + to_string(*body),
                     help_to_fit(*m.bodies.back(), *body, *decimal_type()));
    return {std::make_unique<sum_node>(e, zero_of(*body), std::move(parts)), body};
  case macro_kind::min_by:
  case macro_kind::max_by:
    return {std::make_unique<extreme_node>(e, m.kind == macro_kind::max_by, std::move(parts)),
            item};
  case macro_kind::sort_by:
    return {std::make_unique<sorting_node>(e, std::move(parts)), list_of(item)};
  case macro_kind::group_by: {
    const auto group =
        make_record_type("", {{"key", body, false, false}, {"items", list_of(item), false, false}});
    return {std::make_unique<grouping_node>(e, group->shape, std::move(parts)), list_of(group)};
  }
  case macro_kind::index_by:
    return {std::make_unique<grouping_node>(e, nullptr, std::move(parts)), map_of(item, body)};
  default: return mistake("GF0213", e.at, "`" + e.name + "` is not known");
  }
}

} // namespace gantry::dsl
