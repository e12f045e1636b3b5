#include "dsl/expr/extent.hpp"

#include <algorithm>

namespace gantry::dsl {
namespace {

class extent_meter {
public:
  explicit extent_meter(const extent_bounds& bounds)
      : values_left_(bounds.values_max), depth_max_(bounds.depth_max) {}

  /// False once a bound is exceeded.
  bool count(const value& v, std::size_t depth) {
    if (values_left_ == 0 || depth > depth_max_)
      return false;
    --values_left_;
    if (v.is_string() || v.is_bytes())
      return count_text(v.is_string() ? v.as_string() : v.as_bytes());
    if (v.is_list())
      return count_all(v.as_list(), depth);
    if (v.is_record())
      return count_all(v.fields(), depth);
    if (v.is_map()) {
      for (const auto& entry : v.as_map())
        if (!count(entry.second, depth + 1))
          return false;
      return true;
    }
    const value* inner = v.is_optional() ? v.inner() : nullptr;
    return inner == nullptr || count(*inner, depth + 1);
  }

private:
  bool count_text(const std::string& text) {
    const auto weight = text.size() / 1'024;
    values_left_ -= std::min(weight, values_left_);
    return weight == 0 || values_left_ > 0;
  }

  bool count_all(const std::vector<value>& items, std::size_t depth) {
    for (const auto& item : items)
      if (!count(item, depth + 1))
        return false;
    return true;
  }

  std::size_t values_left_;
  std::size_t depth_max_;
};

} // namespace

bool exceeds(const value& v, const extent_bounds& bounds) {
  return !extent_meter(bounds).count(v, 0);
}

} // namespace gantry::dsl
