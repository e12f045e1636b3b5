#include "persistence/sqlite/online_backup.hpp"

#include "dsl/base/size_text.hpp"
#include "persistence/sqlite/sqlite_error.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace gantry::persistence {

namespace {

namespace fs = std::filesystem;

constexpr int pages_a_step = 64;

tl::unexpected<error> cannot_write(const fs::path& what, int why) {
  const bool full = why == ENOSPC || why == EDQUOT;
  return fail(full ? errc::store_full : errc::store_unwritable,
              fmt::format("the backup {} could not be written: {}", what.string(),
                          std::generic_category().message(why)),
              full ? "Free room there, or keep backups on another disk (setting `backups`), and "
                     "begin again."
                   : "Give the engine's user the right to write there, and begin again.");
}

/// Errors: store_full, store_unwritable.
result<void> put_on_disk(const fs::path& what, int flags) {
  const int descriptor = ::open(what.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0)
    return cannot_write(what, errno);
  const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (failed != 0)
    return cannot_write(what, failed);
  return {};
}

std::uint64_t pragma_number(SQLite::Database& of, const char* pragma) {
  return static_cast<std::uint64_t>(of.execAndGet(pragma).getInt64());
}

result<void> check_room(SQLite::Database& source, const fs::path& folder) {
  const auto wanted =
      pragma_number(source, "PRAGMA page_count") * pragma_number(source, "PRAGMA page_size");
  std::error_code failed;
  const auto room = fs::space(folder, failed);
  if (failed)
    return cannot_write(folder, failed.value());
  if (room.available < wanted)
    return fail(errc::store_full,
                fmt::format("a backup takes {}, and {} has {} left", megabytes(wanted),
                            folder.string(), megabytes(room.available)),
                "Free room there, or keep backups on another disk (setting `backups`).");
  return {};
}

} // namespace

result<std::unique_ptr<online_backup>> online_backup::begin(SQLite::Database& source,
                                                            fs::path file) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  if (failed)
    return cannot_write(file.parent_path(), failed.value());
  if (fs::exists(file, failed))
    return fail(errc::bad_argument, fmt::format("there is a backup {} already", file.string()),
                "Give this one another name; a backup is never written over.");
  if (auto room = check_room(source, file.parent_path()); !room)
    return tl::unexpected(std::move(room.error()));
  return std::unique_ptr<online_backup>(new online_backup(source, std::move(file)));
}

online_backup::online_backup(SQLite::Database& source, fs::path file)
    : file_(std::move(file)), partial_(file_.string() + ".partial"),
      page_bytes_(pragma_number(source, "PRAGMA page_size")) {
  fs::remove(partial_); // of an engine that was killed meanwhile
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
  std::error_code ignored; // kept under its own name, or there never
  fs::remove(partial_, ignored);
}

bool online_backup::step() {
  const bool done = copy_->executeStep(pages_a_step) == SQLITE_DONE;
  const auto pages = static_cast<std::uint64_t>(copy_->getTotalPageCount());
  const auto left = static_cast<std::uint64_t>(copy_->getRemainingPageCount());
  progress_ = {(pages - left) * page_bytes_, pages * page_bytes_};
  if (done)
    copy_.reset();
  return done;
}

result<void> online_backup::keep() {
  target_.reset();
  if (auto written = put_on_disk(partial_, O_RDWR); !written)
    return written;
  std::error_code failed;
  fs::rename(partial_, file_, failed);
  if (failed)
    return cannot_write(file_, failed.value());
  return put_on_disk(file_.parent_path(), O_RDONLY | O_DIRECTORY);
}

} // namespace gantry::persistence
