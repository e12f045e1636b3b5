#include "tests/fuzz/bounds.hpp"

#include <csignal>
#include <ctime>
#include <sys/resource.h>
#include <unistd.h>

namespace gantry::fuzz {
namespace {

constexpr unsigned hang_s = 30;

// A signal handler can read nothing but these.
const char* volatile running_text = nullptr;
volatile std::size_t running_size = 0;

extern "C" void tell_hang(int) {
  constexpr std::string_view told = "\na text is not done after 30 seconds:\n";
  (void)!write(STDERR_FILENO, told.data(), told.size());
  (void)!write(STDERR_FILENO, running_text, running_size);
  _exit(1);
}

} // namespace

hang_guard::hang_guard(std::string_view input) {
  running_text = input.data();
  running_size = input.size();
  std::signal(SIGALRM, tell_hang);
  alarm(hang_s);
}

hang_guard::~hang_guard() {
  alarm(0);
}

double processor_time_s() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

std::size_t peak_memory_bytes() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<std::size_t>(used.ru_maxrss) * 1024;
}

} // namespace gantry::fuzz
