#pragma once

#include "dsl/expr/evaluation.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

/// What a function may be given. `any` takes everything, optionals too.
enum class argument_kind : std::uint8_t {
  any,
  boolean,
  integer,
  unsigned_integer,
  floating,
  decimal,
  string,
  bytes,
  timestamp,
  duration,
  list,
  map,
  type,
  ip,
  cidr,
  optional,
};

/// One call at run time: its arguments (the receiver of a method first), and where failures go.
struct function_call {
  frame& in;
  const expression_syntax& at;
  std::span<const value* const> arguments;

  [[nodiscard]] const value& operator[](std::size_t i) const { return *arguments[i]; }
  [[nodiscard]] std::size_t count() const { return arguments.size(); }
  bool fail(std::string message, std::string help = {}) const {
    return in.fail(at, std::move(message), std::move(help));
  }
  [[nodiscard]] bool spend(std::size_t steps, std::size_t bytes) const {
    return in.spend_steps(steps, at) && in.spend_bytes(bytes, at);
  }
};

/// One form of a function. Pure; false after a failure.
struct function_form {
  std::string_view name;            ///< `startsWith`, `math.greatest`
  bool is_method = false;           ///< `x.name(y)` instead of `name(x, y)`
  std::vector<argument_kind> takes; ///< the receiver first
  /// Type of the result from the types of the arguments.
  type_ref (*returns)(std::span<const type_ref> arguments) = nullptr;
  bool (*apply)(const function_call& call, value& out) = nullptr;
  bool is_variadic = false; ///< the last kind may be repeated, also no time
};

using function_list = std::vector<function_form>;

/// All forms under a name; null when there is no such function.
[[nodiscard]] const function_list* find_functions(std::string_view name);
/// All names, for "did you mean".
[[nodiscard]] std::vector<std::string> function_names();
/// Whether names of functions begin with this and a point (`math`).
[[nodiscard]] bool is_function_space(std::string_view name);

[[nodiscard]] bool fits(const value& v, argument_kind kind);
[[nodiscard]] bool may_fit(const type& t, argument_kind kind);
/// `name(int, string)` or `string.name(string)`, for help texts.
[[nodiscard]] std::string usage_of(const function_form& form);

// The functions by theme; each file of functions/ has one.
void add_text_functions(function_list& all);
void add_text_search(function_list& all);
void add_text_lists(function_list& all);
void add_text_format(function_list& all);
void add_text_quote(function_list& all);
void add_conversions(function_list& all);
void add_number_conversions(function_list& all);
void add_time_functions(function_list& all);
void add_optional_functions(function_list& all);
void add_list_functions(function_list& all);
void add_number_functions(function_list& all);
void add_math_functions(function_list& all);
void add_bit_functions(function_list& all);
void add_network_functions(function_list& all);
void add_document_functions(function_list& all);

/// Result types that do not depend on the arguments.
template <type_ref (*Type)()>
type_ref always(std::span<const type_ref> /*arguments*/) {
  return Type();
}
[[nodiscard]] inline type_ref same_as_first(std::span<const type_ref> arguments) {
  return arguments.front();
}

} // namespace gantry::dsl
