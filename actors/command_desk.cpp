#include "actors/command_desk.hpp"

#include <utility>

namespace gantry::actors {

std::uint64_t command_desk::take(answer<command_answer> done) {
  std::lock_guard guard(lock_);
  waiting_.emplace(++last_token_, std::move(done));
  return last_token_;
}

void command_desk::give(std::uint64_t token, result<command_answer> with) {
  answer<command_answer> done;
  {
    std::lock_guard guard(lock_);
    const auto known = waiting_.find(token);
    if (known == waiting_.end())
      return;
    done = std::move(known->second);
    waiting_.erase(known);
  }
  done(std::move(with));
}

} // namespace gantry::actors
