#pragma once

#include "actors/folded_order.hpp"

#include <string>

namespace gantry::actors {

/// Folds the journal of an order and compares what lists show of it. Empty: they say the same; else
/// both in a sentence. An order that moves on meanwhile is looked at again, a few times.
/// Errors: those of `fold_order`, where the journal itself cannot be read; unavailable when the
/// order never stands still.
[[nodiscard]] result<std::string> index_against_fold(const persistence::store& from,
                                                     persistence::instance_number number,
                                                     const definition_source& definitions);

} // namespace gantry::actors
