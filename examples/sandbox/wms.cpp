#include "dsl/base/json.hpp"
#include "examples/sandbox/arguments.hpp"
#include "examples/sandbox/document.hpp"
#include "examples/sandbox/operation.hpp"
#include "examples/sandbox/problem.hpp"
#include "examples/sandbox/warehouse.hpp"

#include <map>

namespace gantry::sandbox {
namespace {

/// Adds to (or takes from) what is free.
bool move_stock(books& in, const std::string& sku, const decimal& by) {
  const auto moved = in.free.free(sku).add(by);
  if (!moved || (moved->is_negative() && !moved->is_zero()))
    return false;
  in.free.set_free(sku, *moved);
  return true;
}

answer reserve(books& in, const call& what) {
  field_reader arguments(what.arguments);
  arguments.expect_only({"order_id", "lines"});
  const std::string order_id = arguments.text("order_id");
  const auto lines = read_lines(arguments);
  if (!arguments.errors().empty())
    return bad_arguments(arguments);
  std::map<std::string, decimal> wanted; // two lines may ask for the same item
  for (const auto& line : lines) {
    const auto sum = wanted[line.sku].add(line.quantity);
    const decimal available = in.free.free(line.sku);
    if (!sum || *sum > available)
      return business_error("out_of_stock", object({{"sku", line.sku}, {"available", available}}));
    wanted[line.sku] = *sum;
  }
  for (const auto& [sku, quantity] : wanted)
    static_cast<void>(move_stock(in, sku, quantity.negated()));
  value::list_type held;
  value::list_type packed;
  for (const auto& line : lines) {
    held.push_back(
        object({{"line", line.id}, {"quantity", line.quantity}, {"backordered", decimal{0}}}));
    packed.push_back(object(
        {{"line", line.id}, {"sku", line.sku}, {"quantity", line.quantity}, {"unit", line.unit}}));
  }
  const std::string id = in.effects.next_document("RES");
  const value made = object({{"id", id}, {"lines", value::make_list(std::move(held))}});
  in.effects.record({0, "wms", "reserve", what.key, id, what.now, std::nullopt, order_id,
                     to_json(made),
                     to_json(object({{"lines", value::make_list(std::move(packed))}}))});
  return done(made);
}

/// Puts back what a reservation held.
void put_back(books& in, const effect& reservation) {
  const auto detail = parse_json(reservation.detail);
  if (!detail || !detail->find("lines"))
    return;
  for (const auto& line : detail->find("lines")->as_list())
    if (const auto quantity = decimal::parse(line.find("quantity")->as_string()))
      static_cast<void>(move_stock(in, line.find("sku")->as_string(), *quantity));
}

answer create_fulfillment(books& in, const call& what) {
  field_reader arguments(what.arguments);
  arguments.expect_only({"order_id", "reservation", "ship_to"});
  const std::string order_id = arguments.text("order_id");
  const std::string reservation = arguments.text("reservation");
  static_cast<void>(read_country(arguments));
  if (!arguments.errors().empty())
    return bad_arguments(arguments);
  const auto held = in.effects.find("reserve", reservation);
  if (!held || held->undone_by)
    return business_error("unknown_reservation", object({{"id", reservation}}));
  const std::string id = in.effects.next_document("FUL");
  const value made = object({{"id", id}, {"order_id", order_id}});
  in.effects.record({0, "wms", "create_fulfillment", what.key, id, what.now, std::nullopt, order_id,
                     to_json(made), held->detail});
  pick started{id, order_id, pick_state::picking, std::nullopt, what.event_sends};
  if (what.ships_after_ms >= 0)
    started.due = what.now + milliseconds(what.ships_after_ms);
  in.picks.start(started);
  auto result = done(made);
  if (what.ships_after_ms == 0)
    result.events.push_back(ship(in, started, what.now));
  return result;
}

answer find_fulfillment(books& in, const call& what) {
  return list_standing(in, what, "create_fulfillment");
}

answer stop_picking(books& in, const call& what) {
  field_reader arguments(what.arguments);
  arguments.expect_only({"order_id"});
  const std::string order_id = arguments.text("order_id");
  if (!arguments.errors().empty())
    return bad_arguments(arguments);
  const auto picks = in.picks.of_order(order_id);
  for (const auto& one : picks)
    if (one.state == pick_state::shipped)
      return done(
          object({{"stopped", false}, {"reason", one.document + " is on its way already"}}));
  for (const auto& one : picks) {
    if (one.state != pick_state::picking)
      continue;
    in.picks.set_state(one.document, pick_state::stopped);
    in.effects.record({0, "wms", "stop_picking", what.key, one.document, what.now, std::nullopt,
                       order_id, "null", "null"});
  }
  return done(object({{"stopped", true}, {"reason", picks.empty() ? "nothing was to pick" : ""}}));
}

answer release(books& in, const call& what);
answer cancel_fulfillment(books& in, const call& what);

constexpr operation operations_of_wms[] = {
    {"wms", "reserve", effect_class::idempotent, reserve},
    {"wms", "release", effect_class::idempotent, release},
    {"wms", "create_fulfillment", effect_class::once, create_fulfillment},
    {"wms", "find_fulfillment", effect_class::read, find_fulfillment},
    {"wms", "cancel_fulfillment", effect_class::idempotent, cancel_fulfillment},
    {"wms", "stop_picking", effect_class::idempotent, stop_picking},
};

/// The document that an undo names while it still stands.
std::optional<effect> still_standing(books& in, const call& what, std::string_view made_by) {
  const value* const id = what.arguments.find("id");
  auto made = id && id->is_string() ? in.effects.find(made_by, id->as_string()) : std::nullopt;
  return made && !made->undone_by ? made : std::nullopt;
}

answer release(books& in, const call& what) {
  const auto held = still_standing(in, what, "reserve");
  auto result = undo(in, what, operations_of_wms[1], "reserve", "id");
  if (held && result.response.status == 200)
    put_back(in, *held);
  return result;
}

/// A parcel that has left already is called back by the carrier: the contract knows no refusal.
answer cancel_fulfillment(books& in, const call& what) {
  const auto made = still_standing(in, what, "create_fulfillment");
  auto result = undo(in, what, operations_of_wms[4], "create_fulfillment", "id");
  if (made && result.response.status == 200)
    in.picks.set_state(made->document, pick_state::stopped);
  return result;
}

} // namespace

std::span<const operation> wms_operations() {
  return operations_of_wms;
}

} // namespace gantry::sandbox
