#pragma once

#include "engine/connector.hpp"

#include <string>

namespace gantry::simulation {

/// What a far system has made of one request.
struct far_document {
  std::string key, operation, number;
  engine::attempt_number attempt = 0;
  dsl::effect_class effect = dsl::effect_class::once;
  bool again = false; ///< the second one of its request: the far side's own doing
  bool live = true;   ///< not undone
  bool told = false;  ///< a finder named it to an engine that was alive
};

} // namespace gantry::simulation
