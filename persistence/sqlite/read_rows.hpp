#pragma once

#include "persistence/sqlite/reader_pool.hpp"
#include "persistence/sqlite/run_statement.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gantry::persistence {

/// One snapshot for several questions that belong together. Short: it keeps the write-ahead log
/// from starting over.
class snapshot {
public:
  explicit snapshot(reader& from) : from_(from) { run(from.prepare("BEGIN")); }
  ~snapshot() {
    auto& end = from_.prepare("COMMIT");
    end.tryExecuteStep();
    end.tryReset();
  }
  snapshot(const snapshot&) = delete;
  snapshot& operator=(const snapshot&) = delete;

private:
  reader& from_;
};

/// Every row of a question, through `read`.
template <class Read, class... Values>
auto read_all(reader& from, const std::string& sql, Read read, const Values&... values) {
  auto& statement = from.prepare(sql);
  const statement_use use(statement);
  bind_values(statement, values...);
  std::vector<decltype(read(statement))> rows;
  while (statement.executeStep())
    rows.push_back(read(statement));
  return rows;
}

/// The first row of a question, or none.
template <class Read, class... Values>
auto read_one(reader& from, const std::string& sql, Read read, const Values&... values) {
  auto& statement = from.prepare(sql);
  const statement_use use(statement);
  bind_values(statement, values...);
  std::optional<decltype(read(statement))> row;
  if (statement.executeStep())
    row = read(statement);
  return row;
}

} // namespace gantry::persistence
