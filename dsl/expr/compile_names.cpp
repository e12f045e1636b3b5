#include "dsl/expr/compiler.hpp"
#include "dsl/expr/nodes_access.hpp"
#include "dsl/expr/nodes_basic.hpp"
#include "dsl/expr/operator_habits.hpp"
#include "dsl/expr/type_values.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::dsl {

const expression_compiler::local* expression_compiler::find_local(std::string_view name,
                                                                  std::size_t& position) const {
  for (std::size_t i = locals_.size(); i > locals_from_; --i)
    if (locals_[i - 1].name == name) {
      position = i - 1;
      return &locals_[i - 1];
    }
  return nullptr;
}

const static_name* expression_compiler::find_outer(std::string_view name, bool is_rooted) const {
  if (in_define_)
    return nullptr;
  return is_rooted ? names_.find_rooted(name) : names_.find_name(name);
}

typed_node expression_compiler::name(const expression_syntax& e) {
  std::size_t position = 0;
  if (const auto* bound = e.is_rooted ? nullptr : find_local(e.name, position)) {
    if (bound->is_personal)
      read_personal(e.at, e.name);
    return {std::make_unique<local_node>(e, position), bound->of};
  }
  if (const auto* found = find_outer(e.name, e.is_rooted)) {
    if (found->is_personal)
      read_personal(e.at, e.name);
    return {std::make_unique<slot_node>(e, found->slot), found->of};
  }
  if (const auto setting = names_.find_setting(e.name))
    return {std::make_unique<failing_node>(e, "settings are not read by this version"), setting};
  if (e.name == "now")
    return {std::make_unique<now_node>(e), timestamp_type()};
  if (e.name == "key" && names_.allows_key())
    return {std::make_unique<key_node>(e), string_type()};
  if (const auto type_named = names_.find_type(e.name);
      type_named && type_named->is == type::kind::enumeration)
    return mistake("GF0201", e.at, "`" + e.name + "` is an enum, not a value",
                   "its members are texts, such as \"" +
                       (type_named->members.empty() ? std::string{} : type_named->members[0]) +
                       "\"");
  if (const auto type_value = type_value_named(e.name))
    return {std::make_unique<constant_node>(e, *type_value), dynamic_type()};
  if (!suggests())
    return mistake("GF0201", e.at, "the name `" + e.name + "` means nothing here");
  if (auto help = name_habit(e.name); !help.empty())
    return mistake("GF0201", e.at, "the name `" + e.name + "` means nothing here", std::move(help));
  auto known = names_.names();
  for (const char* word : {"true", "false", "none", "null", "now"})
    known.emplace_back(word);
  for (std::size_t i = locals_from_; i < locals_.size(); ++i)
    known.push_back(locals_[i].name);
  return mistake("GF0201", e.at, "the name `" + e.name + "` means nothing here",
                 did_you_mean(e.name, known));
}

/// `a.b.c` as one name, which goes before a field `c` of `a.b`; empty where there is none. A name
/// that a macro binds hides all that begin with it.
typed_node expression_compiler::qualified_name(const expression_syntax& e) {
  const auto whole = dotted_name(e);
  if (whole.empty())
    return {};
  const auto* head = &e;
  while (head->target != nullptr)
    head = head->target.get();
  std::size_t position = 0;
  if (!head->is_rooted && find_local(head->name, position) != nullptr)
    return {};
  if (const auto* found = find_outer(whole, head->is_rooted))
    return {std::make_unique<slot_node>(e, found->slot), found->of};
  if (const auto type_value = type_value_named(whole))
    return {std::make_unique<constant_node>(e, *type_value), dynamic_type()};
  return {};
}

} // namespace gantry::dsl
