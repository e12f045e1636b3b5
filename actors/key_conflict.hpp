#pragma once

#include "actors/folded_order.hpp"
#include "dsl/base/value.hpp"

namespace gantry::actors {

/// A business key is held by an order of other content: both digests, and the path of the first
/// difference. Reads the first record of the order that holds the key.
[[nodiscard]] error key_conflict(const persistence::store& from,
                                 const definition_source& definitions,
                                 const persistence::create_result& holder, const std::string& key,
                                 const value& given, const std::string& given_digest);

/// The input without `id`, which the engine sets: what digests and comparisons are taken of.
[[nodiscard]] value without_id(const value& input);

} // namespace gantry::actors
