#pragma once

#include "persistence/sqlite/sqlite_store.hpp"
#include "tests/persistence/tested_store.hpp"
#include "tests/support/faulty_store.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/own_folder.hpp"

#include <filesystem>
#include <memory>

/// Every store that has to pass the suite. A test names them all:
/// `TEMPLATE_TEST_CASE("claim", "[store]", sqlite_kind, memory_kind, faulty_kind)`.
namespace gantry::test {

struct sqlite_kind {
  static tested_store make() {
    const auto folder = std::make_shared<own_folder>();
    return tested_store(
        [folder] { return ok(persistence::open_sqlite({.folder = folder->path()}, at(0))); },
        [folder] { std::filesystem::remove(folder->path() / "gantry.lock"); });
  }
};

struct memory_kind {
  static tested_store make() {
    const auto disk = make_memory_disk();
    return tested_store([disk] { return open_memory_store(disk); });
  }
};

/// A faulty store without faults is as good as what it wraps.
struct faulty_kind {
  static tested_store make() {
    const auto disk = make_memory_disk();
    return tested_store([disk] { return make_faulty_store(open_memory_store(disk)); });
  }
};

} // namespace gantry::test

#define GANTRY_STORES                                                                              \
  gantry::test::sqlite_kind, gantry::test::memory_kind, gantry::test::faulty_kind
