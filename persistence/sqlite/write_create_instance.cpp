#include "persistence/search_text.hpp"
#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/run_statement.hpp"
#include "persistence/sqlite/write_session.hpp"

#include <SQLiteCpp/Column.h>

#include <algorithm>

namespace gantry::persistence {

namespace {

/// False: a unique key is taken.
bool insert_row(write_session& session, const create_instance& what, instance_number number,
                bool finished) {
  const auto& row = what.row;
  const auto search = encode_search(row.search);
  return run(session.sql.insert_instance, number, row.id, row.site, row.workflow, row.definition,
             row.key, row.generation, row.input_digest, row.status, row.phase, row.control,
             row.held, row.stage, row.waiting_for, row.in_doubt, row.priority, row.test, finished,
             row.attention, row.channel, row.customer, search, row.created_at, row.updated_at,
             session.next_lsn, what.changes.record.sequence, row.fold_digest) == 1;
}

/// Who has the business key: the same order once more, or another one (E8.2).
create_result find_holder(write_session& session, const instance_row& row) {
  auto& find = session.sql.find_instance_by_key;
  const statement_use use(find);
  bind_values(find, row.site, row.key, row.workflow, row.generation);
  if (!find.executeStep())
    throw request_fault{error{errc::defect,
                              "order " + to_string(row.id) + " (number " +
                                  std::to_string(row.number) +
                                  ") cannot be created: its id or number is taken by an order "
                                  "with another business key than \"" +
                                  row.key + "\"",
                              "Report this as a defect of Gantry; nothing was written.",
                              {}}};
  create_result found;
  found.number = find.getColumn(0).getInt64();
  found.id = uuid_at(find, 1);
  found.existing_digest = text_at(find, 2);
  found.existing_status = text_at(find, 3);
  found.is = found.existing_digest == row.input_digest ? create_result::kind::duplicate
                                                       : create_result::kind::conflict;
  return found;
}

} // namespace

create_result create_order(write_session& session, const create_instance& what,
                           std::vector<delivery>& deliveries) {
  const auto& row = what.row;
  const auto number = row.number != 0 ? row.number : session.next_number;
  const bool finished = row.finished || what.changes.finished;
  if (!insert_row(session, what, number, finished))
    return find_holder(session, row);
  session.next_number = std::max(session.next_number, number + 1);
  session.note_site(row.site);
  const auto at = session.next_lsn++;
  if (!finished) {
    run(session.sql.insert_head, number, row.site, at, what.changes.record.sequence);
    for (const auto& [label, value] : row.search)
      run(session.sql.insert_label, row.site, label, value, number);
  } else {
    session.finished.add(number);
  }
  if (what.document)
    insert_document(session, *what.document);
  insert_record(session, number, row.site, at, 0, what.changes.record);
  write_changes(session, number, what.changes, finished, deliveries);
  session.count_order(row.site, row.status, 1);

  create_result made;
  made.number = number;
  made.id = row.id;
  made.existing_digest = row.input_digest;
  made.existing_status = row.status;
  made.at = at;
  return made;
}

write_result write(write_session& session, const create_instance& what) {
  write_result result;
  if (what.idempotency) {
    result.answered_before = answered_before(session, *what.idempotency);
    if (result.answered_before)
      return result;
  }
  result.created.push_back(create_order(session, what, result.deliveries));
  if (what.idempotency && result.created.front().is == create_result::kind::created)
    write_idempotency(session, *what.idempotency);
  result.at = result.created.front().at;
  return result;
}

} // namespace gantry::persistence
