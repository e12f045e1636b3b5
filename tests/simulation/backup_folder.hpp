#pragma once

#include "persistence/sqlite/backup_files.hpp"
#include "tests/support/power_disk.hpp"

namespace gantry::simulation {

/// Where an engine puts its backups: on the disk that loses its power. A process that is dead takes
/// nothing away any more.
class backup_folder final : public persistence::backup_files {
public:
  /// `forgets_to_sync`: a bug to be planted.
  backup_folder(test::power_disk& on, bool forgets_to_sync)
      : disk_(on), forgets_to_sync_(forgets_to_sync) {}

  void process_is_dead(bool is) { dead_ = is; }

  bool exists(const std::filesystem::path& file) override { return disk_.exists(file); }
  std::uint64_t room_in_made_folder(const std::filesystem::path&, std::error_code& failed) override {
    failed.clear();
    return std::uint64_t{1} << 40; // how full it is shows when it is written
  }
  void remove(const std::filesystem::path& file) override {
    if (!dead_)
      disk_.remove(file);
  }
  std::error_code put_on_disk(const std::filesystem::path& file) override {
    return forgets_to_sync_ ? std::error_code{} : disk_.sync(file);
  }
  std::error_code rename(const std::filesystem::path& from,
                         const std::filesystem::path& to) override {
    return disk_.rename(from, to);
  }
  std::error_code put_names_on_disk(const std::filesystem::path&) override {
    return disk_.sync_names();
  }

private:
  test::power_disk& disk_;
  bool forgets_to_sync_;
  bool dead_ = false;
};

} // namespace gantry::simulation
