#include "persistence/sqlite/host_mark.hpp"

#include "dsl/base/digest.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace gantry::persistence {

namespace {

/// machine-id(5); a machine without one (a bare container) goes by its host name.
std::string machine() {
  std::string id;
  if (std::ifstream file("/etc/machine-id"); file >> id)
    return id;
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

} // namespace

result<std::string> host_mark_of(const std::filesystem::path& database) {
  std::error_code failed;
  const auto path = std::filesystem::canonical(database, failed).string();
  struct statx about {};
  if (failed || ::statx(AT_FDCWD, path.c_str(), 0, STATX_INO | STATX_BTIME, &about) != 0)
    return fail(errc::store_unwritable, database.string() + " cannot be examined: " +
                                            (failed ? failed.message() : std::strerror(errno)));
  const auto inode = std::to_string(about.stx_ino);
  // Not every file system knows when a file was born.
  const auto born =
      (about.stx_mask & STATX_BTIME) != 0
          ? std::to_string(about.stx_btime.tv_sec) + "." + std::to_string(about.stx_btime.tv_nsec)
          : std::string("unknown");
  const auto machine_id = machine();
  const std::array<std::string_view, 4> parts{machine_id, path, inode, born};
  return to_hex(sha256_of(parts));
}

} // namespace gantry::persistence
