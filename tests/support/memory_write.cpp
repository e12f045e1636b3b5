#include "persistence/document_outcome.hpp"
#include "persistence/retention.hpp"
#include "tests/support/memory_tables.hpp"

#include <algorithm>
#include <span>

namespace gantry::test {

using namespace persistence;

namespace {

write_result refuse(errc code, std::string message) {
  write_result result;
  result.failed = error{code, std::move(message), {}, {}};
  return result;
}

memory_tables::business_key key_of(const instance_row& row) {
  return {row.site, row.workflow, row.key, row.generation};
}

create_result holder(const instance_row& asked, const instance_row& has) {
  create_result found;
  found.is = has.input_digest == asked.input_digest ? create_result::kind::duplicate
                                                    : create_result::kind::conflict;
  found.number = has.number;
  found.id = has.id;
  found.existing_digest = has.input_digest;
  found.existing_status = has.status;
  return found;
}

/// What becomes of several creates one after the other. Nothing is written, so that a request with
/// a fault in its last order leaves nothing of its first one.
result<std::vector<create_result>> decide(const memory_tables& tables,
                                          std::span<const create_instance> orders) {
  std::vector<create_result> decided;
  std::vector<instance_row> fresh;
  auto next_number = tables.next_number();
  auto next_lsn = tables.next_lsn();
  for (const auto& [row, changes, document, idempotency] : orders) {
    const auto same = [&](const instance_row& one) { return key_of(one) == key_of(row); };
    if (const auto found = std::ranges::find_if(fresh, same); found != fresh.end()) {
      decided.push_back(holder(row, *found));
      continue;
    }
    if (const auto found = tables.instance_of_key.find(key_of(row));
        found != tables.instance_of_key.end()) {
      decided.push_back(holder(row, tables.instances.at(found->second)));
      continue;
    }
    auto made = row;
    made.number = row.number != 0 ? row.number : next_number;
    const auto taken = [&](const instance_row& one) {
      return one.id == row.id || one.number == made.number;
    };
    if (tables.instances.contains(made.number) || tables.instance_of_id.contains(row.id) ||
        std::ranges::any_of(fresh, taken))
      return fail(errc::defect, "the id or number of " + row.key + " is taken by another order");
    if (document && tables.document_of_id.contains(document->id))
      return fail(errc::defect, "document " + to_string(document->id) + " is stored already");
    next_number = std::max(next_number, made.number + 1);
    decided.push_back({create_result::kind::created, made.number, made.id, made.input_digest,
                       made.status, next_lsn++});
    fresh.push_back(std::move(made));
  }
  return decided;
}

lsn append_row(memory_tables& tables, instance_number instance, lsn previous,
               const journal_row& record) {
  auto row = record;
  row.at_lsn = tables.next_lsn();
  row.instance = instance;
  row.previous = previous;
  tables.journal.push_back(std::move(row));
  return tables.journal.back().at_lsn;
}

void insert_document(memory_tables& tables, const document_row& row) {
  tables.document_of_id.emplace(row.id, tables.documents.size());
  tables.documents.push_back(row);
  tables.documents.back().number = static_cast<std::int64_t>(tables.documents.size());
}

void create(memory_tables& tables, const create_instance& what, const create_result& decided,
            std::vector<delivery>& deliveries) {
  if (decided.is != create_result::kind::created)
    return;
  auto row = what.row;
  row.number = decided.number;
  row.finished = row.finished || what.changes.finished;
  row.last = append_row(tables, row.number, 0, what.changes.record);
  row.sequence = what.changes.record.sequence;
  tables.instances[row.number] = row;
  tables.instance_of_id[row.id] = row.number;
  tables.instance_of_key[key_of(row)] = row.number;
  if (what.document)
    insert_document(tables, *what.document);
  write_changes(tables, row, what.changes, row.finished, deliveries);
  ++tables.orders_by_status[row.status];
}

std::optional<idempotency_row> answered_before(const memory_tables& tables,
                                               const idempotency_row& asked) {
  const auto found = tables.idempotency.find({asked.site, asked.scope, asked.key});
  if (found == tables.idempotency.end() || found->second.at <= asked.at - idempotency_kept)
    return std::nullopt;
  return found->second;
}

void keep_answer(memory_tables& tables, const idempotency_row& row) {
  tables.idempotency[{row.site, row.scope, row.key}] = row;
}

write_result write(memory_tables& tables, const create_instance& what) {
  write_result result;
  if (what.idempotency) {
    result.answered_before = answered_before(tables, *what.idempotency);
    if (result.answered_before)
      return result;
  }
  auto decided = decide(tables, std::span(&what, 1));
  if (!decided)
    return refuse(decided.error().code, decided.error().message);
  result.created = std::move(*decided);
  result.at = result.created.front().at;
  create(tables, what, result.created.front(), result.deliveries);
  if (what.idempotency && result.created.front().is == create_result::kind::created)
    keep_answer(tables, *what.idempotency);
  return result;
}

/// The order's row as lists show it; what was fixed when it was created stays.
void update_row(memory_tables& tables, instance_row& row, const instance_row& now, bool finished) {
  if (row.status != now.status) {
    --tables.orders_by_status[row.status];
    ++tables.orders_by_status[now.status];
  }
  row.status = now.status;
  row.phase = now.phase;
  row.control = now.control;
  row.held = now.held;
  row.stage = now.stage;
  row.waiting_for = now.waiting_for;
  row.in_doubt = now.in_doubt;
  row.priority = now.priority;
  row.finished = finished;
  row.attention = now.attention;
  row.updated_at = now.updated_at;
  row.fold_digest = now.fold_digest;
}

write_result write(memory_tables& tables, const append_record& what) {
  const auto& changes = what.changes;
  const auto name = "instance number " + std::to_string(what.instance);
  const auto found = tables.instances.find(what.instance);
  if (found == tables.instances.end())
    return refuse(errc::not_found, "there is no " + name);
  auto& row = found->second;
  const bool finishing = changes.finished || (changes.row && changes.row->finished);
  const bool was_finished = row.finished;
  if (finishing && !was_finished && !changes.row)
    return refuse(errc::defect, name + " is said to be finished without its row");
  if (was_finished && changes.row && !finishing)
    return refuse(errc::defect, name + " has finished and cannot be open again");
  if (row.last != what.expected_previous)
    return refuse(errc::stale_write, name + " is at journal row " + std::to_string(row.last) +
                                         ", the writer expected row " +
                                         std::to_string(what.expected_previous));
  write_result result;
  result.at = append_row(tables, row.number, row.last, changes.record);
  row.last = result.at;
  row.sequence = changes.record.sequence;
  if (changes.row)
    update_row(tables, row, *changes.row, finishing || was_finished);
  write_changes(tables, row, changes, finishing && !was_finished, result.deliveries);
  return result;
}

void match_waits(memory_tables& tables, inbox_row& event, std::vector<delivery>& deliveries) {
  const auto from = tables.waits_by_correlation.lower_bound(
      {event.site, event.event_type, event.correlation, 0, 0});
  for (auto at = from; at != tables.waits_by_correlation.end(); ++at) {
    const auto& [site, type, correlation, instance, wait] = *at;
    if (site != event.site || type != event.event_type || correlation != event.correlation)
      break;
    event.state = "stored";
    if (tables.deliveries.try_emplace({instance, event.number}, false).second)
      deliveries.push_back({instance, event});
  }
}

write_result write(memory_tables& tables, const store_event& what) {
  auto event = what.event;
  event.state = event.finding.empty() ? "unmatched" : "finding";
  event.keep_until = keep_until_of(event);
  event.number = tables.inbox.size() + 1;
  write_result result;
  const auto [at, fresh] =
      tables.inbox_of_event.try_emplace({event.site, event.source, event.event_id}, event.number);
  result.duplicate_event = !fresh;
  result.inbox = at->second;
  if (!fresh)
    return result;
  if (event.finding.empty())
    match_waits(tables, event, result.deliveries);
  tables.inbox.push_back(std::move(event));
  return result;
}

write_result write(memory_tables& tables, const note_event_finding& what) {
  auto* event = tables.event(what.inbox);
  if (event == nullptr)
    return refuse(errc::not_found, "the inbox has no event number " + std::to_string(what.inbox));
  event->state = "finding";
  event->finding = what.finding;
  std::erase_if(tables.deliveries,
                [&](const auto& one) { return one.first.second == what.inbox && !one.second; });
  write_result result;
  result.inbox = what.inbox;
  return result;
}

write_result write(memory_tables& tables, const store_document& what) {
  if (tables.document_of_id.contains(what.document.id))
    return refuse(errc::defect, "document " + to_string(what.document.id) + " is stored already");
  insert_document(tables, what.document);
  return {};
}

write_result write(memory_tables& tables, const finish_document& what) {
  const auto found = tables.document_of_id.find(what.document);
  if (found == tables.document_of_id.end())
    return refuse(errc::not_found, "document " + to_string(what.document) + " was never stored");
  auto decided = decide(tables, what.orders);
  if (!decided)
    return refuse(decided.error().code, decided.error().message);
  // Mapped a second time after a restart: the orders are duplicates, and what was said stands.
  const bool done = tables.documents[found->second].state != "received";
  auto& before = tables.documents[found->second];
  result<filled_outcome> filled =
      done ? filled_outcome{before.outcome, before.worst} : fill_outcome(what, *decided);
  if (!filled)
    return refuse(filled.error().code, filled.error().message);
  write_result result;
  result.created = std::move(*decided);
  result.outcome = filled->outcome;
  for (std::size_t i = 0; i < what.orders.size(); ++i)
    create(tables, what.orders[i], result.created[i], result.deliveries);
  auto& document = tables.documents[found->second];
  if (!done) {
    document.state = what.has_replies ? "replying" : "done";
    document.partner = what.partner;
    document.outcome = result.outcome;
    document.worst = filled->worst;
  }
  return result;
}

write_result write(memory_tables& tables, const replies_handed_out& what) {
  const auto found = tables.document_of_id.find(what.document);
  if (found != tables.document_of_id.end() && tables.documents[found->second].state == "replying")
    tables.documents[found->second].state = "done";
  return {};
}

write_result write(memory_tables& tables, const fire_timer& what) {
  // A timer that was set anew for later is not this one.
  const auto found = tables.timers.find({what.timer.instance, what.timer.timer});
  write_result result;
  result.timer_live = found != tables.timers.end() && found->second.due <= what.timer.due;
  return result;
}

write_result write(memory_tables& tables, const store_idempotency& what) {
  write_result result;
  result.answered_before = answered_before(tables, what.row);
  if (!result.answered_before)
    keep_answer(tables, what.row);
  return result;
}

bool is_over(const memory_tables& tables, const instance_row& row, timestamp before) {
  const auto has_timer = tables.timers.lower_bound({row.number, 0});
  const bool keeps_timer = has_timer != tables.timers.end() && has_timer->first.first == row.number;
  const bool has_incident = std::ranges::any_of(tables.incidents, [&](const incident_row& one) {
    return one.instance == row.number && one.closed.empty();
  });
  return row.finished && !row.attention && row.updated_at < before && !keeps_timer && !has_incident;
}

void remove_order(memory_tables& tables, instance_number number) {
  const auto row = tables.instances.at(number);
  for (auto at = row.last; at != 0;) {
    auto& record = tables.journal[static_cast<std::size_t>(at - 1)];
    at = record.previous;
    record = {};
  }
  for (auto& incident : tables.incidents)
    if (incident.instance == number)
      incident = {};
  --tables.orders_by_status[row.status];
  tables.instance_of_id.erase(row.id);
  tables.instance_of_key.erase(key_of(row));
  tables.instances.erase(number);
}

/// True when everything behind the cursor is younger.
bool remove_orders(memory_tables& tables, const remove_old& what, removed_rows& removed) {
  std::vector<instance_number> old;
  std::size_t seen = 0;
  bool reached_young = false;
  for (auto at = tables.instances.upper_bound(what.after.order);
       at != tables.instances.end() && std::next(at) != tables.instances.end() && seen < what.limit;
       ++at) {
    reached_young = at->second.created_at >= *what.orders_before;
    if (reached_young)
      break;
    ++seen;
    removed.next.order = at->first;
    if (is_over(tables, at->second, *what.orders_before))
      old.push_back(at->first);
  }
  for (const auto number : old)
    remove_order(tables, number);
  removed.orders += old.size();
  return reached_young || seen < what.limit;
}

/// Rows are numbered from 1; what was removed keeps its place with number 0. The newest stays.
template <class Row, class Remove>
bool remove_received(std::vector<Row>& rows, const remove_old& what, std::uint64_t after,
                     std::uint64_t& next, const Remove& remove) {
  std::size_t seen = 0;
  for (auto at = after; at + 1 < rows.size() && seen < what.limit; ++at) {
    auto& row = rows[at];
    if (row.number == 0)
      continue;
    if (row.received_at >= *what.documents_before)
      return true;
    ++seen;
    next = at + 1;
    remove(row);
  }
  return seen < what.limit;
}

write_result write(memory_tables& tables, const remove_old& what) {
  write_result result;
  result.removed = removed_rows{};
  auto& removed = *result.removed;
  removed.next = what.after;
  removed.done = !what.orders_before || remove_orders(tables, what, removed);
  if (!what.documents_before)
    return result;
  auto next_document = static_cast<std::uint64_t>(what.after.document);
  removed.done &=
      remove_received(tables.documents, what, next_document, next_document, [&](document_row& row) {
        if (row.state != "order" && row.state != "done")
          return;
        tables.document_of_id.erase(row.id);
        row = {};
        ++removed.documents;
      });
  removed.next.document = static_cast<std::int64_t>(next_document);
  removed.done &= remove_received(
      tables.inbox, what, what.after.event, removed.next.event, [&](inbox_row& row) {
        const bool in_hand = std::ranges::any_of(
            tables.deliveries, [&](const auto& one) { return one.first.second == row.number; });
        if (row.state == "unmatched" || in_hand)
          return;
        tables.inbox_of_event.erase({row.site, row.source, row.event_id});
        row = {};
        ++removed.events;
      });
  return result;
}

} // namespace

write_result write_to(memory_tables& tables, const write_request& request) {
  return std::visit([&](const auto& one) { return write(tables, one); }, request);
}

void expire(memory_tables& tables, timestamp now) {
  std::erase_if(tables.idempotency,
                [&](const auto& one) { return one.second.at <= now - idempotency_kept; });
  for (auto& event : tables.inbox)
    if (event.state == "unmatched" && event.keep_until <= now)
      event.state = "expired";
}

} // namespace gantry::test
