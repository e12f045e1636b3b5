#pragma once

#include "dsl/check/walk.hpp"
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

} // namespace gantry::dsl
