#pragma once

#include "actors/projection.hpp"
#include "engine/instance.hpp"
#include "engine/record.hpp"
#include "persistence/store.hpp"

#include <functional>

namespace gantry::actors {

/// An order as its journal tells it.
struct folded_order {
  persistence::instance_row row;
  engine::instance order;
  engine::cause_info first_cause;
  timers_by_number timers;
  persistence::lsn last = 0;
  std::uint64_t sequence = 0;
};

using definition_source = std::function<result<dsl::program_ptr>(const std::string& closure)>;

/// Reads the journal of an order and folds it. Blocks on the database.
/// Errors: not_found, record_newer, store_corrupt, store_failed, flow_invalid.
[[nodiscard]] result<folded_order> fold_order(const persistence::store& from,
                                              persistence::instance_number number,
                                              const definition_source& definitions);

/// One row of the journal as a record.
[[nodiscard]] result<engine::record> record_of(const persistence::journal_row& row,
                                               const dsl::program& definition);

} // namespace gantry::actors
