#pragma once

#include "actors/order_event.hpp"
#include "actors/order_world.hpp"

#include <memory>
#include <string>
#include <vector>

namespace gantry::actors {

/// An order whose first record was decided outside of its actor, so that it can travel in one
/// commit with the document that it came in.
struct first_commit {
  persistence::create_instance create;
  dsl::program_ptr definition;
  std::vector<engine::fact> facts;
  std::string ended; ///< phase, when the order ends with its first record

  [[nodiscard]] order_identity identity() const;
};

/// Lets the order begin without claiming permits: its first calls are `scheduled`, and are sent
/// when the order is taken up after the commit. Errors: defect.
[[nodiscard]] result<first_commit> decide_first(const order_start& from);

} // namespace gantry::actors
