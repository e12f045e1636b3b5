#pragma once

#include "actors/runtime.hpp"

#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace gantry::actors {

/// Those who gave a verb and wait for its answer, by the token that travels with the command.
class command_desk {
public:
  [[nodiscard]] std::uint64_t take(answer<command_answer> done);
  /// The first answer counts: a command that is given out again after a crash is answered twice.
  void give(std::uint64_t token, result<command_answer> with);

private:
  std::mutex lock_;
  std::uint64_t last_token_ = 0;
  std::unordered_map<std::uint64_t, answer<command_answer>> waiting_;
};

} // namespace gantry::actors
