#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace gantry::test {

/// A write whose bytes are in the cache only, or a new length without bytes.
struct unsynced_write {
  std::size_t offset = 0;
  std::string bytes;
  bool cuts_off = false; ///< the file ends at `offset`
};

/// What became of sectors that were not synced when the power failed.
struct sector_counts {
  std::uint64_t kept = 0, lost = 0, torn = 0;
};

/// A file in memory: what programs see of it, and what is on the platter. For one thread.
struct simulated_file {
  std::string seen;
  std::string durable;
  std::vector<unsynced_write> cache;
  bool exists = false;

  void write(std::size_t offset, const char* bytes, std::size_t count);
  void cut_off(std::size_t size);
  void sync();
  /// Some of the cache reaches the platter, sector by sector: a disk writes it in any order.
  void lose_power(std::mt19937_64& draw, std::uint64_t kept_of_four, sector_counts& counted);
  /// From now on programs see what is on the platter.
  void read_again();
};

/// Who has which lock of a file, in SQLite's terms: its five levels, and the eight slots of a
/// write-ahead log's index with the pages of that index. All holders are in this process.
class simulated_locks {
public:
  using holder = const void*;

  [[nodiscard]] bool lock(holder who, int level);
  void unlock(holder who, int level);
  [[nodiscard]] bool is_reserved() const { return reserved_ != nullptr || exclusive_ != nullptr; }

  [[nodiscard]] bool lock_slots(holder who, int from, int count, bool exclusive);
  void unlock_slots(holder who, int from, int count);
  /// Null when it is not there and is not to be made.
  [[nodiscard]] void* index_page(std::size_t page, std::size_t bytes, bool make);
  /// Whoever held something is gone, and so is the index: its memory had no power.
  void forget();

private:
  static constexpr int slots = 8;
  struct slot {
    holder exclusive = nullptr;
    std::vector<holder> shared;
  };
  std::vector<holder> shared_;
  holder reserved_ = nullptr, pending_ = nullptr, exclusive_ = nullptr;
  std::array<slot, slots> slots_;
  std::vector<std::unique_ptr<std::vector<char>>> pages_;
};

} // namespace gantry::test
