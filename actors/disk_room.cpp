#include "actors/disk_room.hpp"

#include "dsl/base/size_text.hpp"

#include <spdlog/spdlog.h>

#include <string>
#include <utility>

namespace gantry::actors {

namespace {

constexpr std::int64_t look_every_ns = 1'000'000'000;

} // namespace

disk_room::disk_room(disk_room_options how, std::function<std::int64_t()> boot_clock_ns)
    : how_(std::move(how)), boot_clock_ns_(std::move(boot_clock_ns)) {}

std::optional<error> disk_room::refusal() const {
  const auto free = free_bytes();
  if (!free || *free >= how_.reserve_bytes)
    return std::nullopt;
  return error{errc::unavailable,
               "the disk of the data folder has " + megabytes(*free) + " left, and what is below " +
                   megabytes(how_.reserve_bytes) + " is kept for the orders that run",
               "Free room there; orders are taken again by themselves. Nothing is lost: send it "
               "again then.",
               {}};
}

std::optional<std::uint64_t> disk_room::free_bytes() const {
  look();
  if (!known_.load(std::memory_order_acquire))
    return std::nullopt;
  return free_.load(std::memory_order_relaxed);
}

void disk_room::look() const {
  if (!how_.free_bytes || boot_clock_ns_() < look_again_ns_.load(std::memory_order_acquire))
    return;
  const std::unique_lock alone(lock_, std::try_to_lock);
  if (!alone)
    return; // somebody looks
  if (const auto free = how_.free_bytes()) {
    free_.store(*free, std::memory_order_relaxed);
    known_.store(true, std::memory_order_release);
    note(*free < how_.reserve_bytes ? state::reserve
         : *free < how_.warn_bytes  ? state::low
                                    : state::enough,
         *free);
  }
  look_again_ns_.store(boot_clock_ns_() + look_every_ns, std::memory_order_release);
}

/// Said once for each change.
void disk_room::note(state now, std::uint64_t free) const {
  if (now == state_)
    return;
  if (state_ == state::reserve)
    spdlog::info("the disk of the data folder has {} left: orders are taken again",
                 megabytes(free));
  if (now == state::reserve)
    spdlog::error("the disk of the data folder has {} left: no new orders are taken until there "
                  "are {}, those that run go on",
                  megabytes(free), megabytes(how_.reserve_bytes));
  else if (now == state::low)
    spdlog::warn("the disk of the data folder has {} left; below {} no new orders are taken",
                 megabytes(free), megabytes(how_.reserve_bytes));
  else if (state_ == state::low)
    spdlog::info("the disk of the data folder has {} left again", megabytes(free));
  state_ = now;
}

} // namespace gantry::actors
