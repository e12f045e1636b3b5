#include "cli/replaced_file.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gantry::cli {
namespace {

namespace fs = std::filesystem;

tl::unexpected<error> not_written(const fs::path& file) {
  const int number = errno;
  std::error_code failed;
  const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (number == ENOENT && !fs::is_directory(folder, failed))
    return fail(
        errc::bad_argument,
        fmt::format("{} cannot be written: there is no folder {}", file.string(), folder.string()),
        fmt::format("make it first: mkdir -p {}", folder.string()));
  return fail(errc::bad_argument,
              fmt::format("{} cannot be written: {}", file.string(), std::strerror(number)),
              "it is as it was; see to its permissions, or to those of its folder");
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor) == 0;
}

/// What a file that is made by any program would get.
mode_t mode_of_new_files() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

bool fill(int descriptor, std::string_view text, const struct stat* before) {
  if (before != nullptr && ::fchown(descriptor, before->st_uid, before->st_gid) != 0)
    errno = 0; // only root gives files away; the text matters more than whose it is
  const mode_t mode = before != nullptr ? before->st_mode & 07777 : mode_of_new_files();
  return ::fchmod(descriptor, mode) == 0 && write_all(descriptor, text);
}

} // namespace

result<void> replace_file(const fs::path& file, std::string_view text) {
  std::error_code failed;
  const auto target = fs::weakly_canonical(file, failed);
  if (failed)
    return fail(errc::bad_argument,
                fmt::format("{} cannot be written: {}", file.string(), failed.message()));
  struct stat before {};
  const bool was_there = ::stat(target.c_str(), &before) == 0;
  // A rename would get around a file that its owner has made read-only.
  if (was_there && ::access(target.c_str(), W_OK) != 0)
    return not_written(file);
  auto beside = (target.parent_path() / ("." + target.filename().string() + ".XXXXXX")).string();
  const int descriptor = ::mkstemp(beside.data());
  if (descriptor < 0)
    return not_written(file);
  const bool filled = fill(descriptor, text, was_there ? &before : nullptr);
  int number = errno;
  ::close(descriptor);
  if (filled && ::rename(beside.c_str(), target.c_str()) == 0)
    return {};
  number = filled ? errno : number;
  ::unlink(beside.c_str());
  errno = number;
  return not_written(file);
}

} // namespace gantry::cli
