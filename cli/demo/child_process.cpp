#include "cli/demo/child_process.hpp"

#include "cli/signals.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace gantry::cli {
namespace {

/// Between fork and exec: the kernel ends it with its owner, who may be gone already.
void die_with(pid_t owner) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != owner)
    ::_exit(1);
}

[[noreturn]] void become(const std::vector<std::string>& arguments, int log,
                         const std::vector<std::pair<std::string, std::string>>& environment,
                         const std::string& executable) {
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  for (const auto& [name, text] : environment)
    ::setenv(name.c_str(), text.c_str(), 1);
  std::vector<char*> argv;
  std::string self = "gantry";
  argv.push_back(self.data());
  for (const auto& argument : arguments)
    argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::execv(executable.c_str(), argv.data());
  ::_exit(127);
}

} // namespace

result<child_process>
child_process::start(const std::vector<std::string>& arguments, const std::string& log_file,
                     const std::vector<std::pair<std::string, std::string>>& environment,
                     const std::string& executable, life lives) {
  const int log = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log < 0)
    return fail(errc::internal,
                fmt::format("the log {} cannot be opened: {}", log_file, std::strerror(errno)));
  const pid_t owner = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::setpgid(0, 0);
    take_signals_again();
    if (lives == life::with_owner)
      die_with(owner);
    become(arguments, log, environment, executable);
  }
  const int number = errno;
  ::close(log);
  if (pid < 0)
    return fail(errc::internal, fmt::format("no new process: {}", std::strerror(number)));
  return child_process(pid);
}

child_process::child_process(child_process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)) {}

child_process& child_process::operator=(child_process&& other) noexcept {
  std::swap(pid_, other.pid_);
  return *this;
}

child_process::~child_process() {
  end(5'000);
}

bool child_process::alive() {
  if (pid_ < 0)
    return false;
  if (::waitpid(pid_, nullptr, WNOHANG) == 0)
    return true;
  pid_ = -1;
  return false;
}

void child_process::end(int timeout_ms) {
  if (!alive())
    return;
  ::kill(pid_, SIGTERM);
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  while (alive() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  kill_at_once();
}

void child_process::kill_at_once() {
  if (!alive())
    return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

} // namespace gantry::cli
