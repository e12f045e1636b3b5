#pragma once

#include "cli/demo/order_list.hpp"
#include "dsl/program.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace gantry::cli {

/// What the ledgers of the far systems say against what the engine says of its orders.
struct audit_result {
  std::size_t effects = 0;         ///< of `once` operations, that there are or have to be
  std::size_t exactly_once = 0;    ///< of them, those of which the ledgers hold just one
  std::vector<std::string> faults; ///< a sentence for each other one
  [[nodiscard]] bool clean() const { return effects > 0 && faults.empty(); }
};

struct audit_sources {
  std::string engine_url;
  std::string company_url;
  std::vector<dsl::program_ptr> programs; ///< tell which operations are `once`
};

/// Proves from the ledgers that every `once` effect happened exactly once:
/// - a key stands in the ledgers once (else: doubled),
/// - a key of the ledgers is the key of a call of some order (else: an orphan),
/// - a call that an order holds for done stands in the ledgers (else: missing).
/// Reads nothing but `GET /ledger` and the engine's HTTP interface.
/// Errors: those of the clients; unavailable for answers that cannot be read.
[[nodiscard]] result<audit_result> audit_once_effects(const audit_sources& sources,
                                                      const std::vector<listed_order>& orders);

} // namespace gantry::cli
