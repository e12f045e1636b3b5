#include "gateway/api/endpoints.hpp"
#include "gateway/api/numbered_page.hpp"
#include "gateway/api/query_parameters.hpp"
#include "persistence/inbox_cursor.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace gantry::gateway {
namespace {

constexpr std::array<std::string_view, 5> event_states{"unmatched", "stored", "matched", "finding",
                                                       "expired"};

void write_event(json_writer& out, const persistence::inbox_row& row) {
  out.begin_object();
  out.name("number").number(row.number);
  out.name("source").text(row.source);
  out.name("id").text(row.event_id);
  out.name("type").text(row.event_type);
  out.name("state").text(row.state);
  out.name("finding").text_or_null(row.finding);
  out.name("data").raw(row.body);
  out.name("by").text_or_null(row.principal);
  out.name("received_at").time(row.received_at);
  out.name("keep_until").time_or_null(row.keep_until);
  out.end_object();
}

} // namespace

void list_inbox(const api_call& call) {
  query_parameters query{call.request(), {"state", "limit", "cursor"}};
  auto state = query.text("state");
  if (state.empty())
    state = "unmatched";
  if (std::find(event_states.begin(), event_states.end(), state) == event_states.end())
    query.mistake(
        "state", "enum",
        "there is no such state; there are: unmatched, stored, matched, finding, expired");
  const auto limit = static_cast<std::size_t>(query.integer("limit", 1, 500, 50));
  const auto cursor = static_cast<std::uint64_t>(
      query.integer("cursor", 0, std::numeric_limits<std::int64_t>::max(), 0));
  if (!query.ok())
    return call.answer_error(query.problem());
  call.list([state, limit, cursor](const api_call& reading) {
    // One row more than the page tells whether the list goes on.
    auto rows = reading.engine().reader().list_inbox(state, limit + 1, cursor);
    if (!rows)
      return reading.answer_error(rows.error());
    if (state == "unmatched")
      write_page(reading, std::move(*rows), limit, write_event, persistence::inbox_cursor);
    else
      write_page(reading, std::move(*rows), limit, write_event);
  });
}

} // namespace gantry::gateway
