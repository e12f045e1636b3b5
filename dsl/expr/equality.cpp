#include "dsl/expr/operators.hpp"

namespace gantry::dsl {
namespace {

/// The equality of `operator==`, which base/value_equality.cpp says, walked within a budget.
class comparison {
public:
  comparison(frame& f, const expression_syntax& at) : frame_(f), at_(at) {}

  /// False after a failure; the answer is in `equal`.
  bool compare(const value& a, const value& b, bool& equal) {
    if (!frame_.spend_steps(1, at_))
      return false;
    if (a.is_list() && b.is_list())
      return compare_lists(a.as_list(), b.as_list(), equal);
    if (a.is_map() && b.is_map())
      return compare_maps(a, b, equal);
    if (a.is_record() && b.is_record())
      return compare_records(a, b, equal);
    if (a.is_optional() && b.is_optional())
      return compare_optionals(a.inner(), b.inner(), equal);
    if (a.is_string() && b.is_string() && !frame_.spend_steps(a.as_string().size() / 64, at_))
      return false;
    equal = a == b;
    return true;
  }

private:
  bool compare_lists(const std::vector<value>& a, const std::vector<value>& b, bool& equal) {
    equal = a.size() == b.size();
    for (std::size_t i = 0; equal && i < a.size(); ++i)
      if (!compare(a[i], b[i], equal))
        return false;
    return true;
  }

  bool compare_maps(const value& a, const value& b, bool& equal) {
    equal = a.as_map().size() == b.as_map().size();
    for (const auto& entry : a.as_map()) {
      if (!equal)
        return true;
      const value* other = b.find_key(entry.first);
      equal = other != nullptr;
      if (equal && !compare(entry.second, *other, equal))
        return false;
    }
    return true;
  }

  /// An absent field equals one that the other record does not have.
  bool compare_records(const value& a, const value& b, bool& equal) {
    if (a.shape_ptr() == b.shape_ptr())
      return compare_lists(a.fields(), b.fields(), equal);
    return covers(a, b, equal) && (!equal || covers(b, a, equal));
  }

  bool covers(const value& a, const value& b, bool& equal) {
    equal = true;
    for (std::size_t i = 0; equal && i < a.fields().size(); ++i) {
      const value* other = b.find(a.shape().fields[i]);
      if (other == nullptr)
        equal = a.fields()[i].is_none();
      else if (!compare(a.fields()[i], *other, equal))
        return false;
    }
    return true;
  }

  bool compare_optionals(const value* a, const value* b, bool& equal) {
    if (a != nullptr && b != nullptr)
      return compare(*a, *b, equal);
    equal = a == b;
    return true;
  }

  frame& frame_;
  const expression_syntax& at_;
};

} // namespace

bool are_equal(const value& a, const value& b, bool& equal, frame& f, const expression_syntax& at) {
  if (a.is_optional() && b.is_none())
    equal = a.inner() == nullptr;
  else if (b.is_optional() && a.is_none())
    equal = b.inner() == nullptr;
  else
    return comparison(f, at).compare(a, b, equal);
  return true;
}

} // namespace gantry::dsl
