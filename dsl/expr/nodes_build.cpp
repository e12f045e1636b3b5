#include "dsl/expr/nodes_build.hpp"

#include "dsl/expr/nodes_access.hpp"

#include <algorithm>
#include <array>

namespace gantry::dsl {

namespace {

constexpr std::size_t arguments_inline = 6;

/// The values of all parts; temporaries live in `scratch`, which must not grow afterwards.
bool run_all(const std::vector<node_ptr>& parts, std::vector<value>& scratch,
             std::vector<const value*>& values, frame& f) {
  scratch.resize(parts.size());
  values.resize(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    values[i] = parts[i]->run(f, scratch[i]);
    if (values[i] == nullptr)
      return false;
  }
  return true;
}

/// The item itself, or of an optional item what it holds: nothing when it is absent.
bool run_item(const node& item, bool is_optional, frame& f, value& out, bool& is_there) {
  value local;
  const value* v = item.run(f, local);
  if (v == nullptr)
    return false;
  is_there = true;
  if (is_optional) {
    v = present_value(*v);
    is_there = v != nullptr;
    if (!is_there)
      return true;
  }
  keep(*v, out);
  return true;
}

} // namespace

bool is_map_key(const value& v) {
  return v.is_string() || v.is_int() || v.is_uint() || v.is_bool();
}

const value* arithmetic_node::evaluate(frame& f, value& scratch) const {
  value left_local;
  const value* left = left_->run(f, left_local);
  if (left == nullptr)
    return nullptr;
  value right_local;
  const value* right = right_->run(f, right_local);
  if (right == nullptr)
    return nullptr;
  value out;
  if (!apply_arithmetic(op_, *left, *right, out, f, syntax()))
    return nullptr;
  return give(std::move(out), scratch);
}

const value* negation_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* v = operand_->run(f, local);
  value out;
  if (v == nullptr || !apply_negation(*v, out, f, syntax()))
    return nullptr;
  return give(std::move(out), scratch);
}

bool relation_node::decide(frame& f, bool& holds) const {
  value left_local;
  const value* left = left_->run(f, left_local);
  if (left == nullptr)
    return false;
  value right_local;
  const value* right = right_->run(f, right_local);
  if (right == nullptr)
    return false;
  const auto answer = apply_relation(op_, *left, *right, f, syntax());
  holds = answer.value_or(false);
  return answer.has_value();
}

bool membership_node::decide(frame& f, bool& holds) const {
  value item_local;
  const value* item = item_->run(f, item_local);
  if (item == nullptr)
    return false;
  value container_local;
  const value* container = container_->run(f, container_local);
  if (container == nullptr)
    return false;
  holds = false;
  if (container->is_map()) {
    holds = container->find_key(*item) != nullptr;
    return true;
  }
  if (!container->is_list())
    return f.fail(syntax(), "`in` needs a list or a map, not " + show(*container));
  for (const value& candidate : container->as_list()) {
    if (!are_equal(candidate, *item, holds, f, syntax()))
      return false;
    if (holds)
      break;
  }
  return true;
}

const value* call_node::apply(const function_call& call, value& scratch) const {
  for (const function_form* form : forms_) {
    bool all_fit = true;
    for (std::size_t i = 0; i < call.count() && all_fit; ++i)
      all_fit = fits(call[i], form->takes[std::min(i, form->takes.size() - 1)]);
    if (!all_fit)
      continue;
    value out;
    if (!form->apply(call, out))
      return nullptr;
    return give(std::move(out), scratch);
  }
  std::string given;
  for (const value* v : call.arguments)
    given += (given.empty() ? "" : ", ") + show(*v);
  call.fail("`" + std::string(forms_.front()->name) + "` cannot take " + given);
  return nullptr;
}

