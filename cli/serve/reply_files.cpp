#include "cli/serve/reply_files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
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

result<void> write_synced(const fs::path& file, const std::string& body) {
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
  const bool synced = ::fsync(descriptor) == 0;
  const int number = errno;
  ::close(descriptor);
  return synced ? result<void>{} : cannot(file, number);
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

reply_files::reply_files(const std::vector<channel_settings>& channels) {
  for (const auto& channel : channels)
    if (!channel.replies.empty())
      folders_[channel.name] = channel.replies;
}

result<void> reply_files::write(const std::string& channel,
                                const std::vector<channels::reply_document>& replies) const {
  const auto folder = folders_.find(channel);
  if (folder == folders_.end())
    return {};
  std::error_code failed;
  fs::create_directories(folder->second, failed);
  for (const auto& reply : replies) {
    const auto file = folder->second / safe_name(reply.name);
    const auto beside = folder->second / ("." + safe_name(reply.name) + ".part");
    if (auto written = write_synced(beside, reply.body); !written)
      return written;
    fs::rename(beside, file, failed);
    if (failed)
      return cannot(file, failed.value());
  }
  return {};
}

} // namespace gantry::cli
