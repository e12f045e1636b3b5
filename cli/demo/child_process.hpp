#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace gantry::cli {

/// Another process of Gantry; its output goes to a log file. It is ended with its owner, unless it
/// was let go. What is typed at the owner's terminal does not reach it: its owner ends it.
class child_process {
public:
  /// How long it lives when its owner is killed and can do nothing any more.
  enum class life : std::uint8_t {
    with_owner, ///< the kernel sends it SIGTERM
    own         ///< it goes on
  };
  /// Errors: internal, with the system's reason.
  [[nodiscard]] static result<child_process>
  start(const std::vector<std::string>& arguments, const std::string& log_file,
        const std::vector<std::pair<std::string, std::string>>& environment = {},
        const std::string& executable = "/proc/self/exe", life lives = life::with_owner);
  child_process(child_process&& other) noexcept;
  child_process& operator=(child_process&& other) noexcept;
  ~child_process();

  [[nodiscard]] bool alive();
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// SIGTERM, then SIGKILL after so long.
  void end(int timeout_ms);
  void kill_at_once();
  /// It goes on when its owner is gone; only for a `life` of its own.
  void let_go() { pid_ = -1; }

private:
  explicit child_process(pid_t pid) : pid_(pid) {}
  pid_t pid_ = -1;
};

} // namespace gantry::cli
