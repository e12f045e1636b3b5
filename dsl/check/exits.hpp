#pragma once

#include "dsl/syntax/parse/ast.hpp"

namespace gantry::dsl {

/// What becomes of control at the end of a block.
enum class block_end {
  falls,  ///< goes on behind the block
  yields, ///< on every path with a value, or leaves
  leaves, ///< on every path the flow goes elsewhere
};
[[nodiscard]] block_end end_of(const syntax::block& b);
[[nodiscard]] block_end end_of(const syntax::statement& s);
/// Whether control can come to the end of a block at run time: also from a `hold` that leaves it as
/// the author reads it, and that a person releases.
[[nodiscard]] bool runs_out(const syntax::block& b);

/// Visits every statement of a block and of the `if`s in it, in the order of the text.
template <class Visit>
void each_statement(const syntax::block& b, const Visit& visit) {
  for (const syntax::statement& s : b.statements) {
    visit(s);
    const syntax::if_else* choice = std::get_if<syntax::if_else>(&s.is);
    if (const auto* let = std::get_if<syntax::let>(&s.is); let && let->choice)
      choice = let->choice.get();
    if (!choice)
      continue;
    each_statement(choice->then, visit);
    if (choice->otherwise)
      each_statement(*choice->otherwise, visit);
  }
}

} // namespace gantry::dsl
