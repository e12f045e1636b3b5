#include "cli/signals.hpp"

#include <csignal>
#include <pthread.h>

namespace gantry::cli {
namespace {

sigset_t end_set() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

} // namespace

end_signals::end_signals() {
  const auto set = end_set();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void end_signals::wait() const {
  const auto set = end_set();
  int which = 0;
  sigwait(&set, &which);
}

} // namespace gantry::cli
