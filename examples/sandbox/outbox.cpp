#include "examples/sandbox/outbox.hpp"

#include "dsl/base/json.hpp"
#include "dsl/base/uuid.hpp"
#include "examples/sandbox/document.hpp"

namespace gantry::sandbox {

outbox::outbox(SQLite::Database& database)
    : insert_(database, "insert into outbox (id, body, sends, due_ns, attempts) "
                        "values (?, ?, ?, ?, 0)"),
      due_(database, "select seq, id, body, sends, due_ns, attempts from outbox "
                     "where due_ns <= ? order by due_ns, seq limit ?"),
      next_due_(database, "select min(due_ns) from outbox where due_ns > ?"),
      remove_(database, "delete from outbox where seq = ?"),
      postpone_(database, "update outbox set due_ns = ?2, attempts = ?3 where seq = ?1"),
      random_(std::random_device{}()) {}

std::string outbox::publish(const company_event& event, timestamp now) {
  std::string id = to_string(make_uuid7(now, random_(), random_()));
  const std::string system(event.system);
  const value body = object({{"specversion", "1.0"},
                             {"id", id},
                             {"source", "/sandbox/" + system},
                             {"type", system + "." + std::string(event.name)},
                             {"subject", event.subject},
                             {"time", format_timestamp(now)},
                             {"datacontenttype", "application/json"},
                             {"data", event.data}});
  statement_use insert(insert_);
  insert->bind(1, id);
  insert->bind(2, to_json(body));
  insert->bind(3, event.sends);
  insert->bind(4, now.ns);
  insert->exec();
  return id;
}

std::vector<outgoing_event> outbox::due(timestamp now, int limit) {
  statement_use query(due_);
  query->bind(1, now.ns);
  query->bind(2, limit);
  std::vector<outgoing_event> rows;
  while (query->executeStep())
    rows.push_back({query->getColumn(0).getInt64(), query->getColumn(1).getString(),
                    query->getColumn(2).getString(), query->getColumn(3).getInt(),
                    timestamp{query->getColumn(4).getInt64()}, query->getColumn(5).getInt()});
  return rows;
}

std::optional<timestamp> outbox::next_due(timestamp after) {
  statement_use query(next_due_);
  query->bind(1, after.ns);
  if (!query->executeStep() || query->getColumn(0).isNull())
    return std::nullopt;
  return timestamp{query->getColumn(0).getInt64()};
}

void outbox::taken(std::int64_t seq) {
  statement_use remove(remove_);
  remove->bind(1, seq);
  remove->exec();
}

void outbox::postpone(std::int64_t seq, timestamp due, int attempts) {
  statement_use update(postpone_);
  update->bind(1, seq);
  update->bind(2, due.ns);
  update->bind(3, attempts);
  update->exec();
}

std::int64_t count_waiting_events(SQLite::Database& database) {
  return database.execAndGet("select count(*) from outbox").getInt64();
}

} // namespace gantry::sandbox
