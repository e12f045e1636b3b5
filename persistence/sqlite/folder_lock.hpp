#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace gantry::persistence {

/// `gantry.lock` in the data folder: held as long as the object lives, released by the kernel when
/// the process dies, whatever kills it. It names the holder, and beside the database it witnesses
/// the highest epoch that this folder has seen.
class folder_lock {
public:
  /// Makes the folder when it is missing.
  /// Errors: store_busy with the holder's process id; store_unwritable; store_full.
  [[nodiscard]] static result<folder_lock> take(const std::filesystem::path& folder);

  folder_lock(folder_lock&& other) noexcept;
  folder_lock& operator=(folder_lock&& other) noexcept;
  folder_lock(const folder_lock&) = delete;
  folder_lock& operator=(const folder_lock&) = delete;
  ~folder_lock();

  /// What the last holder wrote; empty and 0 when nobody did.
  [[nodiscard]] const std::string& incarnation_seen() const { return incarnation_seen_; }
  [[nodiscard]] std::uint64_t epoch_seen() const { return epoch_seen_; }
  /// Says who holds the folder. Written after the epoch is durable in the database, so that the
  /// witness is never ahead of it.
  void sign(const std::string& incarnation, std::uint64_t epoch) const;

private:
  explicit folder_lock(int descriptor) : descriptor_(descriptor) {}
  void read();
  int descriptor_ = -1;
  std::uint64_t epoch_seen_ = 0;
  std::string incarnation_seen_;
};

} // namespace gantry::persistence
