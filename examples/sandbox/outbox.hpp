#pragma once

#include "dsl/base/time.hpp"
#include "dsl/base/value.hpp"
#include "examples/sandbox/database.hpp"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::sandbox {

/// An event as the company's systems report it: `wms.shipment_confirmed` and its parameters.
struct company_event {
  std::string_view system; ///< the CloudEvents source is `/sandbox/SYSTEM`
  std::string_view name;
  std::string subject; ///< the order
  value data;
  int sends = 1; ///< 2: the engine sees it twice
};

/// An event that the engine has not taken yet.
struct outgoing_event {
  std::int64_t seq = 0;
  std::string id;
  std::string body; ///< CloudEvents 1.0, structured JSON
  int sends = 1;
  timestamp due;
  int attempts = 0;
};

/// Events that wait for the engine's 2xx; they leave the table with it. Within the writer's
/// transaction, so that an event is there exactly when its effect is.
class outbox {
public:
  explicit outbox(SQLite::Database& database);
  /// Returns the event's id, unique beyond this data folder: a wiped company must not repeat ids
  /// that an engine knows already.
  std::string publish(const company_event& event, timestamp now);
  [[nodiscard]] std::vector<outgoing_event> due(timestamp now, int limit);
  [[nodiscard]] std::optional<timestamp> next_due(timestamp after);
  void taken(std::int64_t seq);
  void postpone(std::int64_t seq, timestamp due, int attempts);

private:
  SQLite::Statement insert_;
  SQLite::Statement due_;
  SQLite::Statement next_due_;
  SQLite::Statement remove_;
  SQLite::Statement postpone_;
  std::mt19937_64 random_;
};

/// How many events wait; reads what is committed.
[[nodiscard]] std::int64_t count_waiting_events(SQLite::Database& database);

} // namespace gantry::sandbox
