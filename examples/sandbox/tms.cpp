#include "dsl/base/json.hpp"
#include "examples/sandbox/arguments.hpp"
#include "examples/sandbox/document.hpp"
#include "examples/sandbox/draw.hpp"
#include "examples/sandbox/master_data.hpp"
#include "examples/sandbox/operation.hpp"

#include <array>

namespace gantry::sandbox {
namespace {

constexpr std::array<std::string_view, 4> carriers{"DHL", "DPD", "GLS", "UPS"};
constexpr duration until_pickup = seconds(4 * 3600);

std::string_view carrier_for(const std::string& order_id) {
  return carriers[static_cast<std::size_t>(draw(0, order_id) * carriers.size())];
}

answer book_shipment(books& in, const call& what) {
  field_reader arguments(what.arguments);
  arguments.expect_only({"order_id", "ship_to", "lines"});
  const std::string order_id = arguments.text("order_id");
  const std::string country = read_country(arguments);
  static_cast<void>(read_lines(arguments));
  if (!arguments.errors().empty())
    return bad_arguments(arguments);
  if (!delivers_to(country))
    return business_error("address_not_served",
                          object({{"reason", "no carrier goes to " + country}}));
  const std::string number = in.effects.next_document("TR");
  const value transport = object({{"number", number},
                                  {"carrier", carrier_for(order_id)},
                                  {"pickup_at", format_timestamp(what.now + until_pickup)}});
  in.effects.record({0, "tms", "book_shipment", what.key, number, what.now, std::nullopt, order_id,
                     to_json(transport), "null"});
  return done(transport);
}

answer find_shipment(books& in, const call& what) {
  return list_standing(in, what, "book_shipment");
}

answer cancel_shipment(books& in, const call& what);

constexpr operation operations_of_tms[] = {
    {"tms", "book_shipment", effect_class::once, book_shipment},
    {"tms", "find_shipment", effect_class::read, find_shipment},
    {"tms", "cancel_shipment", effect_class::idempotent, cancel_shipment},
};

answer cancel_shipment(books& in, const call& what) {
  return undo(in, what, operations_of_tms[2], "book_shipment", "number");
}

} // namespace

std::span<const operation> tms_operations() {
  return operations_of_tms;
}

} // namespace gantry::sandbox
