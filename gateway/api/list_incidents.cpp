#include "gateway/api/endpoints.hpp"
#include "gateway/api/json_writer.hpp"
#include "gateway/api/query_parameters.hpp"

namespace gantry::gateway {
namespace {

/// Incidents are rare; more of them than this are looked at in the database.
constexpr std::int64_t incidents_max = 10'000;

void write_incident(json_writer& out, const persistence::incident_row& row) {
  const auto order = to_string(row.order);
  out.begin_object();
  out.name("id").text(order + "/" + std::to_string(row.incident));
  out.name("order").text(order);
  out.name("incident").number(row.incident);
  out.name("kind").text(row.kind);
  out.name("step").text_or_null(row.step);
  out.name("key").text_or_null(row.key);
  out.name("ours").raw(row.ours);
  out.name("other").raw(row.other);
  out.name("why").text_or_null(row.why);
  out.name("opened_at").time(row.opened_at);
  out.name("closed").text_or_null(row.closed);
  out.end_object();
}

} // namespace

void list_incidents(const api_call& call) {
  query_parameters query{call.request(), {"limit", "cursor"}};
  const auto limit = static_cast<std::size_t>(query.integer("limit", 1, 500, 50));
  const auto from = static_cast<std::size_t>(query.integer("cursor", 0, incidents_max, 0));
  if (!query.ok())
    return call.answer_error(query.problem());
  call.read([limit, from](const api_call& reading) {
    // The cursor counts from the beginning of the list, and one row more tells whether it goes on.
    const auto rows = reading.engine().reader().list_incidents(from + limit + 1, 0);
    if (!rows)
      return reading.answer_error(rows.error());
    const auto end = std::min(from + limit, rows->size());
    json_writer out;
    out.begin_object().name("items").begin_list();
    for (auto i = from; i < end; ++i)
      write_incident(out, (*rows)[i]);
    out.end_list();
    out.name("next").text_or_null(end < rows->size() ? std::to_string(end) : std::string{});
    out.end_object();
    reading.answer_json(200, out.take());
  });
}

} // namespace gantry::gateway
