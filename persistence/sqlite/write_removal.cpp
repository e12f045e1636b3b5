#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/run_statement.hpp"
#include "persistence/sqlite/write_session.hpp"

#include <SQLiteCpp/Column.h>

#include <vector>

namespace gantry::persistence {

namespace {

struct old_order {
  instance_number number = 0;
  lsn last = 0;
  std::string site, status;
  labelled_order found_by;
};

/// Rows behind a number, in their order. The first that is too young ends them: whatever stands
/// behind it came later.
struct rows_behind {
  std::size_t seen = 0;
  bool reached_young = false;
};

std::vector<old_order> find_old_orders(write_session& session, const remove_old& what,
                                       removed_rows& removed, rows_behind& rows) {
  auto& find = session.sql.orders_behind;
  const statement_use use(find);
  bind_values(find, what.after.order, what.limit);
  std::vector<old_order> old;
  while (find.executeStep()) {
    if (time_at(find, 6) >= *what.orders_before) {
      rows.reached_young = true;
      break;
    }
    ++rows.seen;
    removed.next.order = find.getColumn(0).getInt64();
    const bool is_over = find.getColumn(4).getInt() != 0 && find.getColumn(5).getInt() == 0 &&
                         time_at(find, 7) < *what.orders_before;
    if (is_over)
      old.push_back({removed.next.order,
                     find.getColumn(3).getInt64(),
                     text_at(find, 1),
                     text_at(find, 2),
                     {text_at(find, 8), text_at(find, 9), text_at(find, 10), text_at(find, 11)}});
  }
  return old;
}

bool is_kept(write_session& session, instance_number order) {
  auto& ask = session.sql.keeps_order;
  const statement_use use(ask);
  bind_values(ask, order);
  return ask.executeStep() && ask.getColumn(0).getInt() != 0;
}

lsn previous_of(write_session& session, lsn at, instance_number order) {
  auto& find = session.sql.journal_previous;
  const statement_use use(find);
  bind_values(find, at, order);
  if (!find.executeStep())
    throw request_fault{error{errc::store_corrupt,
                              "order number " + std::to_string(order) + " cannot be removed: row " +
                                  std::to_string(at) + " of its journal is missing",
                              "Run gantry doctor on the data folder.",
                              {}}};
  return find.getColumn(0).getInt64();
}

void remove_order(write_session& session, const old_order& order) {
  for (auto at = order.last; at != 0;) {
    const auto previous = previous_of(session, at, order.number);
    run(session.sql.delete_journal, at);
    at = previous;
  }
  for (const auto& [label, value] : labels_of_order(order.found_by))
    run(session.sql.delete_finished_label, order.site, label, value, order.number);
  run(session.sql.delete_finished_lately, order.number);
  run(session.sql.delete_incidents, order.number);
  run(session.sql.delete_instance, order.number);
  session.count_order(order.site, order.status, -1);
}

rows_behind remove_orders(write_session& session, const remove_old& what, removed_rows& removed) {
  rows_behind rows;
  for (const auto& order : find_old_orders(session, what, removed, rows)) {
    if (is_kept(session, order.number))
      continue;
    remove_order(session, order);
    ++removed.orders;
  }
  if (removed.orders > 0)
    session.finished.gather_anew();
  return rows;
}

/// Documents or events: what `is_over` says may go.
template <class Number, class IsOver>
rows_behind remove_received(SQLite::Statement& find, SQLite::Statement& remove, timestamp before,
                            std::size_t limit, Number& at, std::uint64_t& count,
                            const IsOver& is_over) {
  rows_behind rows;
  std::vector<Number> old;
  {
    const statement_use use(find);
    bind_values(find, at, limit);
    while (find.executeStep()) {
      if (time_at(find, 2) >= before) {
        rows.reached_young = true;
        break;
      }
      ++rows.seen;
      at = static_cast<Number>(find.getColumn(0).getInt64());
      if (is_over(text_at(find, 1)))
        old.push_back(at);
    }
  }
  for (const auto number : old)
    run(remove, number);
  count += old.size();
  return rows;
}

} // namespace

write_result write(write_session& session, const remove_old& what) {
  write_result result;
  result.removed = removed_rows{};
  auto& removed = *result.removed;
  removed.next = what.after;
  auto& sql = session.sql;
  const auto is_through = [&](const rows_behind& rows) {
    return rows.reached_young || rows.seen < what.limit;
  };
  bool through = true;
  if (what.orders_before)
    through &= is_through(remove_orders(session, what, removed));
  if (what.documents_before) {
    through &= is_through(remove_received(
        sql.documents_behind, sql.delete_document, *what.documents_before, what.limit,
        removed.next.document, removed.documents,
        [](const std::string& state) { return state == "order" || state == "done"; }));
    through &= is_through(remove_received(
        sql.events_behind, sql.delete_event, *what.documents_before, what.limit, removed.next.event,
        removed.events, [&](const std::string& state) {
          return state != "unmatched" && sql.events_behind.getColumn(3).getInt() == 0;
        }));
  }
  removed.done = through;
  return result;
}

} // namespace gantry::persistence
