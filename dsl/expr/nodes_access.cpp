#include "dsl/expr/nodes_access.hpp"

#include "dsl/expr/operators.hpp"

#include <cmath>

namespace gantry::dsl {

namespace {

/// `v` is part of `local` when the target was a temporary; then it has to outlive it.
const value* escape(const value& v, const value* target, const value& local, value& scratch) {
  return target == &local ? keep(v, scratch) : &v;
}

std::string keys_of(const value& v) {
  std::string text;
  if (v.is_record()) {
    for (const std::string& name : v.shape().fields)
      text += (text.empty() ? "" : ", ") + name;
  } else if (v.is_map() && v.as_map().size() <= 10) {
    for (const auto& entry : v.as_map())
      text += (text.empty() ? "" : ", ") + show(entry.first);
  }
  return text.empty() ? text : "there are: " + text;
}

bool fail_missing(const value& target, const std::string& name, frame& f,
                  const expression_syntax& at) {
  if (target.is_none())
    return f.fail(at, "there is no `" + name + "` in none",
                  "read it with `.?" + name + "`, or ask with has(…) first");
  if (!target.is_record() && !target.is_map())
    return f.fail(at, show(target) + " has no field `" + name + "`");
  return f.fail(at, "there is no `" + name + "` here", keys_of(target));
}

/// Position in a list: ints, and numbers of other kinds that are whole.
std::optional<std::int64_t> as_position(const value& key) {
  if (key.is_int())
    return key.as_int();
  if (key.is_uint() && key.as_uint() <= INT64_MAX)
    return static_cast<std::int64_t>(key.as_uint());
  if (key.is_double()) {
    const double d = key.as_double();
    if (d == std::floor(d) && std::abs(d) < 9e15)
      return static_cast<std::int64_t>(d);
  }
  return std::nullopt;
}

bool is_key_kind(const value& key) {
  return key.is_string() || key.is_int() || key.is_uint() || key.is_bool() ||
         (key.is_double() && as_position(key));
}

/// The item under a key, null when there is none; `failed` when the question makes no sense.
const value* find_item(const value& target, const value& key, bool& failed, frame& f,
                       const expression_syntax& at) {
  failed = false;
  if (target.is_list()) {
    const auto position = as_position(key);
    failed = !position && !f.fail(at, "a position in a list is due here, not " + show(key));
    if (failed || *position < 0)
      return nullptr;
    const auto index = static_cast<std::size_t>(*position);
    return index < target.as_list().size() ? &target.as_list()[index] : nullptr;
  }
  if (target.is_record() && key.is_string())
    return target.find(key.as_string());
  if (!target.is_map()) {
    failed = true;
    f.fail(at, show(target) + " has no items");
    return nullptr;
  }
  failed = !is_key_kind(key) && !f.fail(at, "a key of a map is due here, not " + show(key));
  return failed ? nullptr : target.find_key(key);
}

const value* absent(value& scratch) {
  return give(value::make_absent_optional(), scratch);
}

/// What stands in an optional that fields and entries are read of, or null: then it is absent.
const value* inside_of(const value& target) {
  const value* inside = target.is_optional() ? target.inner() : &target;
  return inside == nullptr || inside->is_none() ? nullptr : inside;
}

/// An optional that is there and holds null: `.?` takes it for absent, as everywhere in documents,
/// while a plain `.` reads a field of null, which has none.
bool holds_null(const value& target) {
  return target.is_optional() && target.inner() != nullptr && target.inner()->is_none();
}

/// A field of something that may be absent, as an optional.
const value* field_of_optional(const value& target, const field_reader& field, frame& f,
                               const expression_syntax& at, value& scratch) {
  if (holds_null(target) && !at.is_optional) {
    fail_missing(value(), field.name, f, at);
    return nullptr;
  }
  const value* inside = inside_of(target);
  if (inside == nullptr)
    return absent(scratch);
  if (!inside->is_record() && !inside->is_map()) {
    fail_missing(*inside, field.name, f, at);
    return nullptr;
  }
  const value* v = field.find(*inside);
  if (v == nullptr || (inside->is_record() && v->is_none()))
    return absent(scratch);
  if (v->is_optional())
    return keep(*v, scratch);
  return give(value::make_optional(*v), scratch);
}

/// An item of something that may be absent, as an optional.
const value* item_of_optional(const value& target, const value& key, frame& f,
                              const expression_syntax& at, value& scratch) {
  if (holds_null(target) && !at.is_optional) {
    f.fail(at, "none has no items");
    return nullptr;
  }
  const value* inside = inside_of(target);
  if (inside == nullptr)
    return absent(scratch);
  bool failed = false;
  const value* item = find_item(*inside, key, failed, f, at);
  if (failed)
    return nullptr;
  return item == nullptr ? absent(scratch) : give(value::make_optional(*item), scratch);
}

} // namespace

const value* present_value(const value& v) {
  if (v.is_optional())
    return v.inner();
  return v.is_none() ? nullptr : &v;
}

field_reader::field_reader(std::string field_name, const type& of) : name(std::move(field_name)) {
  const type& record = of.is == type::kind::optional ? *of.element : of;
  if (record.is != type::kind::record || record.shape == nullptr)
    return;
  const int at = record.shape->index_of(name);
  if (at < 0)
    return;
  shape = record.shape;
  index = static_cast<std::size_t>(at);
}

const value* field_reader::find(const value& in) const {
  if (in.is_record()) {
    if (&in.shape() == shape.get())
      return &in.fields()[index];
    const int at = in.shape().index_of(name);
    return at < 0 ? nullptr : &in.fields()[static_cast<std::size_t>(at)];
  }
  return in.is_map() ? in.find(name) : nullptr;
}

const value* field_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* target = target_->run(f, local);
  if (target == nullptr)
    return nullptr;
  if (const value* v = field_.find(*target))
    return escape(*v, target, local, scratch);
  if (target->is_optional())
    return field_of_optional(*target, field_, f, syntax(), scratch);
  fail_missing(*target, field_.name, f, syntax());
  return nullptr;
}

