#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <system_error>

namespace gantry::persistence {

/// What a backup asks of the file system itself; what it reads and writes goes through SQLite. An
/// interface, so that a disk that loses its power can stand in its place.
class backup_files {
public:
  virtual ~backup_files() = default;

  [[nodiscard]] virtual bool exists(const std::filesystem::path& file) = 0;
  /// Bytes that still fit there. The folder is made when it is missing.
  [[nodiscard]] virtual std::uint64_t room_in_made_folder(const std::filesystem::path& folder,
                                                          std::error_code& failed) = 0;
  /// Or does nothing.
  virtual void remove(const std::filesystem::path& file) = 0;
  /// Its bytes outlive the power.
  [[nodiscard]] virtual std::error_code put_on_disk(const std::filesystem::path& file) = 0;
  [[nodiscard]] virtual std::error_code rename(const std::filesystem::path& from,
                                               const std::filesystem::path& to) = 0;
  /// The names in the folder outlive the power.
  [[nodiscard]] virtual std::error_code put_names_on_disk(const std::filesystem::path& folder) = 0;
};

/// Those of the machine.
[[nodiscard]] std::shared_ptr<backup_files> real_backup_files();

} // namespace gantry::persistence
