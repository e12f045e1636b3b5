#include "dsl/expr/nodes_basic.hpp"

#include "dsl/expr/operators.hpp"

#include <algorithm>

namespace gantry::dsl {

const value* slot_node::evaluate(frame& f, value&) const {
  if (slot_ < f.in().slots.size())
    return &f.in().slots[slot_];
  f.fail(syntax(), "`" + syntax().name + "` is not bound");
  return nullptr;
}

bool logic_node::decide(frame& f, bool& holds) const {
  const bool left_failed = !left_->test(f, holds);
  if (f.is_exhausted())
    return false;
  if (!left_failed && holds == decisive_)
    return true;
  frame::failure_state first;
  if (left_failed) {
    first = f.take_failure();
    if (!f.spend_steps(steps_of_failure, syntax()))
      return false;
  }
  const bool right_failed = !right_->test(f, holds);
  if (f.is_exhausted())
    return false;
  if (!right_failed && holds == decisive_)
    return true;
  if (left_failed)
    f.restore_failure(std::move(first));
  holds = !decisive_;
  return !left_failed && !right_failed;
}

bool not_node::decide(frame& f, bool& holds) const {
  if (!operand_->test(f, holds))
    return false;
  holds = !holds;
  return true;
}

const value* conditional_node::evaluate(frame& f, value& scratch) const {
  bool holds = false;
  if (!condition_->test(f, holds))
    return nullptr;
  return (holds ? then_ : otherwise_)->run(f, scratch);
}

namespace {

bool is_of_kind(const value& v, type::kind kind) {
  switch (kind) {
  case type::kind::boolean: return v.is_bool();
  case type::kind::integer: return v.is_int();
  case type::kind::unsigned_integer: return v.is_uint();
  case type::kind::floating: return v.is_double();
  case type::kind::decimal: return v.is_decimal();
  case type::kind::string: return v.is_string();
  case type::kind::bytes: return v.is_bytes();
  case type::kind::timestamp: return v.is_timestamp();
  case type::kind::duration: return v.is_duration();
  case type::kind::none: return v.is_none();
  case type::kind::list: return v.is_list();
  case type::kind::map: return v.is_map() || v.is_record();
  case type::kind::record: return v.is_record();
  default: return true;
  }
}

bool fail_fit(const value& v, const type& due, frame& f, const expression_syntax& at) {
  return f.fail(at, to_string(due) + " is due here, not " + show(v));
}

bool fit_value(const value& v, const type& due, value& out, frame& f, const expression_syntax& at);

bool fit_list(const value& v, const type& due, value& out, frame& f, const expression_syntax& at) {
  const value::list_type& items = v.as_list();
  if (!f.spend_steps(items.size(), at) || !f.spend_bytes(items.size() * sizeof(value), at))
    return false;
  value::list_type fitted(items.size());
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!fit_value(items[i], *due.element, fitted[i], f, at))
      return false;
  out = value::make_list(std::move(fitted));
  return true;
}

bool fit_record(const value& v, const type& due, value& out, frame& f,
                const expression_syntax& at) {
  if (!f.spend_steps(due.fields.size(), at))
    return false;
  auto decoded = decode_lenient(v, due, due.name);
  if (!decoded) {
    std::string why = decoded.error().message;
    if (!decoded.error().fields.empty())
      why = decoded.error().fields.front().message;
    return f.fail(at, "a " + to_string(due) + " is due here: " + why);
  }
  out = std::move(*decoded);
  return true;
}

bool fit_value(const value& v, const type& due, value& out, frame& f, const expression_syntax& at) {
  if (due.is == type::kind::dynamic) {
    out = v;
    return true;
  }
  if (due.is == type::kind::optional) {
    const value* inner = v.is_optional() ? v.inner() : &v;
    if (inner != nullptr && !inner->is_none())
      return fit_value(*inner, *due.element, out, f, at);
    out = value();
    return true;
  }
  if (due.is == type::kind::decimal)
    if (const auto number = as_exact_decimal(v)) {
      out = value(*number);
      return true;
    }
  if (due.is == type::kind::enumeration) {
    const bool is_member = v.is_string() && std::find(due.members.begin(), due.members.end(),
                                                      v.as_string()) != due.members.end();
    if (!is_member)
      return fail_fit(v, due, f, at);
  }
  if (due.is == type::kind::record && v.is_map())
    return fit_record(v, due, out, f, at);
  if (!is_of_kind(v, due.is))
    return fail_fit(v, due, f, at);
  if (due.is == type::kind::list && due.element->is != type::kind::dynamic)
    return fit_list(v, due, out, f, at);
  out = v;
  return true;
}

} // namespace

const value* fit_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* v = operand_->run(f, local);
  // Records of the shape that is due fit; their list is handed on as it is, so that a call's
  // argument is still known as `order.lines`.
  const bool of_records = due_->is == type::kind::list && due_->element->is == type::kind::record &&
                          due_->element->shape;
  if (v != nullptr && of_records && v->is_list() && fits_as_it_is(*v, *due_))
    return v == &local ? give(std::move(local), scratch) : v;
  value fitted;
  if (v == nullptr || !fit_value(*v, *due_, fitted, f, syntax()))
    return nullptr;
  return give(std::move(fitted), scratch);
}

} // namespace gantry::dsl
