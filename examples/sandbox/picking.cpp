#include "examples/sandbox/picking.hpp"

#include <array>

namespace gantry::sandbox {
namespace {

constexpr std::array<const char*, 3> state_names{"picking", "stopped", "shipped"};

const char* name_of(pick_state state) {
  return state_names[static_cast<std::size_t>(state)];
}

pick_state state_of(const std::string& name) {
  if (name == name_of(pick_state::stopped))
    return pick_state::stopped;
  return name == name_of(pick_state::shipped) ? pick_state::shipped : pick_state::picking;
}

std::vector<pick> rows_of(SQLite::Statement& statement) {
  std::vector<pick> rows;
  while (statement.executeStep()) {
    pick row;
    row.document = statement.getColumn(0).getString();
    row.order_id = statement.getColumn(1).getString();
    row.state = state_of(statement.getColumn(2).getString());
    if (!statement.getColumn(3).isNull())
      row.due = timestamp{statement.getColumn(3).getInt64()};
    row.sends = statement.getColumn(4).getInt();
    rows.push_back(std::move(row));
  }
  return rows;
}

constexpr const char* waiting = " where state = 'picking' and due_ns is not null ";

} // namespace

picking::picking(SQLite::Database& database)
    : insert_(database, "insert into picks (document, order_id, state, due_ns, sends) "
                        "values (?, ?, ?, ?, ?)"),
      set_state_(database, "update picks set state = ?2 where document = ?1"),
      of_order_(database, "select document, order_id, state, due_ns, sends from picks "
                          "where order_id = ? order by document"),
      due_(database, std::string("select document, order_id, state, due_ns, sends from picks") +
                         waiting + "and due_ns <= ? order by due_ns limit ?"),
      next_due_(database, std::string("select min(due_ns) from picks") + waiting) {}

void picking::start(const pick& what) {
  statement_use insert(insert_);
  insert->bind(1, what.document);
  insert->bind(2, what.order_id);
  insert->bind(3, name_of(what.state));
  if (what.due)
    insert->bind(4, what.due->ns);
  else
    insert->bind(4);
  insert->bind(5, what.sends);
  insert->exec();
}

void picking::set_state(const std::string& document, pick_state state) {
  statement_use update(set_state_);
  update->bind(1, document);
  update->bind(2, name_of(state));
  update->exec();
}

std::vector<pick> picking::of_order(const std::string& order_id) {
  statement_use query(of_order_);
  query->bind(1, order_id);
  return rows_of(of_order_);
}

std::vector<pick> picking::due(timestamp now, int limit) {
  statement_use query(due_);
  query->bind(1, now.ns);
  query->bind(2, limit);
  return rows_of(due_);
}

std::optional<timestamp> picking::next_due() {
  statement_use query(next_due_);
  if (!query->executeStep() || query->getColumn(0).isNull())
    return std::nullopt;
  return timestamp{query->getColumn(0).getInt64()};
}

} // namespace gantry::sandbox
