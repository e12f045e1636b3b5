#include "dsl/expr/compiler.hpp"
#include "dsl/expr/nodes_build.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>

namespace gantry::dsl {

using kind = type::kind;

namespace {

/// Of items that stand together: `json` where they have nothing in common.
type_ref joined_type(const type_ref& before, const type_ref& next) {
  const auto joined = before ? common_type(before, next) : next;
  return joined ? joined : dynamic_type();
}

/// Of keys: ints and uints are not one kind, although they may be equal.
type_ref joined_key(const type_ref& before, const type_ref& next) {
  return !before || before->is == next->is ? next : dynamic_type();
}

} // namespace

typed_node expression_compiler::list(const expression_syntax& e) {
  std::vector<item_part> items;
  type_ref element;
  for (const auto& entry : e.entries) {
    auto item = compile(*entry.value);
    if (!item)
      return {};
    const auto of = entry.is_optional && is_optional(*item.of) ? item.of->element : item.of;
    element = joined_type(element, of);
    items.push_back({nullptr, std::move(item.part), entry.is_optional});
  }
  return {std::make_unique<list_node>(e, std::move(items)),
          list_of(element ? element : dynamic_type())};
}

typed_node expression_compiler::map(const expression_syntax& e) {
  std::vector<item_part> items;
  type_ref element, key_type;
  for (const auto& entry : e.entries) {
    const auto told = diagnostics_.size();
    auto key = compile(*entry.key);
    if (!key && entry.key->is == syntax_kind::name && diagnostics_.size() > told)
      diagnostics_.back().help = "keys of a map are texts: `\"" + entry.key->name +
                                 "\": …`; a record has its type before it: `TYPE { " +
                                 entry.key->name + ": … }`";
    auto item = compile(*entry.value);
    if (!key || !item)
      return {};
    const auto& of_key = *key.of;
    if (rules_ == expression_rules::flow &&
        (of_key.is == type::kind::decimal || of_key.is == type::kind::floating))
      return mistake("GF0203", entry.key->at,
                     "`" + text_of(*entry.key) + "` is " + to_string(of_key) +
                         ", and a key of a map is a text, a whole number or a bool",
                     "write it as a text: `\"" + text_of(*entry.key) + "\"`");
    const auto of = entry.is_optional && is_optional(*item.of) ? item.of->element : item.of;
    element = joined_type(element, of);
    key_type = joined_key(key_type, key.of);
    items.push_back({std::move(key.part), std::move(item.part), entry.is_optional});
  }
  // `{}` is a map of anything, also of texts.
  return {std::make_unique<map_node>(e, std::move(items)),
          map_of(element ? element : dynamic_type(), key_type)};
}

std::optional<field_part>
expression_compiler::field_of_record(const expression_syntax::entry& entry, const type_ref& of,
                                     const source_span& at, const std::string& name) {
  const auto* declared = find_field(*of, name);
  if (declared == nullptr) {
    std::vector<std::string> known;
    for (const auto& f : of->fields)
      known.push_back(f.name);
    (void)mistake("GF0202", at, of->name + " has no field `" + name + "`",
                  did_you_mean(name, known));
    return std::nullopt;
  }
  auto item =
      compile_as(*entry.value, entry.is_optional ? optional_of(declared->of) : declared->of);
  if (!item)
    return std::nullopt;
  return field_part{static_cast<std::size_t>(declared - of->fields.data()), std::move(item.part),
                    entry.is_optional};
}

typed_node expression_compiler::record(const expression_syntax& e) {
  const auto of = names_.find_type(e.name);
  if (!of || of->is != kind::record)
    return mistake("GF0209", e.name_at,
                   of ? "`" + e.name + "` is " + to_string(*of) + ", not a record"
                      : "the type `" + e.name + "` is not declared here",
                   of || !suggests() ? std::string{} : names_.type_meant(e.name));
  std::vector<field_part> fields;
  std::vector<bool> given(of->fields.size());
  bool whole = true;
  for (const auto& entry : e.entries) {
    auto part = field_of_record(entry, of, entry.name_at, entry.name);
    if (!part) {
      whole = false;
      continue;
    }
    if (given[part->index]) {
      (void)mistake("GF0210", entry.name_at, "`" + entry.name + "` is given twice");
      whole = false;
    }
    given[part->index] = true;
    fields.push_back(std::move(*part));
  }
  if (!whole)
    return {};
  std::string missing;
  for (std::size_t i = 0; i < given.size(); ++i)
    if (!given[i] && !is_optional(*of->fields[i].of))
      missing += (missing.empty() ? "`" : ", `") + of->fields[i].name + "`";
  if (!missing.empty())
    return mistake("GF0211", e.at, e.name + " lacks " + missing);
  return {std::make_unique<record_node>(e, of, nullptr, std::move(fields)), of};
}

/// `order.with({"lines": l})`: the record with some fields replaced, checked.
typed_node expression_compiler::update(const expression_syntax& e, typed_node base) {
  const auto of = base.of;
  if (e.operands.size() != 1 || e.operands[0]->is != syntax_kind::map)
    return mistake("GF0212", e.at, "`with` takes the new fields: `.with({\"lines\": lines})`");
  std::vector<field_part> fields;
  for (const auto& entry : e.operands[0]->entries) {
    if (entry.key->is != syntax_kind::literal || !entry.key->constant.is_string())
      return mistake("GF0212", entry.key->at, "`with` takes names of fields as texts");
    auto part = field_of_record(entry, of, entry.key->at, entry.key->constant.as_string());
    if (!part)
      return {};
    fields.push_back(std::move(*part));
  }
  return {std::make_unique<record_node>(e, of, std::move(base.part), std::move(fields)), of};
}

} // namespace gantry::dsl
