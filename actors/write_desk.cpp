#include "actors/write_desk.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <memory>
#include <utility>

namespace gantry::actors {

write_desk::write_desk(submit_function to, worker& answers, std::function<void()> after_unknown)
    : to_(std::move(to)), answers_(answers), after_unknown_(std::move(after_unknown)) {}

void write_desk::write(persistence::write_request request, callback done) {
  std::uint64_t ticket = 0;
  {
    std::lock_guard guard(lock_);
    ticket = ++last_ticket_;
    pending_.emplace(ticket, pending{request, std::move(done), false});
  }
  to_(ticket, std::make_unique<persistence::write_request>(std::move(request)));
}

void write_desk::committed(std::vector<persistence::journal::completion> answers) {
  struct finished {
    callback done;
    written how;
  };
  auto ready = std::make_shared<std::vector<finished>>();
  std::vector<std::pair<std::uint64_t, persistence::write_request>> again;
  {
    std::lock_guard guard(lock_);
    for (auto& answer : answers) {
      const auto known = pending_.find(answer.token);
      if (known == pending_.end())
        continue;
      if (answer.state != persistence::commit_state::durable) {
        known->second.repeated = true;
        again.emplace_back(answer.token, known->second.request);
        continue;
      }
      ready->push_back(
          {std::move(known->second.done), {std::move(answer.result), known->second.repeated}});
      pending_.erase(known);
    }
  }
  for (auto& [ticket, request] : again)
    to_(ticket, std::make_unique<persistence::write_request>(std::move(request)));
  if (!again.empty())
    after_unknown_();
  if (!ready->empty())
    answers_.post([ready] {
      for (auto& each : *ready)
        tell(each.done, std::move(each.how));
    });
}

/// One that throws takes no other's answer away.
void write_desk::tell(const callback& done, written how) {
  if (!done)
    return;
  try {
    done(std::move(how));
  } catch (const std::exception& problem) {
    spdlog::error("what waited for a write failed: {}", problem.what());
  }
}

} // namespace gantry::actors
