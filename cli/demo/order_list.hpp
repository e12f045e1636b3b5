#pragma once

#include "cli/client.hpp"

#include <string>
#include <vector>

namespace gantry::cli {

/// One row of `GET /v1/orders`.
struct listed_order {
  std::string id, key, status, held, stage, waiting_for;
  timestamp created_at, updated_at;
  timestamp seen_at; ///< when the list was read

  /// It ended, people have to look at it, or it waits hours for goods: `retry of reserve` for so
  /// long that it is no short retry of a call that was refused.
  [[nodiscard]] bool at_rest() const;
  [[nodiscard]] bool ended() const;
};

/// All orders, page by page. Errors: those of the client; unavailable for an answer that is no
/// list.
[[nodiscard]] result<std::vector<listed_order>> list_all_orders(engine_client& engine);

} // namespace gantry::cli
