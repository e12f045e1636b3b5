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

/// Where an order's input differs first from that of the order that has its key, and both values
/// there; nothing when the key is free, or the same order has it. Blocks on the database.
[[nodiscard]] persistence::key_difference
difference_from_holder(const persistence::store& from, const definition_source& definitions,
                       const persistence::instance_row& row, const value& given);

/// The same of two inputs.
[[nodiscard]] persistence::key_difference difference_of(const value& held, const value& given);

/// The input without `id`, which the engine sets: what digests and comparisons are taken of.
[[nodiscard]] value without_id(const value& input);

} // namespace gantry::actors
