#include "dsl/expr/compiler.hpp"
#include "dsl/expr/nodes_access.hpp"
#include "dsl/expr/nodes_basic.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::dsl {
namespace {

using kind = type::kind;

std::vector<std::string> field_names(const type& t) {
  std::vector<std::string> names;
  for (const auto& f : t.fields)
    names.push_back(f.name);
  return names;
}

} // namespace

const expression_compiler::local* expression_compiler::find_local(std::string_view name,
                                                                  std::size_t& position) const {
  for (std::size_t i = locals_.size(); i > locals_from_; --i)
    if (locals_[i - 1].name == name) {
      position = i - 1;
      return &locals_[i - 1];
    }
  return nullptr;
}

typed_node expression_compiler::name(const expression_syntax& e) {
  std::size_t position = 0;
  if (const auto* bound = e.is_rooted ? nullptr : find_local(e.name, position))
    return {std::make_unique<local_node>(e, position), bound->of};
  if (!in_define_)
    if (const auto* found = names_.find_name(e.name))
      return {std::make_unique<slot_node>(e, found->slot), found->of};
  if (const auto setting = names_.find_setting(e.name))
    return {std::make_unique<failing_node>(e, "settings are not read by this version"), setting};
  if (e.name == "now")
    return {std::make_unique<now_node>(e), timestamp_type()};
  if (e.name == "key" && names_.allows_key())
    return {std::make_unique<key_node>(e), string_type()};
  if (const auto type_named = names_.find_type(e.name);
      type_named && type_named->is == kind::enumeration)
    return mistake("GF0201", e.at, "`" + e.name + "` is an enum, not a value",
                   "its members are texts, such as \"" +
                       (type_named->members.empty() ? std::string{} : type_named->members[0]) +
                       "\"");
  if (const auto primitive = primitive_named(e.name))
    return {std::make_unique<constant_node>(e, value::make_type(e.name)), dynamic_type()};
  auto known = names_.names();
  for (std::size_t i = locals_from_; i < locals_.size(); ++i)
    known.push_back(locals_[i].name);
  return mistake("GF0201", e.at, "the name `" + e.name + "` means nothing here",
                 did_you_mean(e.name, known));
}

typed_node expression_compiler::field(const expression_syntax& e) {
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
      return mistake("GF0202", e.name_at, to_string(inner) + " has no field `" + e.name + "`",
                     did_you_mean(e.name, field_names(inner)));
    found = declared->of;
  } else if (inner.is == kind::map) {
    found = inner.element;
  } else if (inner.is != kind::dynamic) {
    return mistake("GF0202", e.name_at,
                   "`" + text_of(*e.target) + "` is " + to_string(*of) + " and has no fields");
  }
  if (was_optional && !e.is_optional)
    return mistake("GF0204", e.at,
                   "`" + text_of(*e.target) + "` may be absent, and its field is read",
                   "read it with `.?" + e.name + "`, or unwrap it with `if … as`");
  field_reader reader(e.name, inner);
  if (e.is_optional)
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
                     "a list is indexed by an int, not by " + to_string(*key.of));
  } else if (inner.is == kind::map) {
    found = inner.element;
  } else if (inner.is != kind::dynamic) {
    return mistake("GF0203", e.target->at,
                   "`" + text_of(*e.target) + "` is " + to_string(*target.of) +
                       ", which has no entries");
  }
  if (is_optional(*target.of) && !e.is_optional)
    return mistake("GF0204", e.at,
                   "`" + text_of(*e.target) + "` may be absent, and an entry is read",
                   "read it with `[?…]`, or unwrap it with `if … as`");
  if (e.is_optional)
    return {std::make_unique<optional_index_node>(e, std::move(target.part), std::move(key.part)),
            found->is == kind::dynamic ? found : optional_of(found)};
  return {std::make_unique<index_node>(e, std::move(target.part), std::move(key.part)), found};
}

} // namespace gantry::dsl
