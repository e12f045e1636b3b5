#pragma once

#include "channels/channel.hpp"
#include "cli/settings/settings.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace gantry::cli {

/// Writes a channel's answers (a 997) into its `replies` folder, after their commit. A file appears
/// whole or not at all: written beside under another name, synced, renamed. No file is ever written
/// over: numbers of interchanges are unique for a partner alone, so where another answer has the
/// name already, this one is `997-ISA13-2.edi`. The same answer again is one file.
class reply_files {
public:
  explicit reply_files(const std::vector<channel_settings>& channels);
  /// Errors: store_unwritable; the caller tries again later, the answer stays in the document.
  [[nodiscard]] result<void> write(const std::string& channel,
                                   const std::vector<channels::reply_document>& replies) const;

private:
  std::map<std::string, std::filesystem::path> folders_;
  mutable std::mutex writing_;
};

} // namespace gantry::cli
