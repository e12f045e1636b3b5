#pragma once

#include "persistence/store.hpp"

#include <functional>
#include <memory>

namespace gantry::persistence {

enum class store_fault : std::uint8_t {
  none,
  lost_acknowledgement, ///< committed, and the caller is told `unknown`
  lost_commit,          ///< not committed, and the caller is told `unknown`
  disk_full,            ///< not committed, known
};

/// Wraps any store; `next` is asked before every commit.
[[nodiscard]] std::shared_ptr<store> make_faulty_store(std::shared_ptr<store> inner,
                                                       std::function<store_fault()> next);

} // namespace gantry::persistence
