#include "dsl/expr/compiler.hpp"
#include "dsl/expr/nodes_access.hpp"
#include "dsl/expr/type_help.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::dsl {
namespace {

using kind = type::kind;

/// A field is read of something that has none.
std::string help_for_field_of(const expression_syntax& e, const type& of) {
  const auto target = said_again(*e.target, true);
  if (of.is == kind::list)
    return "read it of one item, `" + target + "[0]." + e.name + "`, or of all, `" + target +
           ".map(x, x." + e.name + ")`";
  if (e.name == "length" || e.name == "size" || e.name == "count")
    return "its length is `size(" + said_again(*e.target, false) + ")`";
  return "it is one plain value: use it as it is, or call a function such as `string(" +
         said_again(*e.target, false) + ")`";
}

/// The field that is meant, or all that there are, where they can be read.
std::string help_for_missing_field(const std::string& name, const type& of) {
  constexpr std::size_t listed_max = 8;
  const auto names = field_names(of);
  if (auto near = did_you_mean(name, names); !near.empty() || names.empty())
    return near;
  if (names.size() > listed_max)
    return {};
  std::string all;
  for (const auto& each : names)
    all += (all.empty() ? "it has `" : ", `") + each + "`";
  return all;
}

/// An entry is read of something that has none.
std::string help_for_entry(const expression_syntax& e, const type& of) {
  const auto target = said_again(*e.target, true);
  const auto& key = *e.operands.front();
  if (of.is == kind::record && key.is == syntax_kind::literal && key.constant.is_string())
    return "fields of a record are read with a point: `" + target + "." + key.constant.as_string() +
           "`";
  if (of.is == kind::string)
    return "a character of a text is `" + target + ".charAt(" + said_again(key, false) + ")`";
  return "lists and maps have entries; this is one value";
}

} // namespace

std::vector<std::string> field_names(const type& t) {
  std::vector<std::string> names;
  for (const auto& f : t.fields)
    names.push_back(f.name);
  return names;
}

typed_node expression_compiler::field(const expression_syntax& e) {
  if (auto whole = qualified_name(e))
    return whole;
  auto target = compile(*e.target);
  if (!target)
    return {};
  const auto of = target.of;
  const auto& inner = without_optional(*of);
  const bool was_optional = is_optional(*of);
  type_ref found = dynamic_type();
  if (inner.is == kind::record) {
    const auto* declared = find_field(inner, e.name);
    if (declared == nullptr)
      return mistake("GF0202", e.name_at,
                     (inner.name.empty() ? "`" + text_of(*e.target) + "`" : inner.name) +
                         " has no field `" + e.name + "`",
                     help_for_missing_field(e.name, inner));
    found = declared->of;
    if (declared->is_personal)
      read_personal(e.at, text_of(e));
  } else if (inner.is == kind::map) {
    found = inner.element;
  } else if (!may_be_anything(inner)) {
    return mistake("GF0202", e.name_at,
                   "`" + text_of(*e.target) + "` is " + to_string(*of) + " and has no fields",
                   help_for_field_of(e, inner));
  }
  const bool chains = e.is_optional || (was_optional && rules_ != expression_rules::flow);
  if (was_optional && !chains)
    return mistake("GF0204", e.at,
                   "`" + text_of(*e.target) + "` may be absent, and its field is read",
                   "read it with `.?" + e.name + "`, or unwrap it with `if … as`");
  field_reader reader(e.name, inner);
  if (chains)
    return {std::make_unique<optional_field_node>(e, std::move(target.part), std::move(reader)),
            found->is == kind::dynamic ? found : optional_of(found)};
  return {std::make_unique<field_node>(e, std::move(target.part), std::move(reader)), found};
}

typed_node expression_compiler::index(const expression_syntax& e) {
  auto target = compile(*e.target);
  auto key = compile(*e.operands.front());
  if (!target || !key)
    return {};
  const auto& inner = without_optional(*target.of);
  type_ref found = dynamic_type();
  if (inner.is == kind::list) {
    found = inner.element;
    if (key.of->is != kind::integer && key.of->is != kind::unsigned_integer &&
        key.of->is != kind::dynamic)
      return mistake("GF0203", e.operands.front()->at,
                     "a list is indexed by an int, not by " + to_string(*key.of),
                     key.of->is == kind::string
                         ? "look for the item: `.filter(x, x.FIELD == " +
                               said_again(*e.operands.front(), false) + ").first()`"
                         : help_to_fit(*e.operands.front(), *key.of, *int_type()));
  } else if (inner.is == kind::map) {
    found = inner.element;
  } else if (!may_be_anything(inner)) {
    return mistake("GF0203", e.target->at,
                   "`" + text_of(*e.target) + "` is " + to_string(*target.of) +
                       ", which has no entries",
                   help_for_entry(e, inner));
  }
  const bool chains =
      e.is_optional || (is_optional(*target.of) && rules_ != expression_rules::flow);
  if (is_optional(*target.of) && !chains)
    return mistake("GF0204", e.at,
                   "`" + text_of(*e.target) + "` may be absent, and an entry is read",
                   "read it with `[?…]`, or unwrap it with `if … as`");
  if (chains)
    return {std::make_unique<optional_index_node>(e, std::move(target.part), std::move(key.part)),
            found->is == kind::dynamic ? found : optional_of(found)};
  return {std::make_unique<index_node>(e, std::move(target.part), std::move(key.part)), found};
}

} // namespace gantry::dsl
