#pragma once

#include "dsl/base/error.hpp"

#include <SQLiteCpp/Exception.h>

#include <string_view>

namespace gantry::persistence {

/// What SQLite reported, in the words of the catalogue. `doing` completes "… failed while …".
/// Errors: store_full, store_busy, store_unwritable, store_corrupt, store_failed.
[[nodiscard]] error store_error(const SQLite::Exception& what, std::string_view doing);

/// Whether one request broke a rule of the schema. Such a request alone fails; the transaction
/// itself is sound.
[[nodiscard]] bool is_fault_of_request(const SQLite::Exception& what);

/// Whether a failed COMMIT is known to have left nothing behind.
[[nodiscard]] bool is_known_not_committed(const SQLite::Exception& what);

/// Ends the process after a failed fsync: the page cache can no longer be trusted, and only a
/// recovery from what is really on disk can decide what was kept (E8.3). Returns otherwise.
void end_process_if_fsync_failed(int extended_code, std::string_view doing);

} // namespace gantry::persistence
