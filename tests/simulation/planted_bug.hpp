#pragma once

#include "engine/connector.hpp"
#include "persistence/write.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace gantry::simulation {

/// Mistakes that an engine could make, made on purpose, so that the referees are seen to see.
enum class planted_bug : std::uint8_t {
  none,
  lying_disk,             ///< a sync answers before its bytes are on the disk
  settle_too_short,       ///< absence is proven while the far side may still act
  blind_repeat,           ///< a request without an answer is sent again under the engine
  stale_index,            ///< what lists show is not written with its record
  forgotten_timers,       ///< timers do not survive their process
  forgotten_orders,       ///< a start does not take up what was under way
  unpaid_compensation,    ///< an undo is answered and not done
  unfair_lane,            ///< urgent orders go first for ever
  backup_named_too_early, ///< before it is on the disk
  backup_with_a_hole,     ///< one of its pages is not written
  first_found_taken,      ///< of several documents that a finder names the first one is looked at
  unopened_incident,      ///< nothing says that there is a second document
};

struct bug_name {
  planted_bug is;
  std::string_view name;
  std::string_view what; ///< for people
};

[[nodiscard]] std::span<const bug_name> planted_bugs();

/// Changes what is written, or leaves it.
void spoil(planted_bug bug, persistence::write_request& what, const dsl::program& program);

/// The connector with the bug in front of it, or the connector.
[[nodiscard]] std::shared_ptr<engine::connector> spoil(planted_bug bug,
                                                       std::shared_ptr<engine::connector> good);

} // namespace gantry::simulation
