#pragma once

#include "persistence/store.hpp"

#include <functional>
#include <memory>

namespace gantry::persistence {

/// The only writer: a thread that takes what everybody asked for while the last commit was under
/// way and commits it as one transaction (group commit). No timer, no polling.
class journal {
public:
  struct completion {
    std::uint64_t token; ///< as given to `submit`
    /// durable, or unknown: reread the instance. not_committed only from the destructor, when the
    /// disk was full to the end.
    commit_state state;
    write_result result;
  };
  /// Called on the journal's thread once a commit with everything it decided, in order; the callee
  /// groups it by shard.
  using on_commit = std::function<void(std::vector<completion>)>;

  struct options {
    std::size_t batch_max = 4096;   ///< requests a transaction
    std::size_t queue_max = 65'536; ///< `full()` beyond: intake answers 503
    bool own_thread = true;         ///< false: it commits when `commit_queued` is called
  };

  struct statistics {
    std::uint64_t commits = 0;
    std::uint64_t requests = 0;
    std::uint64_t commit_ns_sum = 0;
    std::size_t queue = 0;
    bool stalled = false; ///< disk full or busy: the batch is offered again
    std::string stalled_why;
  };

  journal(std::shared_ptr<store> to, on_commit done, options how);
  /// Commits what is queued, then ends its thread.
  ~journal();
  journal(const journal&) = delete;
  journal& operator=(const journal&) = delete;

  /// Thread-safe. The request is answered by `on_commit` under its token.
  void submit(std::uint64_t token, write_request_ptr request);
  [[nodiscard]] bool full() const;
  [[nodiscard]] statistics stats() const;
  /// Of a journal without a thread: commits what is queued, once. False: nothing was queued, or the
  /// store did not take it; then the batch is kept for the next call.
  bool commit_queued();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace gantry::persistence
