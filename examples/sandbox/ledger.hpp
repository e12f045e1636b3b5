#pragma once

#include "dsl/base/time.hpp"
#include "examples/sandbox/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::sandbox {

/// One thing that a system of the company did, once and for all.
struct effect {
  std::int64_t seq = 0;
  std::string system;
  std::string operation;
  std::string key;      ///< Idempotency-Key of the call
  std::string document; ///< the number of what it made, changed or undid
  timestamp at;
  std::optional<std::string> undone_by; ///< key of the call that undid it
  std::string order_id;
  std::string answer; ///< JSON: the document as its caller sees it
  std::string detail; ///< JSON: what the system keeps for itself
};

/// The durable ledger: one row an effect, in order. Nothing is ever taken out of it.
/// Within the writer's transaction; throws SQLite::Exception, which ends at the writer.
class ledger {
public:
  explicit ledger(SQLite::Database& database);

  /// The number that the next document gets: `SO-0000042`. Unique in the whole ledger.
  [[nodiscard]] std::string next_document(std::string_view prefix) const;
  void record(const effect& what);
  /// The effect of an operation that made this document, undone or not.
  [[nodiscard]] std::optional<effect> find(std::string_view operation, std::string_view document);
  /// Documents that an operation made under a reference and that still stand, oldest first.
  [[nodiscard]] std::vector<effect> standing(std::string_view operation,
                                             std::string_view reference);
  [[nodiscard]] std::vector<effect> standing_of_order(std::string_view operation,
                                                      std::string_view order_id);
  void mark_undone(std::int64_t seq, std::string_view key);
  void rewrite(std::int64_t seq, std::string_view answer, std::string_view detail);

private:
  SQLite::Statement insert_;
  SQLite::Statement find_;
  SQLite::Statement by_reference_;
  SQLite::Statement by_order_;
  SQLite::Statement mark_undone_;
  SQLite::Statement rewrite_;
  std::int64_t seq_next_ = 1;
};

/// What `GET /ledger` reads: committed effects, filtered, from a cursor on.
struct ledger_query {
  std::string system;      ///< empty: all
  std::string operation;   ///< empty: all
  std::int64_t after = 0;  ///< the cursor: the last effect that the reader has
  std::int64_t limit = -1; ///< -1: all
};
[[nodiscard]] std::vector<effect> read_ledger(SQLite::Database& database,
                                              const ledger_query& query);

} // namespace gantry::sandbox
