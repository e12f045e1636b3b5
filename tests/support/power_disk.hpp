#pragma once

#include "tests/support/simulated_file.hpp"

#include <cstdint>
#include <string>
#include <system_error>

namespace gantry::test {

/// A disk below SQLite, in memory, that can lose its power or run full. Bytes that were written but
/// not synced are in its cache only: a cut keeps some sectors of them, drawn from a seed, loses
/// others, and tears one. While it is alive, databases that are opened go through it; one disk at a
/// time, and it has to outlive them. For one thread.
class power_disk {
public:
  explicit power_disk(std::uint64_t seed);
  ~power_disk();
  power_disk(const power_disk&) = delete;
  power_disk& operator=(const power_disk&) = delete;

  /// The power fails at the n-th write or sync from now on, from 1; never for 0.
  void cut_at(std::uint64_t nth);
  /// The power fails now: what is written from now on reaches nothing.
  void cut();
  [[nodiscard]] bool is_off() const;
  /// Everybody sees what survived. Every database has to be closed.
  void power_on();
  /// From the n-th write on no file grows, until there is room; never for 0.
  void full_at(std::uint64_t nth);
  void make_room();
  /// Says that bytes are on the disk and leaves them in the cache: what the store must not survive.
  void lie_about_syncs();

  // What programs ask for beside SQLite, by the names under which it opens files.
  [[nodiscard]] bool exists(const std::string& file) const;
  void remove(const std::string& file); ///< reaches nothing without power
  [[nodiscard]] std::error_code sync(const std::string& file);
  /// A cut may take the new name back, until `sync_names`.
  [[nodiscard]] std::error_code rename(const std::string& from, const std::string& to);
  [[nodiscard]] std::error_code sync_names();
  /// As somebody does by hand who restores: what is on the disk, under another name.
  void copy(const std::string& from, const std::string& to);
  /// The n-th write, from now on, to files whose names end like this reaches nothing: what a copy
  /// must not survive.
  void lose_write(std::uint64_t nth, const std::string& ending);

  struct counts {
    std::uint64_t writes = 0, syncs = 0, cuts = 0;
    std::uint64_t refused_for_room = 0;
    sector_counts sectors;
  };
  [[nodiscard]] counts seen() const;
};

} // namespace gantry::test
