#pragma once

#include "dsl/base/time.hpp"
#include "examples/sandbox/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gantry::sandbox {

enum class pick_state : std::uint8_t { picking, stopped, shipped };

/// A warehouse order on its way through the warehouse.
struct pick {
  std::string document; ///< number of the fulfillment
  std::string order_id;
  pick_state state = pick_state::picking;
  std::optional<timestamp> due; ///< when it ships by itself; never when absent
  int sends = 1;                ///< how often its confirmation is to be sent
};

/// Where every fulfillment stands. Within the writer's transaction.
class picking {
public:
  explicit picking(SQLite::Database& database);
  void start(const pick& what);
  void set_state(const std::string& document, pick_state state);
  [[nodiscard]] std::vector<pick> of_order(const std::string& order_id);
  /// What ships by itself by now, at most so many, earliest first.
  [[nodiscard]] std::vector<pick> due(timestamp now, int limit);
  [[nodiscard]] std::optional<timestamp> next_due();

private:
  SQLite::Statement insert_;
  SQLite::Statement set_state_;
  SQLite::Statement of_order_;
  SQLite::Statement due_;
  SQLite::Statement next_due_;
};

} // namespace gantry::sandbox
