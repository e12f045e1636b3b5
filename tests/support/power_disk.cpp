#include "tests/support/power_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <vector>

namespace gantry::test {

namespace {

constexpr std::size_t sector = 512;

/// A write whose bytes are in the cache only, or a new length without bytes.
struct unsynced {
  std::size_t offset = 0;
  std::string bytes;
  bool cuts_off = false; ///< the file ends at `offset`
};

struct platter {
  std::string durable;
  std::vector<unsynced> cache;
};

struct powered {
  std::map<std::string, platter> files;
  std::mt19937_64 draw;
  std::uint64_t cut_in = 0; ///< 0: never
  bool off = false;
  bool lies = false;
  power_disk::counts seen;
};

std::unique_ptr<powered> drive;
sqlite3_vfs* lower = nullptr;
sqlite3_vfs upper;

/// A file of the real file system, which plays the page cache, stands behind this one in memory.
struct cached_file : sqlite3_file {
  platter* on = nullptr; ///< none: a file that no cut concerns
  sqlite3_file* cached() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

cached_file* mine(sqlite3_file* of) {
  return static_cast<cached_file*>(of);
}
sqlite3_file* cache_of(sqlite3_file* of) {
  return mine(of)->cached();
}

void put(std::string& into, std::size_t offset, const char* bytes, std::size_t count) {
  if (into.size() < offset + count)
    into.resize(offset + count, '\0');
  std::copy_n(bytes, count, into.begin() + static_cast<std::ptrdiff_t>(offset));
}

void reach(platter& on, const unsynced& what) {
  if (what.cuts_off)
    on.durable.resize(what.offset, '\0');
  else
    put(on.durable, what.offset, what.bytes.data(), what.bytes.size());
}

/// Each sector by itself: a disk writes its cache in any order.
void reach_in_part(platter& on, const unsynced& what, std::uint64_t kept_of_four) {
  if (what.cuts_off) {
    if (drive->draw() % 2 == 0)
      reach(on, what);
    return;
  }
  for (std::size_t at = 0; at < what.bytes.size();) {
    const auto count = std::min(sector - (what.offset + at) % sector, what.bytes.size() - at);
    auto arrived = drive->draw() % 4 < kept_of_four ? count : 0;
    if (drive->draw() % 16 == 0) {
      arrived = drive->draw() % count;
      ++drive->seen.sectors_torn;
    } else
      ++(arrived == 0 ? drive->seen.sectors_lost : drive->seen.sectors_kept);
    put(on.durable, what.offset + at, what.bytes.data() + at, arrived);
    at += count;
  }
}

void lose_power() {
  if (drive->off)
    return;
  drive->off = true;
  drive->cut_in = 0;
  ++drive->seen.cuts;
  const auto kept_of_four = drive->draw() % 5;
  for (auto& [path, on] : drive->files) {
    for (const auto& what : on.cache)
      reach_in_part(on, what, kept_of_four);
    on.cache.clear();
  }
}

/// Whether the disk works after this access.
bool has_power() {
  if (!drive->off && drive->cut_in != 0 && --drive->cut_in == 0)
    lose_power();
  return !drive->off;
}

int write_cached(sqlite3_file* to, const void* bytes, int amount, sqlite3_int64 offset) {
  if (auto* on = mine(to)->on) {
    if (drive->off)
      return SQLITE_IOERR_WRITE;
    ++drive->seen.writes;
    on->cache.push_back({static_cast<std::size_t>(offset),
                         {static_cast<const char*>(bytes), static_cast<std::size_t>(amount)}});
    if (!has_power())
      return SQLITE_IOERR_WRITE;
  }
  return cache_of(to)->pMethods->xWrite(cache_of(to), bytes, amount, offset);
}

int truncate_cached(sqlite3_file* of, sqlite3_int64 size) {
  if (auto* on = mine(of)->on) {
    if (drive->off)
      return SQLITE_IOERR_TRUNCATE;
    on->cache.push_back({static_cast<std::size_t>(size), {}, true});
  }
  return cache_of(of)->pMethods->xTruncate(cache_of(of), size);
}

/// A sync that the power cut meets has done a part of its work, or all of it without an answer. It
/// is told as a failed write: a failed fsync would end this process, which is the whole test.
int sync_cached(sqlite3_file* of, int) {
  auto* on = mine(of)->on;
  if (on == nullptr)
    return SQLITE_OK;
  if (drive->off)
    return SQLITE_IOERR_WRITE;
  ++drive->seen.syncs;
  const bool answer_is_lost = drive->cut_in == 1 && drive->draw() % 2 == 0;
  if (!answer_is_lost && !has_power())
    return SQLITE_IOERR_WRITE;
  if (!drive->lies) {
    for (const auto& what : on->cache)
      reach(*on, what);
    on->cache.clear();
  }
  return !answer_is_lost || has_power() ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

const sqlite3_io_methods cached_methods{
    2,
    [](sqlite3_file* f) { return cache_of(f)->pMethods->xClose(cache_of(f)); },
    [](sqlite3_file* f, void* into, int amount, sqlite3_int64 offset) {
      return cache_of(f)->pMethods->xRead(cache_of(f), into, amount, offset);
    },
    write_cached,
    truncate_cached,
    sync_cached,
    [](sqlite3_file* f, sqlite3_int64* size) {
      return cache_of(f)->pMethods->xFileSize(cache_of(f), size);
    },
    [](sqlite3_file* f, int level) { return cache_of(f)->pMethods->xLock(cache_of(f), level); },
    [](sqlite3_file* f, int level) { return cache_of(f)->pMethods->xUnlock(cache_of(f), level); },
    [](sqlite3_file* f, int* held) {
      return cache_of(f)->pMethods->xCheckReservedLock(cache_of(f), held);
    },
    [](sqlite3_file* f, int what, void* about) {
      // A hint that the file will grow would write beside this disk.
      return what == SQLITE_FCNTL_SIZE_HINT
                 ? SQLITE_OK
                 : cache_of(f)->pMethods->xFileControl(cache_of(f), what, about);
    },
    [](sqlite3_file*) { return static_cast<int>(sector); },
    [](sqlite3_file*) { return 0; }, // promises nothing: neither order nor whole sectors
    [](sqlite3_file* f, int page, int size, int extend, void volatile** at) {
      return cache_of(f)->pMethods->xShmMap(cache_of(f), page, size, extend, at);
    },
    [](sqlite3_file* f, int offset, int count, int flags) {
      return cache_of(f)->pMethods->xShmLock(cache_of(f), offset, count, flags);
    },
    [](sqlite3_file* f) { cache_of(f)->pMethods->xShmBarrier(cache_of(f)); },
    [](sqlite3_file* f, int remove) {
      return cache_of(f)->pMethods->xShmUnmap(cache_of(f), remove);
    },
    nullptr,
    nullptr,
};

int open_cached(sqlite3_vfs*, const char* name, sqlite3_file* into, int flags, int* given) {
  auto* opened = new (into) cached_file{};
  const int code = lower->xOpen(lower, name, opened->cached(), flags, given);
  opened->pMethods = opened->cached()->pMethods == nullptr ? nullptr : &cached_methods;
  constexpr int lasting = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  if (code == SQLITE_OK && name != nullptr && (flags & lasting) != 0)
    opened->on = &drive->files[name];
  return code;
}

/// The end of a file is on the disk at once: SQLite removes a log when the database has all of it.
int remove_cached(sqlite3_vfs*, const char* name, int sync_folder) {
  if (drive->off)
    return SQLITE_IOERR_DELETE;
  if (const auto found = drive->files.find(name); found != drive->files.end())
    found->second = {};
  return lower->xDelete(lower, name, sync_folder);
}

} // namespace

power_disk::power_disk(std::uint64_t seed) {
  drive = std::make_unique<powered>();
  drive->draw.seed(seed);
  lower = sqlite3_vfs_find(nullptr);
  upper = *lower;
  upper.zName = "power_disk";
  upper.szOsFile = static_cast<int>(sizeof(cached_file)) + lower->szOsFile;
  upper.xOpen = open_cached;
  upper.xDelete = remove_cached;
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
void power_disk::lie_about_syncs() {
  drive->lies = true;
}
power_disk::counts power_disk::seen() const {
  return drive->seen;
}

void power_disk::power_on() {
  for (const auto& [path, on] : drive->files) {
    // In place: a database of another inode would be taken for a copy.
    std::ofstream(path, std::ios::binary | std::ios::trunc) << on.durable;
    std::filesystem::remove(path + "-shm");
  }
  drive->off = false;
}

} // namespace gantry::test
