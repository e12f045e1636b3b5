#pragma once

#include "gateway/http/problem.hpp"
#include "gateway/http/server_session.hpp"

#include <atomic>
#include <memory>
#include <utility>

namespace gantry::gateway {

/// The one answer that a handler owes: the first counts, and when the last copy of the callback
/// goes away without one, the caller is told instead of waiting for ever.
class answer_slot {
public:
  explicit answer_slot(std::shared_ptr<server_session> session) : session_(std::move(session)) {}
  ~answer_slot() {
    if (!answered_)
      tell_given_up();
  }
  answer_slot(const answer_slot&) = delete;
  answer_slot& operator=(const answer_slot&) = delete;

  void answer(http_response response) {
    if (!answered_.exchange(true))
      session_->answer(std::move(response));
  }

private:
  void tell_given_up() noexcept {
    try {
      answer(problem_response({errc::internal,
                               "the request was given up without an answer",
                               "Whether it was carried out has to be looked up; then try again.",
                               {}}));
    } catch (...) {
      // There is no room even for that: the session's own time-out closes the connection.
      answered_ = true;
    }
  }

  std::shared_ptr<server_session> session_;
  std::atomic<bool> answered_{false};
};

} // namespace gantry::gateway
