#pragma once

#include "dsl/base/value.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/expr/compile_expression.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gantry::dsl {

/// A place in a document as an expression names it: `item.price` is the slot of `item` and one
/// step.
struct source_path {
  std::uint32_t slot = 0;
  std::vector<std::variant<std::string, std::size_t>> steps;
};

/// The places that an expression reads, each once, in the order of the text, as far as they can be
/// told without running it: also through the defines that it calls; what a macro binds counts as
/// the list that it walks over.
[[nodiscard]] std::vector<source_path> paths_read(const expression_syntax& e,
                                                  const static_environment& names);

/// `.price`, `[2].price`
[[nodiscard]] std::string text_of_steps(const source_path& path);
/// What stands at the steps inside a value; null when nothing does.
[[nodiscard]] const value* find_steps(const value& from, const source_path& path);

} // namespace gantry::dsl
