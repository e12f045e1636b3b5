#pragma once

#include <cstdint>

namespace gantry::test {

/// The file system below SQLite, with faults. While it is alive, databases that are opened go
/// through it; one at a time, and it has to outlive them. What it does is what a disk does: no
/// statement of the store is known to it.
class failing_disk {
public:
  failing_disk();
  ~failing_disk();
  failing_disk(const failing_disk&) = delete;
  failing_disk& operator=(const failing_disk&) = delete;

  /// Files may grow by so many bytes together; then the disk is full.
  void leave_room(std::int64_t bytes);
  void make_room();
  /// The n-th write or sync from now on, from 1, kills this process; of a write that is `torn` half
  /// the bytes arrive.
  void kill_at(std::uint64_t nth, bool torn);
  /// Every fsync fails from now on.
  void fail_syncs();
  /// Every write fails from now on, as the cable of a disk does, or none.
  void fail_writes(bool on);
};

} // namespace gantry::test
