#pragma once

#include "examples/sandbox/database.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gantry::sandbox {

/// What an `idempotent` operation answered under a key. Only what had an effect is kept: an error
/// did nothing, so a repeat may try again.
struct kept_answer {
  std::string digest; ///< of the request
  std::string body;
};

class kept_answers {
public:
  explicit kept_answers(SQLite::Database& database);
  [[nodiscard]] std::optional<kept_answer> find(const std::string& operation,
                                                const std::string& key);
  void keep(const std::string& operation, const std::string& key, const kept_answer& answer);

private:
  SQLite::Statement find_;
  SQLite::Statement insert_;
};

} // namespace gantry::sandbox
