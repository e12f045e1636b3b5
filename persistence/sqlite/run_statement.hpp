#pragma once

#include "dsl/base/time.hpp"
#include "dsl/base/uuid.hpp"

#include <SQLiteCpp/Statement.h>

#include <concepts>
#include <cstdint>
#include <string>

/// Binding and running of reused statements. Texts and blobs are bound without a copy: they have to
/// live until the statement was run.
namespace gantry::persistence {

inline void bind_value(SQLite::Statement& to, int index, const std::string& text) {
  to.bindNoCopy(index, text);
}
inline void bind_value(SQLite::Statement& to, int index, const uuid& id) {
  to.bindNoCopy(index, id.bytes.data(), static_cast<int>(id.bytes.size()));
}
inline void bind_value(SQLite::Statement& to, int index, timestamp at) {
  to.bind(index, at.ns);
}
template <std::integral T>
void bind_value(SQLite::Statement& to, int index, T number) {
  to.bind(index, static_cast<std::int64_t>(number));
}

template <class... Values>
void bind_values(SQLite::Statement& to, const Values&... values) {
  int index = 0;
  (bind_value(to, ++index, values), ...);
}

/// Ends the use of a statement, whichever way its scope is left, so that it holds no snapshot.
class statement_use {
public:
  explicit statement_use(SQLite::Statement& of) : of_(of) {}
  ~statement_use() { of_.tryReset(); }
  statement_use(const statement_use&) = delete;
  statement_use& operator=(const statement_use&) = delete;

private:
  SQLite::Statement& of_;
};

/// Runs a statement without results; returns how many rows it changed.
template <class... Values>
int run(SQLite::Statement& statement, const Values&... values) {
  const statement_use use(statement);
  bind_values(statement, values...);
  return statement.exec();
}

} // namespace gantry::persistence
