#include "dsl/base/json.hpp"
#include "gateway/api/endpoints.hpp"
#include "gateway/api/numbered_page.hpp"
#include "gateway/api/query_parameters.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace gantry::gateway {
namespace {

constexpr std::array<std::string_view, 4> document_states{"finding", "received", "replying",
                                                          "done"};

std::string text_in(const value& object, std::string_view name) {
  const value* found = object.is_map() ? object.find(name) : nullptr;
  return found != nullptr && found->is_string() ? found->as_string() : std::string{};
}

/// What a list tells of an outcome; the rest stands under the document's own address.
struct outcome_summary {
  std::size_t orders = 0, refused = 0;
  std::string reference, first_error;

  explicit outcome_summary(const std::string& outcome_json) {
    const auto outcome = parse_json(outcome_json, {64, 64U << 20});
    if (!outcome || !outcome->is_map())
      return;
    reference = text_in(*outcome, "reference");
    for (const auto& order : list_in(*outcome, "orders")) {
      ++orders;
      refused += text_in(order, "status") == "refused" ? 1 : 0;
    }
    for (const auto& finding : list_in(*outcome, "findings"))
      if (first_error.empty() && text_in(finding, "severity") == "error")
        first_error = text_in(finding, "message");
  }

private:
  static value::list_type list_in(const value& outcome, std::string_view name) {
    const auto* found = outcome.find(name);
    return found != nullptr && found->is_list() ? found->as_list() : value::list_type{};
  }
};

void write_document(json_writer& out, const persistence::document_row& row) {
  const outcome_summary summary(row.outcome);
  out.begin_object();
  out.name("id").text(to_string(row.id));
  out.name("channel").text_or_null(row.channel);
  out.name("partner").text_or_null(row.partner);
  out.name("reference").text_or_null(summary.reference);
  out.name("received_at").time(row.received_at);
  out.name("bytes").number(row.bytes);
  out.name("digest").text(row.digest);
  out.name("state").text(row.state);
  out.name("worst").text_or_null(row.worst);
  out.name("orders").number(summary.orders);
  out.name("refused").number(summary.refused);
  out.name("finding").text_or_null(summary.first_error);
  out.end_object();
}

} // namespace

void list_documents(const api_call& call) {
  query_parameters query{call.request(), {"state", "channel", "limit", "cursor"}};
  persistence::document_filter filter;
  filter.state = query.text("state");
  filter.channel = query.text("channel");
  if (!filter.state.empty() && std::find(document_states.begin(), document_states.end(),
                                         filter.state) == document_states.end())
    query.mistake("state", "enum",
                  "there is no such state; there are: finding, received, replying, done");
  const auto limit = static_cast<std::size_t>(query.integer("limit", 1, 500, 50));
  filter.limit = limit + 1; // one row more than the page tells whether the list goes on
  filter.cursor = query.integer("cursor", 0, std::numeric_limits<std::int64_t>::max(), 0);
  if (!query.ok())
    return call.answer_error(query.problem());
  call.list([filter, limit](const api_call& reading) {
    auto rows = reading.engine().reader().list_documents(filter);
    if (!rows)
      return reading.answer_error(rows.error());
    write_page(reading, std::move(*rows), limit, write_document);
  });
}

} // namespace gantry::gateway
