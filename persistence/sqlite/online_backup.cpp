#include "persistence/sqlite/online_backup.hpp"

#include "dsl/base/size_text.hpp"
#include "persistence/sqlite/sqlite_error.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <system_error>
#include <utility>

namespace gantry::persistence {

namespace {

namespace fs = std::filesystem;

tl::unexpected<error> cannot_write(const fs::path& what, const std::error_code& why) {
  const bool full = why.value() == ENOSPC || why.value() == EDQUOT;
  return fail(full ? errc::store_full : errc::store_unwritable,
              fmt::format("the backup {} could not be written: {}", what.string(), why.message()),
              full ? "Free room there, or keep backups on another disk (setting `backups`), and "
                     "begin again."
                   : "Give the engine's user the right to write there, and begin again.");
}

std::uint64_t pragma_number(SQLite::Database& of, const char* pragma) {
  return static_cast<std::uint64_t>(of.execAndGet(pragma).getInt64());
}

result<void> check_room(SQLite::Database& source, backup_files& files, const fs::path& folder) {
  const auto wanted =
      pragma_number(source, "PRAGMA page_count") * pragma_number(source, "PRAGMA page_size");
  std::error_code failed;
  const auto room = files.room_in_made_folder(folder, failed);
  if (failed)
    return cannot_write(folder, failed);
  if (room < wanted)
    return fail(errc::store_full,
                fmt::format("a backup takes {}, and {} has {} left", megabytes(wanted),
                            folder.string(), megabytes(room)),
                "Free room there, or keep backups on another disk (setting `backups`).");
  return {};
}

} // namespace

result<std::unique_ptr<online_backup>> online_backup::begin(SQLite::Database& source,
                                                            const backup_request& what,
                                                            std::shared_ptr<backup_files> files) {
  const auto& file = what.file;
  if (files->exists(file))
    return fail(errc::bad_argument, fmt::format("there is a backup {} already", file.string()),
                "Give this one another name; a backup is never written over.");
  if (auto room = check_room(source, *files, file.parent_path()); !room)
    return tl::unexpected(std::move(room.error()));
  return std::unique_ptr<online_backup>(new online_backup(source, what, std::move(files)));
}

online_backup::online_backup(SQLite::Database& source, const backup_request& what,
                             std::shared_ptr<backup_files> files)
    : files_(std::move(files)), file_(what.file), partial_(file_.string() + ".partial"),
      page_bytes_(pragma_number(source, "PRAGMA page_size")),
      pages_a_step_(static_cast<int>(std::max<std::uint64_t>(1, what.step_bytes / page_bytes_))) {
  files_->remove(partial_); // of an engine that was killed meanwhile
  target_ = std::make_unique<SQLite::Database>(
      partial_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX);
  sqlite3_extended_result_codes(target_->getHandle(), 1);
  // Nobody reads the copy before it is whole: `keep` puts it on disk once.
  target_->exec("PRAGMA journal_mode = OFF");
  target_->exec("PRAGMA synchronous = OFF");
  copy_ = std::make_unique<SQLite::Backup>(*target_, source);
}

online_backup::~online_backup() {
  copy_.reset();
  target_.reset();
  files_->remove(partial_); // kept under its own name, or there never
}

bool online_backup::step() {
  const bool done = copy_->executeStep(pages_a_step_) == SQLITE_DONE;
  const auto pages = static_cast<std::uint64_t>(copy_->getTotalPageCount());
  const auto left = static_cast<std::uint64_t>(copy_->getRemainingPageCount());
  progress_ = {(pages - left) * page_bytes_, pages * page_bytes_};
  if (done)
    copy_.reset();
  return done;
}

result<void> online_backup::keep() {
  target_.reset();
  if (const auto failed = files_->put_on_disk(partial_))
    return cannot_write(partial_, failed);
  if (const auto failed = files_->rename(partial_, file_))
    return cannot_write(file_, failed);
  if (const auto failed = files_->put_names_on_disk(file_.parent_path()))
    return cannot_write(file_.parent_path(), failed);
  return {};
}

} // namespace gantry::persistence
