#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

/// A call of a function that does not exist.
struct missing_function {
  std::string_view name;  ///< `toLowerCase`, `math.gratest`
  std::string_view space; ///< `mth` of `mth.greatest(…)`, where that is no value
  bool is_method = false; ///< called on a value
};

/// What to call instead: the nearest name, the form that exists, or what other languages call so.
/// `declared` are the defines, tables and names in sight. Empty where nothing is near.
[[nodiscard]] std::string function_meant(const missing_function& called,
                                         const std::vector<std::string>& declared);

} // namespace gantry::dsl
