#include "tests/persistence/sqlite/failing_disk.hpp"

#include <sqlite3.h>

#include <atomic>
#include <csignal>
#include <limits>
#include <new>
#include <unistd.h>

namespace gantry::test {

namespace {

constexpr auto plenty = std::numeric_limits<std::int64_t>::max();

struct disk_state {
  std::atomic<std::int64_t> room{plenty};
  std::atomic<std::uint64_t> kill_in{0}; ///< 0: never
  std::atomic<bool> torn{false};
  std::atomic<bool> syncs_fail{false};
  std::atomic<bool> writes_fail{false};
};

disk_state disk;
sqlite3_vfs* below = nullptr;
sqlite3_vfs above;

/// A file of the real file system stands behind this one in the same piece of memory.
struct file : sqlite3_file {
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* real(sqlite3_file* of) {
  return static_cast<file*>(of)->real();
}

/// True: this is the moment at which the process dies.
bool is_last_moment() {
  auto left = disk.kill_in.load();
  return left != 0 && (disk.kill_in = left - 1) == 0;
}

int write(sqlite3_file* to, const void* bytes, int amount, sqlite3_int64 offset) {
  if (is_last_moment()) {
    if (disk.torn)
      real(to)->pMethods->xWrite(real(to), bytes, amount / 2, offset);
    ::kill(::getpid(), SIGKILL);
  }
  if (disk.writes_fail)
    return SQLITE_IOERR_WRITE;
  sqlite3_int64 size = 0;
  real(to)->pMethods->xFileSize(real(to), &size);
  if (const auto growth = offset + amount - size; growth > 0 && disk.room != plenty) {
    if (growth > disk.room)
      return SQLITE_FULL;
    disk.room -= growth;
  }
  return real(to)->pMethods->xWrite(real(to), bytes, amount, offset);
}

int sync(sqlite3_file* of, int flags) {
  if (is_last_moment())
    ::kill(::getpid(), SIGKILL);
  if (disk.syncs_fail)
    return SQLITE_IOERR_FSYNC;
  return real(of)->pMethods->xSync(real(of), flags);
}

const sqlite3_io_methods methods{
    2,
    [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
    [](sqlite3_file* f, void* into, int amount, sqlite3_int64 offset) {
      return real(f)->pMethods->xRead(real(f), into, amount, offset);
    },
    write,
    [](sqlite3_file* f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); },
    sync,
    [](sqlite3_file* f, sqlite3_int64* size) {
      return real(f)->pMethods->xFileSize(real(f), size);
    },
    [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); },
    [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); },
    [](sqlite3_file* f, int* held) { return real(f)->pMethods->xCheckReservedLock(real(f), held); },
    [](sqlite3_file* f, int what, void* about) {
      // A hint that the file will grow would make it grow past the room that is left.
      return what == SQLITE_FCNTL_SIZE_HINT ? SQLITE_OK
                                            : real(f)->pMethods->xFileControl(real(f), what, about);
    },
    [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** at) {
      return real(f)->pMethods->xShmMap(real(f), page, size, extend, at);
    },
    [](sqlite3_file* f, int offset, int count, int flags) {
      return real(f)->pMethods->xShmLock(real(f), offset, count, flags);
    },
    [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
    [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
    nullptr,
    nullptr,
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* into, int flags, int* given) {
  auto* opened = new (into) file{};
  const int code = below->xOpen(below, name, opened->real(), flags, given);
  opened->pMethods = opened->real()->pMethods == nullptr ? nullptr : &methods;
  return code;
}

} // namespace

failing_disk::failing_disk() {
  below = sqlite3_vfs_find(nullptr);
  above = *below;
  above.zName = "failing_disk";
  above.szOsFile = static_cast<int>(sizeof(file)) + below->szOsFile;
  above.xOpen = open;
  above.pNext = nullptr;
  disk.room = plenty;
  disk.kill_in = 0;
  disk.syncs_fail = disk.writes_fail = false;
  sqlite3_vfs_register(&above, 1);
}

failing_disk::~failing_disk() {
  sqlite3_vfs_unregister(&above);
  sqlite3_vfs_register(below, 1);
}

void failing_disk::leave_room(std::int64_t bytes) {
  disk.room = bytes;
}
void failing_disk::make_room() {
  disk.room = plenty;
}
void failing_disk::kill_at(std::uint64_t nth, bool torn) {
  disk.torn = torn;
  disk.kill_in = nth;
}
void failing_disk::fail_syncs() {
  disk.syncs_fail = true;
}
void failing_disk::fail_writes(bool on) {
  disk.writes_fail = on;
}

} // namespace gantry::test
