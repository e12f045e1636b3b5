#include "persistence/sqlite/sqlite_error.hpp"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <cstdlib>
#include <string>

namespace gantry::persistence {

namespace {

struct description {
  errc code;
  const char* help;
};

description describe_code(int primary) {
  switch (primary) {
  case SQLITE_FULL:
    return {errc::store_full, "Free room on the disk of the data folder; the engine goes on by "
                              "itself and has lost nothing."};
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return {errc::store_busy, "End the other program that has the database open (sqlite3, a "
                              "backup tool, another engine)."};
  case SQLITE_READONLY:
  case SQLITE_CANTOPEN:
  case SQLITE_PERM:
    return {errc::store_unwritable, "Give the engine's user the right to write into the data "
                                    "folder and its files."};
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return {errc::store_corrupt, "Restore the data folder from a backup and start with --adopt, "
                                 "or rescue what is left with `sqlite3 gantry.db .recover`."};
  default:
    return {errc::store_failed, "Look at the system log for errors of the disk below the data "
                                "folder."};
  }
}

} // namespace

error store_error(const SQLite::Exception& what, std::string_view doing) {
  const auto primary = what.getErrorCode() & 0xff;
  const auto found = describe_code(primary);
  return {found.code,
          "the database failed while " + std::string(doing) + ": " + what.what() +
              " (SQLite code " + std::to_string(what.getExtendedErrorCode()) + ")",
          found.help,
          {}};
}

bool is_fault_of_request(const SQLite::Exception& what) {
  const auto primary = what.getErrorCode() & 0xff;
  return primary == SQLITE_CONSTRAINT || primary == SQLITE_TOOBIG || primary == SQLITE_MISMATCH;
}

bool is_known_not_committed(const SQLite::Exception& what) {
  const auto primary = what.getErrorCode() & 0xff;
  return primary == SQLITE_FULL || primary == SQLITE_BUSY;
}

void end_process_if_fsync_failed(int extended_code, std::string_view doing) {
  if (extended_code != SQLITE_IOERR_FSYNC && extended_code != SQLITE_IOERR_DIR_FSYNC)
    return;
  spdlog::critical("fsync failed while {}: what the disk keeps is no longer known, so the engine "
                   "ends here. Check the disk, then start the engine again; recovery decides.",
                   doing);
  spdlog::shutdown();
  std::abort();
}

} // namespace gantry::persistence
