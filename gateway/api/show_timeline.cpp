#include "gateway/api/endpoints.hpp"
#include "gateway/api/json_writer.hpp"
#include "gateway/api/query_parameters.hpp"

#include <limits>

namespace gantry::gateway {
namespace {

constexpr std::int64_t rows_max = 1'000;

void write_item(json_writer& out, const engine::timeline_item& item) {
  out.begin_object();
  out.name("seq").number(item.sequence);
  out.name("at").time(item.at);
  out.name("kind").text(item.kind);
  out.name("step").text_or_null(item.step);
  out.name("attempt");
  if (item.attempt == 0)
    out.null();
  else
    out.number(item.attempt);
  out.name("key").text_or_null(item.key);
  out.name("outcome").text_or_null(item.outcome);
  out.name("detail").text_or_null(item.detail);
  out.name("by").text_or_null(item.by);
  out.name("reason").text_or_null(item.reason);
  out.name("request_id").text_or_null(item.request_id);
  out.end_object();
}

} // namespace

void show_timeline(const api_call& call) {
  query_parameters query{call.request(), {"limit", "cursor"}};
  const auto limit = static_cast<std::size_t>(query.integer("limit", 1, rows_max, 200));
  // A timeline only grows at its end, so the number of items that were given is a stable place.
  const auto from = static_cast<std::size_t>(
      query.integer("cursor", 0, std::numeric_limits<std::int64_t>::max(), 0));
  if (!query.ok())
    return call.answer_error(query.problem());
  call.read([limit, from](const api_call& reading) {
    const auto items = reading.engine().timeline(reading.part(0));
    if (!items)
      return reading.answer_error(items.error());
    const auto begin = std::min(from, items->size());
    const auto end = begin + std::min(limit, items->size() - begin);
    json_writer out;
    out.begin_object().name("items").begin_list();
    for (auto i = begin; i < end; ++i)
      write_item(out, (*items)[i]);
    out.end_list();
    out.name("next").text_or_null(end < items->size() ? std::to_string(end) : std::string{});
    out.end_object();
    reading.answer_json(200, out.take());
  });
}

} // namespace gantry::gateway