const value* optional_field_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* target = target_->run(f, local);
  return target == nullptr ? nullptr : field_of_optional(*target, field_, f, syntax(), scratch);
}

bool has_node::decide(frame& f, bool& holds) const {
  value local;
  const value* target = target_->run(f, local);
  holds = false;
  if (target == nullptr)
    return false;
  if (target->is_optional()) {
    target = target->inner();
    if (target == nullptr)
      return true;
  }
  if (!target->is_record() && !target->is_map())
    return fail_missing(*target, field_.name, f, syntax());
  const value* v = field_.find(*target);
  holds = v != nullptr && !(target->is_record() && v->is_none());
  return true;
}

const value* index_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* target = target_->run(f, local);
  if (target == nullptr)
    return nullptr;
  value key_local;
  const value* key = key_->run(f, key_local);
  if (key == nullptr)
    return nullptr;
  if (target->is_optional())
    return item_of_optional(*target, *key, f, syntax(), scratch);
  bool failed = false;
  const value* item = find_item(*target, *key, failed, f, syntax());
  if (item != nullptr)
    return escape(*item, target, local, scratch);
  if (failed)
    return nullptr;
  if (target->is_list())
    f.fail(syntax(), "there is no item " + show(*key) + " in a list of " +
                         std::to_string(target->as_list().size()));
  else
    f.fail(syntax(), "there is no entry under " + show(*key), keys_of(*target));
  return nullptr;
}

const value* optional_index_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* target = target_->run(f, local);
  if (target == nullptr)
    return nullptr;
  value key_local;
  const value* key = key_->run(f, key_local);
  return key == nullptr ? nullptr : item_of_optional(*target, *key, f, syntax(), scratch);
}

const value* coalesce_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* optional = optional_->run(f, local);
  if (optional == nullptr)
    return nullptr;
  const value* inside = present_value(*optional);
  if (inside == nullptr)
    return otherwise_->run(f, scratch);
  return escape(unwraps_ ? *inside : *optional, optional, local, scratch);
}

} // namespace gantry::dsl
