// A library that is loaded in front of the C library (LD_PRELOAD) and lets one write or sync of a
// file go wrong, at a named point. GANTRY_DISK_FAULT says which:
//
//   WHAT:WHEN:CALL:FILE:N[:M]
//
//   WHAT  die   the process is gone, as by kill -9
//         fail  the call answers EIO, and so does every later one of its kind
//         full  the calls from N on, M of them, answer ENOSPC
//   WHEN  before, half or after the call (half of what is written; die only)
//   CALL  write or sync
//   FILE  how the file's name ends: -wal, gantry.db, .partial; empty: every file
//   N     which of these calls, from 1
//
// Example: die:after:sync:-wal:12 - the twelfth commit is on disk, and nobody hears of it.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <unistd.h>
#include <vector>

namespace {

enum class what { nothing, die, fail, full };
enum class when { before, half, after };
enum class call { write, sync };

struct fault {
  what does = what::nothing;
  when at = when::before;
  call of = call::write;
  std::string file;
  long first = 1, count = 1;
};

fault read_fault() {
  fault read;
  const char* given = std::getenv("GANTRY_DISK_FAULT");
  if (given == nullptr)
    return read;
  std::vector<std::string> parts(1);
  for (const char* c = given; *c != '\0'; ++c)
    if (*c == ':')
      parts.emplace_back();
    else
      parts.back() += *c;
  parts.resize(6);
  read.does = parts[0] == "die" ? what::die : parts[0] == "fail" ? what::fail : what::full;
  read.at = parts[1] == "after" ? when::after : parts[1] == "half" ? when::half : when::before;
  read.of = parts[2] == "sync" ? call::sync : call::write;
  read.file = parts[3];
  read.first = std::atol(parts[4].c_str());
  read.count = parts[5].empty() ? 1 : std::atol(parts[5].c_str());
  return read;
}

const fault& the_fault() {
  static const fault read = read_fault();
  return read;
}

bool is_the_file(int descriptor) {
  char name[4096];
  const auto link = "/proc/self/fd/" + std::to_string(descriptor);
  const auto length = ::readlink(link.c_str(), name, sizeof name);
  return length > 0 &&
         std::string_view(name, static_cast<std::size_t>(length)).ends_with(the_fault().file);
}

/// The number of this call among those that count; 0: it does not.
long number_of(call made, int descriptor) {
  static std::atomic<long> seen{0};
  const auto& f = the_fault();
  if (f.does == what::nothing || f.of != made || !is_the_file(descriptor))
    return 0;
  return ++seen;
}

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  for (;;)
    ::pause();
}

/// True: the call answers with `errno` as it is.
bool goes_wrong(long number) {
  const auto& f = the_fault();
  if (number < f.first)
    return false;
  if (f.does == what::die && f.at == when::before && number == f.first)
    die();
  if (f.does == what::fail) {
    errno = EIO;
    return true;
  }
  if (f.does == what::full && number < f.first + f.count) {
    errno = ENOSPC;
    return true;
  }
  return false;
}

bool dies(when at, long number) {
  const auto& f = the_fault();
  return f.does == what::die && f.at == at && number == f.first;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

ssize_t written(const char* function, int descriptor, const void* bytes, size_t count,
                off64_t offset) {
  auto* const write = real<ssize_t(int, const void*, size_t, off64_t)>(function);
  const auto number = number_of(call::write, descriptor);
  if (number == 0)
    return write(descriptor, bytes, count, offset);
  if (goes_wrong(number))
    return -1;
  const bool half = dies(when::half, number);
  const auto done = write(descriptor, bytes, half ? count / 2 : count, offset);
  if (half || dies(when::after, number))
    die();
  return done;
}

int synced(const char* function, int descriptor) {
  auto* const sync = real<int(int)>(function);
  const auto number = number_of(call::sync, descriptor);
  if (number == 0)
    return sync(descriptor);
  if (goes_wrong(number))
    return -1;
  const auto done = sync(descriptor);
  if (dies(when::after, number))
    die();
  return done;
}

} // namespace

extern "C" {

ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t offset) {
  return written("pwrite", descriptor, bytes, count, offset);
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t count, off64_t offset) {
  return written("pwrite64", descriptor, bytes, count, offset);
}
int fdatasync(int descriptor) {
  return synced("fdatasync", descriptor);
}
int fsync(int descriptor) {
  return synced("fsync", descriptor);
}

} // extern "C"
