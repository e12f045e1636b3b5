#include "bench/machine.hpp"

#include <ctime>
#include <fstream>
#include <unistd.h>

namespace gantry::bench {
namespace {

std::int64_t read_clock(clockid_t which) {
  timespec t{};
  clock_gettime(which, &t);
  return static_cast<std::int64_t>(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

} // namespace

std::int64_t monotonic_ns() {
  return read_clock(CLOCK_MONOTONIC);
}

double process_cpu_s() {
  return static_cast<double>(read_clock(CLOCK_PROCESS_CPUTIME_ID)) / 1e9;
}

double resident_mb() {
  std::ifstream in("/proc/self/statm");
  long pages = 0, resident = 0;
  in >> pages >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

double folder_bytes(const std::filesystem::path& folder) {
  double sum = 0;
  std::error_code failed;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, failed))
    if (entry.is_regular_file(failed))
      sum += static_cast<double>(entry.file_size(failed));
  return sum;
}

} // namespace gantry::bench
