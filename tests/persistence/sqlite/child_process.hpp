#pragma once

#include <catch2/catch.hpp>
#include <spdlog/spdlog.h>

#include <csignal>
#include <exception>
#include <sys/wait.h>
#include <unistd.h>

namespace gantry::test {

/// How a process ended.
struct process_end {
  int signal = 0; ///< 0: by itself
  int code = 0;
};

/// Runs `body` in a copy of this process, which has no other threads, and waits for its end.
/// Nothing that happens there is seen here but what it leaves on the disk and the number it
/// returns.
template <class Body>
process_end in_child(const Body& body) {
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    spdlog::set_level(spdlog::level::off);
    // A death by a signal is for the parent to see, and no failure of the test that runs here.
    std::signal(SIGABRT, SIG_DFL);
    int code = 255;
    try {
      code = body();
    } catch (const std::exception&) {
      code = 254;
    }
    ::_exit(code);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status))
    return {WTERMSIG(status), 0};
  return {0, WEXITSTATUS(status)};
}

} // namespace gantry::test
