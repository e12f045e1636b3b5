#include "persistence/sqlite/folder_lock.hpp"

#include <spdlog/spdlog.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sstream>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace gantry::persistence {

namespace {

std::string contents_of(int descriptor) {
  std::array<char, 512> buffer{};
  const auto size = ::pread(descriptor, buffer.data(), buffer.size(), 0);
  return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string();
}

/// The lines are `process N`, `incarnation UUID`, `epoch N`.
std::string line_of(const std::string& text, const std::string& name) {
  std::istringstream lines(text);
  std::string word;
  std::string rest;
  while (lines >> word >> rest)
    if (word == name)
      return rest;
  return {};
}

tl::unexpected<error> cannot(const std::string& what, const std::string& why, int number) {
  if (number == ENOSPC || number == EDQUOT)
    return fail(errc::store_full, what + ": " + why,
                "Free room on the disk of the data folder, then start again.");
  return fail(errc::store_unwritable, what + ": " + why,
              "Name a folder that the engine's user may write with --data.");
}

} // namespace

result<folder_lock> folder_lock::take(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed)
    return cannot("the data folder " + folder.string() + " cannot be made", failed.message(),
                  failed.value());
  const auto path = folder / "gantry.lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0)
    return cannot(path.string() + " cannot be opened for writing", std::strerror(errno), errno);
  folder_lock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK)
      return cannot(path.string() + " cannot be locked", std::strerror(errno), errno);
    const auto holder = line_of(contents_of(descriptor), "process");
    return fail(errc::store_busy,
                "the data folder " + folder.string() + " is in use by process " +
                    (holder.empty() ? std::string("(starting)") : holder),
                "End that engine first, or give this one a data folder of its own.");
  }
  lock.read();
  return lock;
}

folder_lock::folder_lock(folder_lock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), epoch_seen_(other.epoch_seen_),
      incarnation_seen_(std::move(other.incarnation_seen_)) {}

folder_lock& folder_lock::operator=(folder_lock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(epoch_seen_, other.epoch_seen_);
  std::swap(incarnation_seen_, other.incarnation_seen_);
  return *this;
}

folder_lock::~folder_lock() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

void folder_lock::read() {
  const auto text = contents_of(descriptor_);
  incarnation_seen_ = line_of(text, "incarnation");
  const auto epoch = line_of(text, "epoch");
  if (!epoch.empty() && epoch.size() < 19 &&
      epoch.find_first_not_of("0123456789") == std::string::npos)
    epoch_seen_ = std::stoull(epoch);
}

void folder_lock::sign(const std::string& incarnation, std::uint64_t epoch) const {
  const auto text = "process " + std::to_string(::getpid()) + "\nincarnation " + incarnation +
                    "\nepoch " + std::to_string(epoch) + "\n";
  const auto size = static_cast<ssize_t>(text.size());
  // The lock itself does not depend on these lines, so a disk that is full does not end the start.
  if (::ftruncate(descriptor_, 0) != 0 ||
      ::pwrite(descriptor_, text.data(), text.size(), 0) != size)
    spdlog::warn("gantry.lock could not be signed: {}", std::strerror(errno));
}

} // namespace gantry::persistence
