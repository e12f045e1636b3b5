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
  sigaddset(&set, SIGHUP);
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

bool end_signals::arrived() const {
  const auto set = end_set();
  sigset_t waiting;
  sigset_t both;
  sigemptyset(&waiting);
  sigpending(&waiting);
  sigandset(&both, &set, &waiting);
  return sigisemptyset(&both) == 0;
}

void end_signals::let_act() const {
  take_signals_again();
}

void take_signals_again() {
  const auto set = end_set();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

} // namespace gantry::cli
