#pragma once

#include "persistence/rows.hpp"

#include <SQLiteCpp/Statement.h>

#include <string>
#include <string_view>

/// Which columns a row is read from, and how. Each list fits the `read_…` function beside it.
namespace gantry::persistence {

/// Of `instances i LEFT JOIN heads h ON h.instance = i.number`.
extern const std::string instance_columns;
extern const std::string instance_tables;
extern const std::string journal_columns;
extern const std::string inbox_columns;
extern const std::string document_columns;
extern const std::string incident_columns;

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
