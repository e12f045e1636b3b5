#include "dsl/expr/macro_call.hpp"

#include <array>
#include <cstddef>

namespace gantry::dsl {

namespace {

struct macro_form {
  std::string_view name;
  macro_kind kind;
  std::size_t variables;
  std::size_t bodies;
  std::string_view usage;
};

constexpr std::array<macro_form, 29> forms = {{
    {"all", macro_kind::all, 1, 1, "list.all(x, condition)"},
    {"all", macro_kind::all, 2, 1, "list.all(i, x, condition)"},
    {"exists", macro_kind::exists, 1, 1, "list.exists(x, condition)"},
    {"exists", macro_kind::exists, 2, 1, "list.exists(i, x, condition)"},
    {"exists_one", macro_kind::exists_one, 1, 1, "list.exists_one(x, condition)"},
    {"exists_one", macro_kind::exists_one, 2, 1, "list.exists_one(i, x, condition)"},
    {"existsOne", macro_kind::exists_one, 1, 1, "list.existsOne(x, condition)"},
    {"existsOne", macro_kind::exists_one, 2, 1, "list.existsOne(i, x, condition)"},
    {"filter", macro_kind::filter, 1, 1, "list.filter(x, condition)"},
    {"map", macro_kind::map, 1, 1, "list.map(x, value)"},
    {"map", macro_kind::map, 1, 2, "list.map(x, condition, value)"},
    {"transformList", macro_kind::transform_list, 2, 1, "list.transformList(i, x, value)"},
    {"transformList", macro_kind::transform_list, 2, 2,
     "list.transformList(i, x, condition, value)"},
    {"transformMap", macro_kind::transform_map, 2, 1, "map.transformMap(k, v, value)"},
    {"transformMap", macro_kind::transform_map, 2, 2, "map.transformMap(k, v, condition, value)"},
    {"transformMapEntry", macro_kind::transform_map_entry, 2, 1,
     "map.transformMapEntry(k, v, {key: value})"},
    {"transformMapEntry", macro_kind::transform_map_entry, 2, 2,
     "map.transformMapEntry(k, v, condition, {key: value})"},
    {"sum", macro_kind::sum, 1, 1, "list.sum(x, number)"},
    {"min_by", macro_kind::min_by, 1, 1, "list.min_by(x, value)"},
    {"max_by", macro_kind::max_by, 1, 1, "list.max_by(x, value)"},
    {"sort_by", macro_kind::sort_by, 1, 1, "list.sort_by(x, value)"},
    {"sortBy", macro_kind::sort_by, 1, 1, "list.sortBy(x, value)"},
    {"group_by", macro_kind::group_by, 1, 1, "list.group_by(x, key)"},
    {"index_by", macro_kind::index_by, 1, 1, "list.index_by(x, key)"},
    {"optMap", macro_kind::opt_map, 1, 1, "optional.optMap(x, value)"},
    {"optFlatMap", macro_kind::opt_flat_map, 1, 1, "optional.optFlatMap(x, optional)"},
    {"fold", macro_kind::fold, 2, 1, "list.fold(x, total, start, next)"},
    {"has", macro_kind::has, 0, 1, "has(record.field)"},
    {"bind", macro_kind::bind, 1, 1, "cel.bind(name, value, expression)"},
}};

bool is_variable(const expression_syntax& e) {
  return e.is == syntax_kind::name && !e.is_rooted && !e.is_parenthesised;
}

std::optional<macro_call> as_has(const expression_syntax& call) {
  if (call.operands.size() != 1)
    return std::nullopt;
  macro_call m;
  m.kind = macro_kind::has;
  m.bodies.push_back(call.operands[0].get());
  return m;
}

std::optional<macro_call> as_bind(const expression_syntax& call) {
  if (call.name != "bind" || dotted_name(*call.target) != "cel" || call.operands.size() != 3)
    return std::nullopt;
  if (!is_variable(*call.operands[0]))
    return std::nullopt;
  macro_call m;
  m.kind = macro_kind::bind;
  m.variables.push_back(call.operands[0].get());
  m.initial = call.operands[1].get();
  m.bodies.push_back(call.operands[2].get());
  return m;
}

/// `sum(rows, r, r.amount)` is `rows.sum(r, r.amount)`.
bool may_stand_alone(macro_kind called) {
  return called == macro_kind::sum;
}

} // namespace

std::optional<macro_call> as_macro(const expression_syntax& call) {
  if (call.is != syntax_kind::call)
    return std::nullopt;
  if (call.target == nullptr && call.name == "has")
    return as_has(call);
  if (call.target != nullptr)
    if (auto bind = as_bind(call))
      return bind;
  const std::size_t first = call.target == nullptr ? 1 : 0;
  for (const macro_form& form : forms) {
    if (form.name != call.name || form.variables == 0 || form.kind == macro_kind::bind)
      continue;
    if (call.target == nullptr && !may_stand_alone(form.kind))
      continue;
    const std::size_t initial = form.kind == macro_kind::fold ? 1 : 0;
    if (call.operands.size() != first + form.variables + initial + form.bodies)
      continue;
    macro_call m;
    m.kind = form.kind;
    m.range = call.target == nullptr ? call.operands[0].get() : call.target.get();
    std::size_t at = first;
    bool all_names = true;
    for (std::size_t i = 0; i < form.variables; ++i, ++at) {
      m.variables.push_back(call.operands[at].get());
      all_names = all_names && is_variable(*call.operands[at]);
    }
    if (!all_names)
      continue;
    if (initial == 1)
      m.initial = call.operands[at++].get();
    for (; at < call.operands.size(); ++at)
      m.bodies.push_back(call.operands[at].get());
    return m;
  }
  return std::nullopt;
}

std::vector<std::string> macro_names() {
  std::vector<std::string> names;
  for (const macro_form& form : forms)
    if (names.empty() || names.back() != form.name)
      names.emplace_back(form.name);
  return names;
}

std::string macro_usage(std::string_view name) {
  for (const macro_form& form : forms)
    if (form.name == name)
      return std::string(form.usage);
  return {};
}

} // namespace gantry::dsl
