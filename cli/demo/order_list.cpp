#include "cli/demo/order_list.hpp"

#include "cli/clock.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace gantry::cli {
namespace {

timestamp time_of(const value& order, std::string_view name) {
  const auto parsed = parse_timestamp(text_of(order, name));
  return parsed ? *parsed : timestamp{};
}

listed_order order_of(const value& item) {
  return {text_of(item, "id"),         text_of(item, "key"),        text_of(item, "status"),
          text_of(item, "held"),       text_of(item, "stage"),      text_of(item, "waiting_for"),
          time_of(item, "created_at"), time_of(item, "updated_at"), wall_clock()};
}

} // namespace

bool listed_order::ended() const {
  constexpr std::array ends{"completed", "rejected", "cancelled", "aborted"};
  return std::find(ends.begin(), ends.end(), status) != ends.end();
}

bool listed_order::at_rest() const {
  constexpr duration long_wait = seconds(3);
  return ended() || status == "held" ||
         (status == "waiting" && waiting_for == "retry of reserve" &&
          seen_at - updated_at > long_wait);
}

result<std::vector<listed_order>> list_all_orders(engine_client& engine) {
  std::vector<listed_order> orders;
  std::string cursor;
  do {
    const auto page = engine.request(
        "GET", "/v1/orders?limit=200" + (cursor.empty() ? "" : "&cursor=" + url_encode(cursor)));
    if (!page)
      return tl::unexpected(page.error());
    const auto* items = page->json.find("items");
    if (!page->fine() || items == nullptr || !items->is_list())
      return fail(errc::unavailable,
                  fmt::format("GET /v1/orders answered {}: {}", page->status, page->body));
    for (const auto& item : items->as_list())
      orders.push_back(order_of(item));
    cursor = text_of(page->json, "next");
  } while (!cursor.empty());
  return orders;
}

} // namespace gantry::cli
