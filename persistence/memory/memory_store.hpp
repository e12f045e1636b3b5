#pragma once

#include "persistence/store.hpp"

#include <memory>

namespace gantry::persistence {

/// For tests and simulations: the same behaviour, nothing on disk.
[[nodiscard]] std::shared_ptr<store> make_memory_store();

} // namespace gantry::persistence
