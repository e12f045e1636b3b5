#include "examples/sandbox/kept_answers.hpp"

namespace gantry::sandbox {

kept_answers::kept_answers(SQLite::Database& database)
    : find_(database, "select digest, body from answers where operation = ? and key = ?"),
      insert_(database, "insert into answers (operation, key, digest, body) values (?, ?, ?, ?)") {}

std::optional<kept_answer> kept_answers::find(const std::string& operation,
                                              const std::string& key) {
  statement_use query(find_);
  query->bind(1, operation);
  query->bind(2, key);
  if (!query->executeStep())
    return std::nullopt;
  return kept_answer{query->getColumn(0).getString(), query->getColumn(1).getString()};
}

void kept_answers::keep(const std::string& operation, const std::string& key,
                        const kept_answer& answer) {
  statement_use insert(insert_);
  insert->bind(1, operation);
  insert->bind(2, key);
  insert->bind(3, answer.digest);
  insert->bind(4, answer.body);
  insert->exec();
}

} // namespace gantry::sandbox
