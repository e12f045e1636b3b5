#pragma once

#include "engine/effect.hpp"
#include "engine/fact.hpp"
#include "engine/instance.hpp"
#include "persistence/write.hpp"

#include <map>
#include <vector>

/// Facts of the engine as rows of the store.
namespace gantry::actors {

/// The timers of an order that are set, by number: the fold of its facts.
using timers_by_number = std::map<engine::timer_id, persistence::timer_row>;
void fold_timer(timers_by_number& timers, persistence::instance_number order,
                const engine::fact& f);

/// Writes the operator index's columns of a row; true when one of them has changed. `fold_digest`
/// follows them, `updated_at` is the caller's.
bool project_summary(persistence::instance_row& row, const engine::summary& now);

struct projection_input {
  persistence::instance_number number = 0;
  uuid id;
  timestamp at;
  const dsl::program& definition;
  const std::vector<engine::fact>& facts;
  const std::vector<engine::effect>& effects;
};

/// The side tables of one batch: timers, waits, lanes, consumed events, incidents. What is set and
/// cleared within the batch leaves no trace.
void project_facts(const projection_input& from, persistence::instance_changes& into);

[[nodiscard]] const char* purpose_name(engine::timer_purpose purpose);

} // namespace gantry::actors
