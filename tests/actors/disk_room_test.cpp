#include "actors/disk_room.hpp"

#include <catch2/catch.hpp>

namespace gantry::tests {
namespace {

using actors::disk_room;

/// A disk and a clock that a test sets.
struct watched_disk {
  std::optional<std::uint64_t> free = 10'000'000;
  std::int64_t now_ns = 1;
  int looks = 0;
  disk_room room{{[this] {
                    ++looks;
                    return free;
                  },
                  5'000'000, 2'000'000},
                 [this] { return now_ns; }};

  void second_passes() { now_ns += 1'000'000'000; }
};

} // namespace

TEST_CASE("intake closes below the reserve and opens above it, without anybody's help", "[unit]") {
  watched_disk disk;
  CHECK_FALSE(disk.room.refusal());
  disk.free = 4'000'000; // the log warns
  disk.second_passes();
  CHECK_FALSE(disk.room.refusal());
  disk.free = 1'999'999;
  disk.second_passes();
  const auto why = disk.room.refusal();
  REQUIRE(why);
  CHECK(why->code == errc::unavailable);
  CHECK(why->message ==
        "the disk of the data folder has 1.9 MB left, and what is below 2.0 MB is kept "
        "for the orders that run");
  disk.free = 2'000'000;
  disk.second_passes();
  CHECK_FALSE(disk.room.refusal());
}

TEST_CASE("the disk is looked at once a second at most, however many orders come", "[unit]") {
  watched_disk disk;
  for (int i = 0; i < 1'000; ++i)
    CHECK_FALSE(disk.room.refusal());
  CHECK(disk.looks == 1);
  disk.second_passes();
  CHECK(disk.room.free_bytes() == 10'000'000);
  CHECK(disk.looks == 2);
}

TEST_CASE("what cannot be told closes nothing", "[unit]") {
  watched_disk disk;
  disk.free = std::nullopt;
  CHECK_FALSE(disk.room.refusal());
  CHECK_FALSE(disk.room.free_bytes());
  CHECK_FALSE(disk_room({}, [] { return std::int64_t{1}; }).refusal());
}

} // namespace gantry::tests
