#include "dsl/expr/far_time.hpp"

namespace gantry::dsl {
namespace {

const record_shape_ptr& far_time_shape() {
  static const auto shape = std::make_shared<const record_shape>(
      "google.protobuf.Timestamp", std::vector<std::string>{"seconds", "nanos"});
  return shape;
}

} // namespace

bool is_far_time(const value& v) {
  return v.is_record() && v.shape_ptr() == far_time_shape();
}

std::optional<exact_time> as_exact_time(const value& v) {
  if (v.is_timestamp())
    return to_exact_time(v.as_timestamp());
  if (is_far_time(v))
    return exact_time{v.fields()[0].as_int(), static_cast<std::int32_t>(v.fields()[1].as_int())};
  return std::nullopt;
}

bool give_time(exact_time t, value& out, const frame& f) {
  if (const auto near = to_timestamp(t)) {
    out = value(*near);
    return true;
  }
  if (!f.in().allows_far_times)
    return false;
  out = value::make_record(far_time_shape(),
                           {value(t.seconds), value(static_cast<std::int64_t>(t.ns))});
  return true;
}

std::optional<std::partial_ordering> order_of_times(const value& a, const value& b) {
  const auto left = as_exact_time(a);
  const auto right = as_exact_time(b);
  if (!left || !right)
    return std::nullopt;
  return *left <=> *right;
}

} // namespace gantry::dsl