const value* call_node::evaluate(frame& f, value& scratch) const {
  if (arguments_.size() > arguments_inline) {
    std::vector<value> locals;
    std::vector<const value*> values;
    if (!run_all(arguments_, locals, values, f))
      return nullptr;
    return apply({f, syntax(), values}, scratch);
  }
  std::array<value, arguments_inline> locals;
  std::array<const value*, arguments_inline> values{};
  for (std::size_t i = 0; i < arguments_.size(); ++i) {
    values[i] = arguments_[i]->run(f, locals[i]);
    if (values[i] == nullptr)
      return nullptr;
  }
  return apply({f, syntax(), {values.data(), arguments_.size()}}, scratch);
}

const value* list_node::evaluate(frame& f, value& scratch) const {
  if (!f.spend_bytes(items_.size() * sizeof(value), syntax()))
    return nullptr;
  value::list_type items;
  items.reserve(items_.size());
  for (const item_part& part : items_) {
    value item;
    bool is_there = false;
    if (!run_item(*part.item, part.is_optional, f, item, is_there))
      return nullptr;
    if (is_there)
      items.push_back(std::move(item));
  }
  return give(value::make_list(std::move(items)), scratch);
}

const value* map_node::evaluate(frame& f, value& scratch) const {
  if (!f.spend_bytes(2 * items_.size() * sizeof(value), syntax()))
    return nullptr;
  std::vector<std::pair<value, value>> entries;
  entries.reserve(items_.size());
  for (const item_part& part : items_) {
    value local;
    const value* found = part.key->run(f, local);
    if (found == nullptr)
      return nullptr;
    const value key = *found;
    if (!is_map_key(key)) {
      f.fail(part.key->syntax(), "a key of a map is a string, int, uint or bool, not " + show(key));
      return nullptr;
    }
    if (!f.spend_steps(entries.size(), syntax()))
      return nullptr;
    for (const auto& entry : entries)
      if (entry.first == key) {
        f.fail(part.key->syntax(), "the key " + show(key) + " stands twice in this map");
        return nullptr;
      }
    value item;
    bool is_there = false;
    if (!run_item(*part.item, part.is_optional, f, item, is_there))
      return nullptr;
    if (is_there)
      entries.emplace_back(key, std::move(item));
  }
  return give(value::make_map(std::move(entries)), scratch);
}

bool record_node::begin(frame& f, std::vector<value>& values) const {
  values.resize(of_->fields.size());
  if (base_ == nullptr)
    return true;
  value local;
  const value* base = base_->run(f, local);
  if (base == nullptr)
    return false;
  if (!base->is_record() && !base->is_map())
    return f.fail(syntax(), "a " + to_string(*of_) + " is due here, not " + show(*base));
  if (base->is_record() && &base->shape() == of_->shape.get()) {
    values = base->fields();
    return true;
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    if (const value* v = base->find(of_->fields[i].name))
      values[i] = conform(*v, *of_->fields[i].of);
  return true;
}

const value* record_node::evaluate(frame& f, value& scratch) const {
  if (!f.spend_bytes(of_->fields.size() * sizeof(value), syntax()))
    return nullptr;
  std::vector<value> values;
  if (!begin(f, values))
    return nullptr;
  for (const field_part& part : fields_) {
    value item;
    bool is_there = false;
    if (!run_item(*part.item, part.is_optional, f, item, is_there))
      return nullptr;
    values[part.index] = conform(item, *of_->fields[part.index].of);
  }
  return give(value::make_record(of_->shape, std::move(values)), scratch);
}

const value* define_node::evaluate(frame& f, value& scratch) const {
  std::vector<value> locals;
  std::vector<const value*> values;
  if (!run_all(arguments_, locals, values, f))
    return nullptr;
  for (std::size_t i = 0; i < values.size(); ++i)
    f.bind(first_local_ + i, values[i]);
  const value* v = body_->run(f, scratch);
  // What the body gives may be part of an argument that ends with this call.
  return v == nullptr || v == &scratch ? v : keep(*v, scratch);
}

} // namespace gantry::dsl
