#include "examples/sandbox/warehouse.hpp"

#include "dsl/base/json.hpp"
#include "examples/sandbox/document.hpp"

namespace gantry::sandbox {
namespace {

constexpr duration delivery_takes = seconds(24 * 3600);

/// Field of a JSON document of our own; none when it is not there.
value field_of(const std::string& document, std::string_view name) {
  const auto parsed = parse_json(document);
  const value* const found = parsed ? parsed->find(name) : nullptr;
  return found ? *found : value{};
}

/// The carrier that the TMS booked for the order; the house's own van when it booked none.
value carrier_of(books& in, const std::string& order_id) {
  const auto booked = in.effects.standing_of_order("book_shipment", order_id);
  return booked.empty() ? value("own van") : field_of(booked.front().answer, "carrier");
}

} // namespace

std::string ship(books& in, const pick& what, timestamp now) {
  const auto fulfillment = in.effects.find("create_fulfillment", what.document);
  const value lines = fulfillment ? field_of(fulfillment->detail, "lines") : value{};
  in.picks.set_state(what.document, pick_state::shipped);
  return in.events.publish(
      {"wms", "shipment_confirmed", what.order_id,
       object({{"order_id", what.order_id},
               {"id", "S-" + what.document},
               {"carrier", carrier_of(in, what.order_id)},
               {"tracking_number", "00340" + what.document.substr(what.document.find('-') + 1)},
               {"shipped_at", format_timestamp(now)},
               {"estimated_delivery", format_timestamp(now + delivery_takes)},
               {"lines", lines}}),
       what.sends},
      now);
}

std::vector<std::string> ship_order(books& in, const std::string& order_id, timestamp now) {
  std::vector<std::string> events;
  for (const auto& waiting : in.picks.of_order(order_id))
    if (waiting.state == pick_state::picking)
      events.push_back(ship(in, waiting, now));
  return events;
}

} // namespace gantry::sandbox
