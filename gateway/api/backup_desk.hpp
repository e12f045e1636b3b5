#pragma once

#include "dsl/base/time.hpp"
#include "persistence/store.hpp"

#include <atomic>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace gantry::gateway {

/// A backup as `GET /v1/backups` shows it.
struct backup_item {
  enum class state : std::uint8_t { running, done, failed };
  std::string name; ///< of its file, without `.db`
  state is = state::running;
  std::uint64_t bytes_copied = 0;
  std::uint64_t bytes = 0;
  timestamp at; ///< began when it runs or has failed, was made when it is done
  std::optional<error> why;
};

/// Makes one backup at a time into the engine's folder of backups, on a thread of its own.
/// Thread-safe. The store outlives it.
class backup_desk {
public:
  backup_desk(const persistence::store& of, std::filesystem::path folder);
  /// Gives an unfinished backup up.
  ~backup_desk();
  backup_desk(const backup_desk&) = delete;
  backup_desk& operator=(const backup_desk&) = delete;

  /// Errors: unavailable while another one is made; invalid_request when the name is taken.
  [[nodiscard]] result<backup_item> begin(const std::string& name, timestamp now);
  /// What is being made or failed last, then those in the folder, newest first.
  [[nodiscard]] std::vector<backup_item> list() const;
  [[nodiscard]] std::optional<backup_item> find(const std::string& name) const;
  [[nodiscard]] std::filesystem::path file_of(const std::string& name) const;

private:
  void make(const std::string& name);

  const persistence::store& store_;
  const std::filesystem::path folder_;
  std::atomic<bool> ending_{false};
  mutable std::mutex lock_; // of what follows
  std::optional<backup_item> latest_;
  std::thread thread_;
};

/// Letters, digits, `-`, `_` and `.`, at most 100, not beginning with a dot.
[[nodiscard]] bool is_backup_name(std::string_view name);
/// `20261127T131500Z`
[[nodiscard]] std::string backup_name_at(timestamp now);

} // namespace gantry::gateway
