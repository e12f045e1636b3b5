#include "persistence/journal.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace gantry::persistence {

namespace {

using steady = std::chrono::steady_clock;
constexpr auto pause_min = std::chrono::milliseconds(10);
constexpr auto pause_max = std::chrono::milliseconds(1000);

/// The present as the requests know it. The journal reads no wall clock, so that an engine on
/// virtual time keeps and forgets as one on real time does.
timestamp time_of(const write_request& request) {
  return std::visit(overloaded{[](const create_instance& r) { return r.changes.record.at; },
                               [](const append_record& r) { return r.changes.record.at; },
                               [](const store_event& r) { return r.event.received_at; },
                               [](const store_document& r) { return r.document.received_at; },
                               [](const store_idempotency& r) { return r.row.at; },
                               [](const auto&) { return timestamp{}; }},
                    request);
}

/// Two engines on one store would send the same calls twice.
[[noreturn]] void end_process(const error& why) {
  spdlog::critical("{} {}", why.message, why.help);
  spdlog::shutdown();
  std::abort();
}

} // namespace

struct journal::impl {
  struct queued {
    std::uint64_t token;
    write_request_ptr request;
  };

  impl(std::shared_ptr<store> to, on_commit done, options how)
      : store_(std::move(to)), done_(std::move(done)), how_(how) {
    how_.batch_max = std::max<std::size_t>(how_.batch_max, 1);
    if (how_.own_thread)
      thread_ = std::thread([this] { work(); });
  }

  ~impl() {
    {
      const std::lock_guard held(lock_);
      ending_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable())
      thread_.join();
    else
      while (commit_queued())
        continue;
  }

  void submit(std::uint64_t token, write_request_ptr request) {
    bool wake = false;
    {
      const std::lock_guard held(lock_);
      wake = incoming_.empty() && waiting_;
      incoming_.push_back({token, std::move(request)});
      ++numbers_.queue;
    }
    if (wake)
      wake_.notify_one();
  }

  bool full() const {
    const std::lock_guard held(lock_);
    return numbers_.queue >= how_.queue_max;
  }

  statistics stats() const {
    const std::lock_guard held(lock_);
    return numbers_;
  }

  bool commit_queued() {
    if (taken_.empty()) {
      const std::lock_guard held(lock_);
      taken_.swap(incoming_);
    }
    const auto size = std::min(how_.batch_max, taken_.size());
    if (size == 0 || !commit(std::span(taken_).first(size)))
      return false;
    taken_.erase(taken_.begin(), taken_.begin() + static_cast<std::ptrdiff_t>(size));
    return true;
  }

private:
  /// Takes everything that queued up while the last commits ran, and commits it in slices.
  void work() {
    for (;;) {
      {
        std::unique_lock held(lock_);
        waiting_ = true;
        wake_.wait(held, [&] { return ending_ || !incoming_.empty(); });
        waiting_ = false;
        if (incoming_.empty())
          return;
        taken_.swap(incoming_);
      }
      for (std::size_t from = 0; from < taken_.size(); from += how_.batch_max)
        commit(std::span(taken_).subspan(from, std::min(how_.batch_max, taken_.size() - from)));
      taken_.clear();
    }
  }

  /// False: the store did not take it, and there is no thread to wait until it does.
  bool commit(std::span<queued> batch) {
    pointers_.clear();
    for (const auto& one : batch) {
      pointers_.push_back(one.request.get());
      now_ = std::max(now_, time_of(*one.request));
    }
    auto outcome = commit_until_decided();
    if (outcome.is == commit_state::not_committed && kept_for_later())
      return false;
    std::vector<completion> completions;
    completions.reserve(batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
      auto& one = completions.emplace_back(completion{batch[i].token, outcome.is, {}});
      if (outcome.is == commit_state::durable)
        one.result = std::move(outcome.results[i]);
      else
        one.result.failed = outcome.why;
    }
    note_decided(batch.size(), outcome.is);
    done_(std::move(completions));
    store_->housekeeping(now_);
    return true;
  }

  bool kept_for_later() const {
    const std::lock_guard held(lock_);
    return !how_.own_thread && !ending_;
  }

  /// Known not committed: the batch is kept and offered again when there is room (E8.3).
  commit_outcome commit_until_decided() {
    for (auto pause = pause_min;; pause = std::min(2 * pause, pause_max)) {
      const auto began = steady::now();
      auto outcome = store_->commit(pointers_);
      note_commit(steady::now() - began);
      if (outcome.is == commit_state::fenced)
        end_process(*outcome.why);
      if (outcome.is == commit_state::unknown)
        reopen_until_done();
      if (outcome.is != commit_state::not_committed || !rest(pause, outcome.why))
        return outcome;
    }
  }

  void reopen_until_done() {
    for (auto pause = pause_min;; pause = std::min(2 * pause, pause_max)) {
      const auto reopened = store_->reopen();
      if (reopened || !rest(pause, reopened.error()))
        return;
    }
  }

  /// False: the engine ends, or there is no thread that could wait; nothing is offered again.
  bool rest(std::chrono::milliseconds pause, const std::optional<error>& why) {
    std::unique_lock held(lock_);
    if (!numbers_.stalled)
      spdlog::error("the journal is stalled: {}", why ? why->message : "no reason given");
    numbers_.stalled = true;
    numbers_.stalled_why = why ? why->message : std::string();
    return how_.own_thread && !wake_.wait_for(held, pause, [&] { return ending_; });
  }

  void note_commit(steady::duration took) {
    const std::lock_guard held(lock_);
    ++numbers_.commits;
    numbers_.commit_ns_sum += static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(took).count());
  }

  void note_decided(std::size_t requests, commit_state how) {
    const std::lock_guard held(lock_);
    numbers_.requests += requests;
    numbers_.queue -= requests;
    if (how == commit_state::not_committed)
      return; // the engine ends, and the store still takes nothing
    if (numbers_.stalled)
      spdlog::info("the journal goes on");
    numbers_.stalled = false;
    numbers_.stalled_why.clear();
  }

  std::shared_ptr<store> store_;
  on_commit done_;
  options how_;

  mutable std::mutex lock_; // of what follows
  std::condition_variable wake_;
  std::vector<queued> incoming_;
  bool waiting_ = false;
  bool ending_ = false;
  statistics numbers_;

  // Of the thread alone, or of whoever calls `commit_queued`.
  std::vector<queued> taken_;
  std::vector<const write_request*> pointers_;
  timestamp now_;
  std::thread thread_;
};

journal::journal(std::shared_ptr<store> to, on_commit done, options how)
    : impl_(std::make_unique<impl>(std::move(to), std::move(done), how)) {}
journal::~journal() = default;

void journal::submit(std::uint64_t token, write_request_ptr request) {
  impl_->submit(token, std::move(request));
}
bool journal::full() const {
  return impl_->full();
}
journal::statistics journal::stats() const {
  return impl_->stats();
}
bool journal::commit_queued() {
  return impl_->commit_queued();
}

} // namespace gantry::persistence
