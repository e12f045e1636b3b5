#pragma once

#include "persistence/store.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace gantry::bench {

/// Batches as the journal committed them, to be replayed against an empty database.
class recorded_batches {
public:
  void add(std::span<const persistence::write_request* const> batch);
  [[nodiscard]] const std::vector<std::vector<persistence::write_request>>& all() const {
    return batches_;
  }

private:
  std::vector<std::vector<persistence::write_request>> batches_;
};

/// Passes everything on and keeps what was durable.
[[nodiscard]] std::shared_ptr<persistence::store>
make_recording_store(std::shared_ptr<persistence::store> inner,
                     std::shared_ptr<recorded_batches> into);

} // namespace gantry::bench
