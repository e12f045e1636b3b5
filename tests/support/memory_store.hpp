#pragma once

#include "persistence/store.hpp"

#include <memory>
#include <string>

namespace gantry::test {

/// What survives the end of a memory store, as the files of a data folder survive their engine.
class memory_disk;

[[nodiscard]] std::shared_ptr<memory_disk> make_memory_disk(std::string site = "main");

/// A store whose tables are in memory: it decides everything as a real one does, and passes the
/// same suite. Every opening of a disk raises its epoch; a store that was opened earlier may not
/// write any more. Thread-safe.
[[nodiscard]] std::shared_ptr<persistence::store>
open_memory_store(std::shared_ptr<memory_disk> disk);

/// On a disk of its own.
[[nodiscard]] std::shared_ptr<persistence::store> make_memory_store();

} // namespace gantry::test
