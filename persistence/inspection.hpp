#pragma once

#include "persistence/store.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// A look at a whole database for mistakes, also beside an engine that works on it.
namespace gantry::persistence {

/// One thing that was looked at.
struct inspected {
  std::string what;               ///< `references`
  std::string seen;               ///< what there is: `12 timers, 3 waits`
  std::vector<std::string> wrong; ///< a sentence for each mistake; empty: none
};

struct inspection_options {
  std::filesystem::path database; ///< the file: `gantry.db` of a data folder, or a backup
  timestamp now;
  std::uint64_t free_bytes_least = 0; ///< room on its disk that should be there
  /// Reads every page and index too, which takes as long as reading the file.
  bool pages = true;
};

/// File, schema, references, counters and clock. Changes nothing. Each look is one snapshot, which
/// keeps the write-ahead log of an engine from starting over for as long.
/// Errors: not_found; store_newer; store_corrupt when the file is none of Gantry, or so damaged
/// that it cannot be read; store_failed when it is of an older schema.
[[nodiscard]] result<std::vector<inspected>> inspect_sqlite(const inspection_options& how);

/// The database without a writer: questions are answered, commits are not taken.
/// Errors: as above.
[[nodiscard]] result<std::shared_ptr<const store>>
open_sqlite_to_read(const std::filesystem::path& database);

} // namespace gantry::persistence
