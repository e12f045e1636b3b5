#include "persistence/search_text.hpp"
#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/run_statement.hpp"
#include "persistence/sqlite/write_session.hpp"

#include <SQLiteCpp/Column.h>

namespace gantry::persistence {

namespace {

struct stored_status {
  std::string site, status, search;
  bool finished = false, attention = false;
  int priority = 0;
};

std::optional<stored_status> find_status(write_session& session, instance_number instance) {
  auto& find = session.sql.find_instance_status;
  const statement_use use(find);
  bind_values(find, instance);
  if (!find.executeStep())
    return std::nullopt;
  stored_status stored;
  stored.site = text_at(find, 0);
  stored.status = text_at(find, 1);
  stored.finished = find.getColumn(2).getInt() != 0;
  stored.attention = find.getColumn(3).getInt() != 0;
  stored.priority = find.getColumn(4).getInt();
  stored.search = text_at(find, 5);
  return stored;
}

write_result refuse(errc code, std::string message) {
  write_result result;
  result.failed = error{code,
                        std::move(message),
                        "Reread the order and decide again; nothing of this request was written.",
                        {}};
  return result;
}

write_result refuse_stale(write_session& session, const append_record& what) {
  auto& find = session.sql.find_last;
  const statement_use use(find);
  bind_values(find, what.instance);
  if (!find.executeStep())
    return refuse(errc::not_found, "there is no instance number " + std::to_string(what.instance));
  return refuse(errc::stale_write,
                "instance " + std::to_string(what.instance) + " is at journal row " +
                    std::to_string(find.getColumn(0).getInt64()) + ", the writer expected row " +
                    std::to_string(what.expected_previous));
}

/// True when the writer stands where the instance stands.
bool move_forward(write_session& session, const append_record& what, bool was_finished,
                  bool finishing) {
  const auto sequence = what.changes.record.sequence;
  auto& sql = session.sql;
  if (was_finished)
    return run(sql.move_finished, what.instance, what.expected_previous, session.next_lsn,
               sequence) == 1;
  if (finishing)
    return run(sql.end_head, what.instance, what.expected_previous) == 1;
  return run(sql.move_head, what.instance, what.expected_previous, session.next_lsn, sequence) ==
             1 ||
         run(sql.move_finished, what.instance, what.expected_previous, session.next_lsn,
             sequence) == 1;
}

void update_row(write_session& session, const append_record& what, const stored_status& before,
                bool finishing) {
  const auto& row = *what.changes.row;
  const auto sequence = what.changes.record.sequence;
  const bool finished = finishing || before.finished;
  if (row.status == before.status && finished == before.finished &&
      row.attention == before.attention && row.priority == before.priority)
    run(session.sql.update_instance_stage, what.instance, row.phase, row.control, row.held,
        row.stage, row.waiting_for, row.in_doubt, row.updated_at, session.next_lsn, sequence,
        row.fold_digest);
  else
    run(session.sql.update_instance, what.instance, row.status, row.phase, row.control, row.held,
        row.stage, row.waiting_for, row.in_doubt, row.priority, finished, row.attention,
        row.updated_at, session.next_lsn, sequence, row.fold_digest);
  if (before.status != row.status) {
    session.count_order(before.site, before.status, -1);
    session.count_order(before.site, row.status, 1);
  }
  if (finishing && !before.finished) {
    end_labels(session, what.instance, before.site, before.search);
    session.finished.add(what.instance);
  }
}

} // namespace

void end_labels(write_session& session, instance_number instance, const std::string& site,
                const std::string& search) {
  for (const auto& [label, value] : decode_search(search))
    run(session.sql.delete_label, site, label, value, instance);
}

write_result write(write_session& session, const append_record& what) {
  const auto& changes = what.changes;
  const bool finishing = changes.finished || (changes.row && changes.row->finished);
  std::optional<stored_status> before;
  if (changes.row || finishing) {
    before = find_status(session, what.instance);
    if (!before)
      return refuse_stale(session, what);
    if (finishing && !before->finished && !changes.row)
      return refuse(errc::defect, "instance " + std::to_string(what.instance) +
                                      " is said to be finished without its row");
    if (before->finished && changes.row && !finishing)
      return refuse(errc::defect, "instance " + std::to_string(what.instance) +
                                      " has finished and cannot be open again");
  }
  const bool was_finished = before && before->finished;
  if (!move_forward(session, what, was_finished, finishing))
    return refuse_stale(session, what);
  if (changes.row)
    update_row(session, what, *before, finishing);
  write_result result;
  result.at = session.next_lsn++;
  insert_record(session, what.instance, session.site_of(what.instance), result.at,
                what.expected_previous, changes.record);
  write_changes(session, what.instance, changes, finishing && !was_finished, result.deliveries);
  return result;
}

} // namespace gantry::persistence
