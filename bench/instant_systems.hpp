#pragma once

#include "engine/connector.hpp"

#include <memory>

namespace gantry::bench {

/// The far side of the bench flow, in this process: answers at once, on the caller's thread.
[[nodiscard]] std::shared_ptr<engine::connector> make_instant_systems();

} // namespace gantry::bench
