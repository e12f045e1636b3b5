#include "cli/serve/reply_files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace gantry::cli {
namespace {

namespace fs = std::filesystem;

result<void> cannot(const fs::path& file, int number) {
  return fail(
      errc::store_unwritable,
      fmt::format("the reply {} cannot be written: {}", file.string(), std::strerror(number)),
      "make the `replies` folder of the channel writable; the reply stays in its document");
}

result<void> close_synced(int descriptor, const fs::path& what, reply_files::sync_call sync) {
  const bool synced = sync(descriptor) == 0;
  const int number = errno;
  ::close(descriptor);
  return synced ? result<void>{} : cannot(what, number);
}

bool holds(const fs::path& file, const std::string& body) {
  std::ifstream in(file, std::ios::binary);
  return in && std::string{std::istreambuf_iterator<char>(in), {}} == body;
}

/// `997-000000031.edi`, `997-000000031-2.edi`, …
std::string numbered(const std::string& name, int number) {
  if (number == 1)
    return name;
  const auto end = std::min(name.rfind('.'), name.size());
  return name.substr(0, end) + "-" + std::to_string(number) + name.substr(end);
}

/// Reply names come from documents of others (an interchange number): they stay in their folder.
std::string safe_name(std::string_view name) {
  std::string out;
  for (char c : name.substr(0, 120)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || (c == '.' && !out.empty());
    out += plain ? c : '_';
  }
  return out.empty() ? "reply" : out;
}

} // namespace

reply_files::reply_files(const std::vector<channel_settings>& channels, sync_call sync)
    : sync_(sync) {
  for (const auto& channel : channels)
    if (!channel.replies.empty())
      folders_[channel.name] = channel.replies;
}

result<void> reply_files::write(const std::string& channel,
                                const std::vector<channels::reply_document>& replies) const {
  const auto folder = folders_.find(channel);
  if (folder == folders_.end())
    return {};
  // Two documents may be answered at once, and under the same name.
  const std::lock_guard guard(writing_);
  std::error_code failed;
  if (fs::create_directories(folder->second, failed))
    if (auto synced = sync_folder(fs::absolute(folder->second).parent_path()); !synced)
      return synced;
  for (const auto& reply : replies)
    if (auto written = write_one(folder->second, safe_name(reply.name), reply.body); !written)
      return written;
  return replies.empty() ? result<void>{} : sync_folder(folder->second);
}

result<void> reply_files::write_one(const fs::path& folder, const std::string& name,
                                    const std::string& body) const {
  for (int number = 1;; ++number) {
    const auto file = folder / numbered(name, number);
    std::error_code failed;
    if (fs::exists(file, failed)) {
      if (holds(file, body))
        return {}; // handed out before a crash, which comes again
      continue;
    }
    const auto beside = folder / ("." + name + ".part");
    if (auto written = write_synced(beside, body); !written)
      return written;
    fs::rename(beside, file, failed);
    return failed ? cannot(file, failed.value()) : result<void>{};
  }
}

result<void> reply_files::write_synced(const fs::path& file, const std::string& body) const {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0)
    return cannot(file, errno);
  std::size_t written = 0;
  while (written < body.size()) {
    const auto count = ::write(descriptor, body.data() + written, body.size() - written);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0) {
      const int number = errno;
      ::close(descriptor);
      return cannot(file, number);
    }
    written += static_cast<std::size_t>(count);
  }
  return close_synced(descriptor, file, sync_);
}

/// A rename is on disk when its folder is.
result<void> reply_files::sync_folder(const fs::path& folder) const {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return cannot(folder, errno);
  return close_synced(descriptor, folder, sync_);
}

} // namespace gantry::cli
