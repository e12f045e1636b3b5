#include "gateway/api/endpoints.hpp"
#include "gateway/api/numbered_page.hpp"
#include "gateway/api/query_parameters.hpp"

#include <limits>

namespace gantry::gateway {
namespace {

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
  const auto cursor = query.integer("cursor", 0, std::numeric_limits<std::int64_t>::max(), 0);
  if (!query.ok())
    return call.answer_error(query.problem());
  call.list([limit, cursor](const api_call& reading) {
    // One row more than the page tells whether the list goes on.
    auto rows = reading.engine().reader().list_incidents(limit + 1, cursor);
    if (!rows)
      return reading.answer_error(rows.error());
    write_page(reading, std::move(*rows), limit, write_incident);
  });
}

} // namespace gantry::gateway
