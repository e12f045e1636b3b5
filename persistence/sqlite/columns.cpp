#include "persistence/sqlite/columns.hpp"

#include "persistence/search_text.hpp"
#include "persistence/sqlite/body_codec.hpp"

#include <SQLiteCpp/Column.h>

#include <algorithm>
#include <cstring>

namespace gantry::persistence {

namespace {

/// Reads one column after the other.
class column_reader {
public:
  column_reader(SQLite::Statement& from, int first) : from_(from), next_(first) {}
  std::string text() { return text_at(from_, next_++); }
  std::int64_t number() { return from_.getColumn(next_++).getInt64(); }
  template <class T>
  T number_as() {
    return static_cast<T>(number());
  }
  bool flag() { return number() != 0; }
  timestamp time() { return {number()}; }
  uuid id() { return uuid_at(from_, next_++); }
  /// The columns `codec` and `body`.
  std::string body() {
    const auto codec = number_as<int>();
    const auto stored = from_.getColumn(next_++);
    return decode_body(codec, {static_cast<const char*>(stored.getBlob()),
                               static_cast<std::size_t>(stored.getBytes())});
  }

private:
  SQLite::Statement& from_;
  int next_;
};

} // namespace

std::string text_at(SQLite::Statement& from, int column) {
  const auto value = from.getColumn(column);
  const auto* bytes = static_cast<const char*>(value.getBlob());
  return bytes == nullptr ? std::string()
                          : std::string(bytes, static_cast<std::size_t>(value.getBytes()));
}

uuid uuid_at(SQLite::Statement& from, int column) {
  const auto value = from.getColumn(column);
  uuid id;
  if (const void* bytes = value.getBlob(); bytes != nullptr)
    std::memcpy(id.bytes.data(), bytes,
                std::min(id.bytes.size(), static_cast<std::size_t>(value.getBytes())));
  return id;
}

timestamp time_at(SQLite::Statement& from, int column) {
  return {from.getColumn(column).getInt64()};
}

instance_row read_instance_row(SQLite::Statement& from) {
  column_reader column(from, 0);
  instance_row row;
  row.number = column.number();
  row.id = column.id();
  row.site = column.text();
  row.workflow = column.text();
  row.definition = column.text();
  row.key = column.text();
  row.generation = column.number_as<std::uint32_t>();
  row.input_digest = column.text();
  row.status = column.text();
  row.phase = column.text();
  row.control = column.text();
  row.held = column.text();
  row.stage = column.text();
  row.waiting_for = column.text();
  row.in_doubt = column.flag();
  row.priority = column.number_as<int>();
  row.test = column.flag();
  row.finished = column.flag();
  row.attention = column.flag();
  row.channel = column.text();
  row.customer = column.text();
  row.search = decode_search(column.text());
  row.created_at = column.time();
  row.updated_at = column.time();
  row.last = column.number();
  row.sequence = column.number_as<std::uint64_t>();
  row.fold_digest = column.number();
  return row;
}

journal_row read_journal_row(SQLite::Statement& from) {
  column_reader column(from, 0);
  journal_row row;
  row.at_lsn = column.number();
  row.instance = column.number();
  row.previous = column.number();
  row.sequence = column.number_as<std::uint64_t>();
  row.version = column.number_as<std::uint16_t>();
  row.at = column.time();
  row.kind = column.text();
  row.body = column.body();
  return row;
}

inbox_row read_inbox_row(SQLite::Statement& from, int first) {
  column_reader column(from, first);
  inbox_row row;
  row.number = column.number_as<std::uint64_t>();
  row.site = column.text();
  row.source = column.text();
  row.event_id = column.text();
  row.event_type = column.text();
  row.correlation = column.text();
  row.body = column.body();
  row.principal = column.text();
  row.traceparent = column.text();
  row.received_at = column.time();
  row.keep_until = column.time();
  row.state = column.text();
  row.finding = column.text();
  return row;
}

document_row read_document_row(SQLite::Statement& from) {
  column_reader column(from, 0);
  document_row row;
  row.id = column.id();
  row.site = column.text();
  row.channel = column.text();
  row.partner = column.text();
  row.media_type = column.text();
  row.headers = column.text();
  row.body = column.body();
  row.digest = column.text();
  row.received_at = column.time();
  row.state = column.text();
  row.outcome = column.text();
  row.worst = column.text();
  row.number = column.number();
  row.bytes = static_cast<std::uint64_t>(column.number());
  return row;
}

incident_row read_incident_row(SQLite::Statement& from) {
  column_reader column(from, 0);
  incident_row row;
  row.number = column.number();
  row.order = column.id();
  row.instance = column.number();
  row.incident = column.number_as<std::uint32_t>();
  row.kind = column.text();
  row.step = column.text();
  row.key = column.text();
  row.ours = column.text();
  row.other = column.text();
  row.why = column.text();
  row.opened_at = column.time();
  row.closed = column.text();
  return row;
}

} // namespace gantry::persistence
