#pragma once

#include "actors/worker.hpp"
#include "persistence/journal.hpp"

#include <cstdint>
#include <functional>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace gantry::actors {

/// Writes that belong to no order in memory: events, documents, timers. Each caller gets its result
/// on a worker; a commit of unknown outcome is written again, which every such write bears (E8.2).
class write_desk {
public:
  struct written {
    persistence::write_result result;
    bool repeated = false; ///< an earlier commit of the same may be durable too
  };
  using callback = std::function<void(written)>;
  using submit_function = std::function<void(std::uint64_t ticket, persistence::write_request_ptr)>;

  write_desk(submit_function to, worker& answers, std::function<void()> after_unknown);

  void write(persistence::write_request request, callback done);
  /// From the journal: tickets as they were given to `to`.
  void committed(std::vector<persistence::journal::completion> answers);

private:
  static void tell(const callback& done, written how);

  struct pending {
    persistence::write_request request;
    callback done;
    bool repeated = false;
  };

  submit_function to_;
  worker& answers_;
  std::function<void()> after_unknown_;
  std::mutex lock_;
  std::uint64_t last_ticket_ = 0;
  std::unordered_map<std::uint64_t, pending> pending_;
};

} // namespace gantry::actors
