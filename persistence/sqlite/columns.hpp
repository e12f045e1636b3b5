#pragma once

#include "persistence/rows.hpp"

#include <SQLiteCpp/Statement.h>

#include <string>
#include <string_view>

/// Which columns a row is read from, and how. Each list fits the `read_…` function beside it.
namespace gantry::persistence {

// Defined here, so that texts built from them elsewhere are built after them.
/// Of `instance_tables`.
inline const std::string instance_columns =
    "i.number, i.id, i.site, i.workflow, i.definition, i.business_key, i.generation, "
    "i.input_digest, i.status, i.phase, i.control, i.held, i.stage, i.waiting_for, i.in_doubt, "
    "i.priority, i.test, i.finished, i.attention, i.channel, i.customer, i.search, i.created_at, "
    "i.updated_at, coalesce(h.last, i.last), coalesce(h.sequence, i.sequence), i.fold_digest";
inline const std::string instance_tables = "instances i LEFT JOIN heads h ON h.instance = i.number";
inline const std::string journal_columns =
    "lsn, instance, previous, sequence, version, at, kind, codec, body";
inline const std::string inbox_columns =
    "inbox.number, inbox.site, inbox.source, inbox.event_id, inbox.event_type, inbox.correlation, "
    "inbox.codec, inbox.body, inbox.principal, inbox.traceparent, inbox.received_at, "
    "inbox.keep_until, "
    "inbox.state, inbox.finding";
inline const std::string document_columns =
    "id, site, channel, partner, media_type, headers, codec, body, "
    "digest, received_at, state, outcome, worst, number, bytes";
/// Of a document without its body.
inline const std::string listed_document_columns =
    "id, site, channel, partner, media_type, headers, 0, '', digest, received_at, state, outcome, "
    "worst, number, bytes";
inline const std::string incident_columns =
    "number, order_id, instance, incident, kind, step, call_key, "
    "ours, other, why, opened_at, closed";

[[nodiscard]] instance_row read_instance_row(SQLite::Statement& from);
[[nodiscard]] journal_row read_journal_row(SQLite::Statement& from);
/// `first`: the column that the list starts at.
[[nodiscard]] inbox_row read_inbox_row(SQLite::Statement& from, int first = 0);
[[nodiscard]] document_row read_document_row(SQLite::Statement& from);
[[nodiscard]] incident_row read_incident_row(SQLite::Statement& from);

[[nodiscard]] std::string text_at(SQLite::Statement& from, int column);
[[nodiscard]] uuid uuid_at(SQLite::Statement& from, int column);
[[nodiscard]] timestamp time_at(SQLite::Statement& from, int column);

} // namespace gantry::persistence
