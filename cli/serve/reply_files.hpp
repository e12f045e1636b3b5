#pragma once

#include "channels/channel.hpp"
#include "cli/settings/settings.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <unistd.h>
#include <vector>

namespace gantry::cli {

/// Writes a channel's answers (a 997) into its `replies` folder, after their commit. A file appears
/// whole or not at all: written beside under another name, synced, renamed. No file is ever written
/// over: numbers of interchanges are unique for a partner alone, so where another answer has the
/// name already, this one is `997-ISA13-2.edi`. The same answer again is one file.
/// The folder is synced last, because the engine records next that the answer was handed out.
class reply_files {
public:
  /// How a file or folder is brought to the disk; 0, or -1 and `errno`, as fsync(2).
  using sync_call = int (*)(int descriptor);
  explicit reply_files(const std::vector<channel_settings>& channels, sync_call sync = ::fsync);
  /// Errors: store_unwritable; the caller tries again later, the answer stays in the document.
  [[nodiscard]] result<void> write(const std::string& channel,
                                   const std::vector<channels::reply_document>& replies) const;

private:
  [[nodiscard]] result<void> write_one(const std::filesystem::path& folder, const std::string& name,
                                       const std::string& body) const;
  [[nodiscard]] result<void> write_synced(const std::filesystem::path& file,
                                          const std::string& body) const;
  [[nodiscard]] result<void> sync_folder(const std::filesystem::path& folder) const;

  std::map<std::string, std::filesystem::path> folders_;
  sync_call sync_;
  mutable std::mutex writing_;
};

} // namespace gantry::cli
