#include "gateway/api/clock.hpp"
#include "gateway/api/endpoints.hpp"
#include "gateway/api/name_list.hpp"
#include "gateway/api/order_json.hpp"
#include "gateway/api/order_statuses.hpp"
#include "gateway/api/query_parameters.hpp"

#include <algorithm>
#include <array>

namespace gantry::gateway {
namespace {

constexpr std::string_view search_prefix = "search.";
constexpr std::size_t orders_max = 500;
constexpr std::array<std::string_view, 10> statuses{
    "running",      "waiting",   "paused",   "held",      "closing",
    "compensating", "completed", "rejected", "cancelled", "aborted"};

/// `older_than=2h` counts back from now; `older_than=2026-03-05T18:00:00Z` is that moment.
void read_older_than(query_parameters& query, persistence::order_filter& filter) {
  const auto text = query.text("older_than");
  if (text.empty())
    return;
  if (const auto span = parse_duration(text); span && span->ns >= 0)
    filter.created_before = wall_clock() - *span;
  else if (const auto moment = parse_timestamp(text))
    filter.created_before = *moment;
  else
    query.mistake("older_than", "type", "this is a span (2h) or an RFC 3339 time");
}

void read_search(query_parameters& query, const api_call& call, persistence::order_filter& filter) {
  const auto known = call.engine().search_labels();
  for (const auto& [name, value] : call.request().query) {
    if (!std::string_view{name}.starts_with(search_prefix))
      continue;
    const auto label = name.substr(search_prefix.size());
    if (std::find(known.begin(), known.end(), label) == known.end())
      query.mistake(name, "unknown-search",
                    "no deployed workflow has this search label; there are: " + joined(known));
    else
      filter.search.emplace_back(label, value);
  }
}

result<persistence::order_filter> read_filter(const api_call& call) {
  query_parameters query{
      call.request(),
      {"status", "stage", "channel", "customer", "key", "older_than", "limit", "cursor", "count"},
      search_prefix};
  persistence::order_filter filter;
  filter.site = call.engine().reader().identity().site;
  filter.status = query.text("status");
  if (!filter.status.empty() && std::find(order_statuses.begin(), order_statuses.end(),
                                          filter.status) == order_statuses.end())
    query.mistake("status", "enum",
                  "there is no such status; there are: " + joined(order_statuses));
  filter.stage = query.text("stage");
  filter.channel = query.text("channel");
  filter.customer = query.text("customer");
  filter.key = query.text("key");
  filter.cursor = query.text("cursor");
  filter.count = query.flag("count");
  filter.limit = static_cast<std::size_t>(query.integer("limit", 1, orders_max, 50));
  read_older_than(query, filter);
  read_search(query, call, filter);
  if (!query.ok())
    return tl::unexpected(query.problem());
  return filter;
}

std::string page_json(const persistence::order_page& page) {
  json_writer out;
  out.begin_object().name("items").begin_list();
  for (const auto& row : page.items) {
    out.begin_object();
    write_order_row(out, row);
    out.end_object();
  }
  out.end_list().name("next").text_or_null(page.next);
  // A number while it is exact, a text (`10000+`) beyond.
  const bool exact = page.count.find('+') == std::string::npos;
  if (!page.count.empty() && exact)
    out.name("count").raw(page.count);
  else if (!page.count.empty())
    out.name("count").text(page.count);
  out.end_object();
  return out.take();
}

} // namespace

void list_orders(const api_call& call) {
  auto filter = read_filter(call);
  if (!filter)
    return call.answer_error(filter.error());
  call.list([filter = std::move(*filter)](const api_call& reading) {
    const auto page = reading.engine().reader().list_orders(filter);
    if (!page)
      return reading.answer_error(page.error());
    reading.answer_json(200, page_json(*page));
  });
}

} // namespace gantry::gateway
