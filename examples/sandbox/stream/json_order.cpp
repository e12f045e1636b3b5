#include "dsl/base/json.hpp"
#include "examples/sandbox/document.hpp"
#include "examples/sandbox/stream/stream_order.hpp"

namespace gantry::sandbox {
namespace {

constexpr duration day = seconds(86'400);

value lines_of(const stream_order& order) {
  value::list_type lines;
  for (const auto& line : order.lines)
    lines.push_back(object({{"id", std::to_string(lines.size() + 1)},
                            {"sku", line.sku},
                            {"quantity", std::to_string(line.quantity)},
                            {"unit", "EA"},
                            {"unit_price", money(line.unit_price)}}));
  return value::make_list(std::move(lines));
}

value address_of(const stream_address& address) {
  return object({{"name", address.first_name + " " + address.last_name},
                 {"street", address.street},
                 {"postal_code", address.postal_code},
                 {"city", address.city},
                 {"country", address.country_code}});
}

} // namespace

stream_document write_json_order(const stream_order& order) {
  const std::string external_id = "W-" + order.number;
  const value document = object(
      {{"order_number", external_id},
       {"version", 1},
       {"issued_at", format_timestamp(order.issued)},
       {"source",
        object({{"channel", "json"}, {"partner", "portal"}, {"external_id", external_id}})},
       {"buyer", object({{"account", order.account}, {"name", order.account_name}})},
       {"ship_to", address_of(order.ship_to)},
       {"lines", lines_of(order)},
       {"currency", order.currency},
       {"payable_amount", money(order.total)},
       {"rush", order.rush},
       {"promised", format_timestamp(order.issued + seconds(5 * 86'400))},
       {"ship_window", object({{"not_before", format_timestamp(order.issued)},
                               {"not_after", format_timestamp(order.issued + day + day)}})}});
  return {"json",
          "application/json",
          {},
          to_json(document),
          {{external_id, order.outcome, order.reason}}};
}

} // namespace gantry::sandbox
