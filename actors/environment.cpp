#include "actors/runtime.hpp"

#include <chrono>
#include <ctime>
#include <random>

namespace gantry::actors {

namespace {

std::int64_t read_clock_ns(clockid_t which) {
  timespec now{};
  ::clock_gettime(which, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

std::uint64_t draw() {
  thread_local std::mt19937_64 generator{[] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device(), device(), device()};
    return std::mt19937_64{seed};
  }()};
  return generator();
}

} // namespace

environment real_environment() {
  return {[] { return timestamp{read_clock_ns(CLOCK_REALTIME)}; },
          [] { return read_clock_ns(CLOCK_BOOTTIME); }, [] { return draw(); }};
}

} // namespace gantry::actors
