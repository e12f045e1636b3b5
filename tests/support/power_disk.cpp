#include "tests/support/power_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace gantry::test {

namespace {

constexpr int sector_bytes = 512;

struct file_on_disk {
  std::string name;
  simulated_file bytes;
  simulated_locks locks;
};

struct powered {
  std::map<std::string, file_on_disk> files;
  std::mt19937_64 draw;
  std::uint64_t cut_in = 0; ///< 0: never
  std::uint64_t full_in = 0;
  bool full = false;
  bool off = false;
  bool lies = false;
  std::vector<std::pair<std::string, std::string>> renamed; ///< and not on the platter yet
  std::uint64_t lost_in = 0; ///< writes, to names that end like `lost_ending`; 0: never
  std::string lost_ending;
  power_disk::counts seen;
};

std::unique_ptr<powered> drive;
sqlite3_vfs* lower = nullptr;
sqlite3_vfs upper;

/// An open file of this disk.
struct open_file : sqlite3_file {
  file_on_disk* on = nullptr;
};

file_on_disk& file_of(sqlite3_file* of) {
  return *static_cast<open_file*>(of)->on;
}

void move_name(const std::string& from, const std::string& to) {
  auto file = drive->files.extract(from);
  file.key() = file.mapped().name = to;
  drive->files.erase(to);
  drive->files.insert(std::move(file)); // it stays where it is: it may be open
}

/// Of names that are only in the cache some reach the platter, the oldest ones.
void lose_names() {
  const auto kept = drive->renamed.empty() ? 0 : drive->draw() % (drive->renamed.size() + 1);
  for (; drive->renamed.size() > kept; drive->renamed.pop_back())
    move_name(drive->renamed.back().second, drive->renamed.back().first);
  drive->renamed.clear();
}

void lose_power() {
  if (drive->off)
    return;
  drive->off = true;
  drive->cut_in = 0;
  lose_names();
  ++drive->seen.cuts;
  const auto kept_of_four = drive->draw() % 5;
  for (auto& [path, on] : drive->files)
    on.bytes.lose_power(drive->draw, kept_of_four, drive->seen.sectors);
}

/// Whether the disk works after this access.
bool has_power() {
  if (!drive->off && drive->cut_in != 0 && --drive->cut_in == 0)
    lose_power();
  return !drive->off;
}

bool has_room(const file_on_disk& on, std::size_t end) {
  if (drive->full_in != 0 && --drive->full_in == 0)
    drive->full = true;
  if (!drive->full || end <= on.bytes.seen.size())
    return true;
  ++drive->seen.refused_for_room;
  return false;
}

bool is_lost(const file_on_disk& on) {
  return drive->lost_in != 0 && on.name.ends_with(drive->lost_ending) && --drive->lost_in == 0;
}

int read_file(sqlite3_file* from, void* into, int amount, sqlite3_int64 offset) {
  const auto& seen = file_of(from).bytes.seen;
  const auto at = static_cast<std::size_t>(offset);
  const auto wanted = static_cast<std::size_t>(amount);
  const auto there = at < seen.size() ? std::min(wanted, seen.size() - at) : 0;
  auto* place = static_cast<char*>(into);
  if (there > 0)
    std::copy_n(seen.data() + at, there, place);
  std::fill(place + there, place + wanted, '\0');
  return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* to, const void* bytes, int amount, sqlite3_int64 offset) {
  auto& on = file_of(to);
  const auto at = static_cast<std::size_t>(offset);
  const auto count = static_cast<std::size_t>(amount);
  if (drive->off)
    return SQLITE_IOERR_WRITE;
  if (!has_room(on, at + count))
    return SQLITE_FULL;
  ++drive->seen.writes;
  if (!is_lost(on))
    on.bytes.write(at, static_cast<const char*>(bytes), count);
  return has_power() ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int truncate_file(sqlite3_file* of, sqlite3_int64 size) {
  if (drive->off)
    return SQLITE_IOERR_TRUNCATE;
  file_of(of).bytes.cut_off(static_cast<std::size_t>(size));
  return SQLITE_OK;
}

/// A sync that the power cut meets has done a part of its work, or all of it without an answer. It
/// is told as a failed write: a failed fsync would end this process, which is the whole test.
int sync_bytes(simulated_file& of) {
  if (drive->off)
    return SQLITE_IOERR_WRITE;
  ++drive->seen.syncs;
  const bool answer_is_lost = drive->cut_in == 1 && drive->draw() % 2 == 0;
  if (!answer_is_lost && !has_power())
    return SQLITE_IOERR_WRITE;
  if (!drive->lies)
    of.sync();
  return !answer_is_lost || has_power() ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int sync_file(sqlite3_file* of, int) {
  return sync_bytes(file_of(of).bytes);
}

std::error_code broken() {
  return std::make_error_code(std::errc::io_error);
}

int lock_slots(sqlite3_file* of, int offset, int count, int flags) {
  auto& locks = file_of(of).locks;
  if ((flags & SQLITE_SHM_UNLOCK) != 0)
    locks.unlock_slots(of, offset, count);
  else if (!locks.lock_slots(of, offset, count, (flags & SQLITE_SHM_EXCLUSIVE) != 0))
    return SQLITE_BUSY;
  return SQLITE_OK;
}

const sqlite3_io_methods methods{
    2,
    [](sqlite3_file* f) {
      file_of(f).locks.unlock(f, SQLITE_LOCK_NONE);
      return SQLITE_OK;
    },
    read_file,
    write_file,
    truncate_file,
    sync_file,
    [](sqlite3_file* f, sqlite3_int64* size) {
      *size = static_cast<sqlite3_int64>(file_of(f).bytes.seen.size());
      return SQLITE_OK;
    },
    [](sqlite3_file* f, int level) {
      return file_of(f).locks.lock(f, level) ? SQLITE_OK : SQLITE_BUSY;
    },
    [](sqlite3_file* f, int level) {
      file_of(f).locks.unlock(f, level);
      return SQLITE_OK;
    },
    [](sqlite3_file* f, int* held) {
      *held = file_of(f).locks.is_reserved() ? 1 : 0;
      return SQLITE_OK;
    },
    [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    [](sqlite3_file*) { return sector_bytes; },
    [](sqlite3_file*) { return 0; }, // promises nothing: neither order nor whole sectors
    [](sqlite3_file* f, int page, int size, int extend, void volatile** at) {
      *at = file_of(f).locks.index_page(static_cast<std::size_t>(page),
                                        static_cast<std::size_t>(size), extend != 0);
      return SQLITE_OK;
    },
    lock_slots,
    [](sqlite3_file*) {},
    [](sqlite3_file* f, int) {
      file_of(f).locks.unlock_slots(f, 0, SQLITE_SHM_NLOCK);
      return SQLITE_OK;
    },
    nullptr,
    nullptr,
};

/// Temporary files are no concern of this disk.
int open_on_disk(sqlite3_vfs*, const char* name, sqlite3_file* into, int flags, int* given) {
  constexpr int lasting = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  if (name == nullptr || (flags & lasting) == 0)
    return lower->xOpen(lower, name, into, flags, given);
  auto* opened = new (into) open_file{};
  auto& on = drive->files[name];
  on.name = name;
  if (!on.bytes.exists && (flags & SQLITE_OPEN_CREATE) == 0) {
    opened->pMethods = nullptr;
    return SQLITE_CANTOPEN;
  }
  // The engine tells folders apart by the file's birth: an empty one of this name does that.
  if (!on.bytes.exists && (flags & SQLITE_OPEN_MAIN_DB) != 0)
    std::ofstream(name, std::ios::binary | std::ios::app).flush();
  on.bytes.exists = true;
  opened->on = &on;
  opened->pMethods = &methods;
  if (given != nullptr)
    *given = flags;
  return SQLITE_OK;
}

/// The end of a file is on the disk at once: SQLite removes a log when the database has all of it.
int remove_from_disk(sqlite3_vfs*, const char* name, int sync_folder) {
  const auto found = drive->files.find(name);
  if (found == drive->files.end())
    return lower->xDelete(lower, name, sync_folder);
  if (drive->off)
    return SQLITE_IOERR_DELETE;
  found->second.bytes = {};
  return SQLITE_OK;
}

int access_on_disk(sqlite3_vfs*, const char* name, int flags, int* answer) {
  const auto found = drive->files.find(name);
  if (found == drive->files.end())
    return lower->xAccess(lower, name, flags, answer);
  *answer = found->second.bytes.exists ? 1 : 0;
  return SQLITE_OK;
}

} // namespace

power_disk::power_disk(std::uint64_t seed) {
  drive = std::make_unique<powered>();
  drive->draw.seed(seed);
  lower = sqlite3_vfs_find(nullptr);
  upper = *lower;
  upper.zName = "power_disk";
  upper.szOsFile = std::max(static_cast<int>(sizeof(open_file)), lower->szOsFile);
  upper.xOpen = open_on_disk;
  upper.xDelete = remove_from_disk;
  upper.xAccess = access_on_disk;
  upper.pNext = nullptr;
  sqlite3_vfs_register(&upper, 1);
}

power_disk::~power_disk() {
  sqlite3_vfs_unregister(&upper);
  sqlite3_vfs_register(lower, 1);
  drive.reset();
}

void power_disk::cut_at(std::uint64_t nth) {
  drive->cut_in = nth;
}
void power_disk::cut() {
  lose_power();
}
bool power_disk::is_off() const {
  return drive->off;
}
void power_disk::full_at(std::uint64_t nth) {
  drive->full_in = nth;
}
void power_disk::make_room() {
  drive->full_in = 0;
  drive->full = false;
}
void power_disk::lie_about_syncs() {
  drive->lies = true;
}
power_disk::counts power_disk::seen() const {
  return drive->seen;
}

bool power_disk::exists(const std::string& file) const {
  const auto found = drive->files.find(file);
  return found != drive->files.end() && found->second.bytes.exists;
}
void power_disk::remove(const std::string& file) {
  if (!drive->off)
    drive->files.erase(file);
}
std::error_code power_disk::sync(const std::string& file) {
  const auto found = drive->files.find(file);
  if (found == drive->files.end())
    return std::make_error_code(std::errc::no_such_file_or_directory);
  return sync_bytes(found->second.bytes) == SQLITE_OK ? std::error_code{} : broken();
}
std::error_code power_disk::rename(const std::string& from, const std::string& to) {
  if (drive->off || !exists(from))
    return broken();
  move_name(from, to);
  drive->renamed.emplace_back(from, to);
  return has_power() ? std::error_code{} : broken();
}
std::error_code power_disk::sync_names() {
  if (drive->off || !has_power())
    return broken();
  drive->renamed.clear();
  return {};
}
void power_disk::copy(const std::string& from, const std::string& to) {
  std::ofstream(to, std::ios::binary | std::ios::app).flush(); // as a database that is opened has
  auto& made = drive->files[to];
  made = {};
  made.name = to;
  made.bytes.seen = made.bytes.durable = drive->files.at(from).bytes.durable;
  made.bytes.exists = true;
}
void power_disk::lose_write(std::uint64_t nth, const std::string& ending) {
  drive->lost_in = nth;
  drive->lost_ending = ending;
}

void power_disk::power_on() {
  for (auto& [path, on] : drive->files) {
    on.bytes.read_again();
    on.locks.forget();
  }
  drive->off = false;
}

} // namespace gantry::test
