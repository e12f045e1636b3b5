#pragma once

#include "dsl/expr/ast.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gantry::dsl {

enum class macro_kind : std::uint8_t {
  has,
  all,
  exists,
  exists_one,
  filter,
  map,
  transform_list,
  transform_map,
  transform_map_entry,
  sum,
  min_by,
  max_by,
  sort_by,
  group_by,
  index_by,
  fold,
  bind,
  opt_map,
  opt_flat_map,
};

/// A call whose arguments are not values but expressions over names that the call itself binds.
struct macro_call {
  macro_kind kind = macro_kind::has;
  const expression_syntax* range = nullptr;        ///< what it walks over; null for `has`, `bind`
  std::vector<const expression_syntax*> variables; ///< names, one or two
  std::vector<const expression_syntax*> bodies;    ///< that see the variables
  const expression_syntax* initial = nullptr;      ///< of `bind` and `fold`: not seeing them
};

/// What a call is as a macro; nothing when it is an ordinary function. A call by the name of a
/// macro with other arguments is an ordinary (and unknown) function too.
[[nodiscard]] std::optional<macro_call> as_macro(const expression_syntax& call);

[[nodiscard]] std::vector<std::string> macro_names();
/// How a macro of that name is written, for help texts; empty when there is none.
[[nodiscard]] std::string macro_usage(std::string_view name);

} // namespace gantry::dsl
