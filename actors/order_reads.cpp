#include "actors/order_reads.hpp"

#include "actors/folded_order.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace gantry::actors {

result<persistence::instance_row> find_order(const persistence::store& from,
                                             std::string_view order) {
  const auto unknown = [order] {
    return fail(errc::not_found, "no order is known under " + std::string{order},
                "Ids stand in the answer to the submission and in the list of orders.");
  };
  const auto id = parse_uuid(order);
  if (!id)
    return unknown();
  auto row = from.find_instance(*id);
  if (!row)
    return tl::unexpected(std::move(row.error()));
  if (!*row)
    return unknown();
  return std::move(**row);
}

namespace {

/// An operation is named `erp.price_order`.
std::vector<std::string> unserved_by(const lanes& ways, const engine::order_view& view) {
  std::vector<std::string> found;
  for (const auto& call : view.open_calls) {
    auto contract = call.operation.substr(0, call.operation.find('.'));
    if (ways.find(contract) == nullptr &&
        std::find(found.begin(), found.end(), contract) == found.end())
      found.push_back(std::move(contract));
  }
  return found;
}

} // namespace

result<order_detail> show_order(runtime_world& world, std::string_view order) {
  const auto row = find_order(world.store(), order);
  if (!row)
    return tl::unexpected(row.error());
  auto folded = fold_order(world.store(), row->number, [&world](const std::string& closure) {
    return world.definition(closure);
  });
  if (!folded)
    return tl::unexpected(std::move(folded.error()));
  auto view = engine::view(folded->order);
  auto document = view.document;
  auto unserved = unserved_by(world.ways, view);
  return order_detail{std::move(folded->row), std::move(view), std::move(document),
                      std::move(folded->first_cause), std::move(unserved)};
}

result<std::vector<engine::timeline_item>> timeline_of_order(runtime_world& world,
                                                             std::string_view order) {
  const auto row = find_order(world.store(), order);
  if (!row)
    return tl::unexpected(row.error());
  const auto definition = world.definition(row->definition);
  if (!definition)
    return tl::unexpected(definition.error());
  const auto journal = world.store().load_journal(row->number);
  if (!journal)
    return tl::unexpected(journal.error());
  std::vector<engine::timeline_item> items;
  std::string request_id; // of what brought the order: sent with every call of it
  engine::timeline told(**definition);
  for (const auto& each : *journal) {
    const auto decoded = record_of(each, **definition);
    if (!decoded)
      return tl::unexpected(decoded.error());
    if (decoded->sequence == 1)
      request_id = decoded->cause.request_id;
    auto shown = told.tell(*decoded);
    for (auto& item : shown)
      if (item.kind == "sent")
        item.request_id = request_id;
    std::move(shown.begin(), shown.end(), std::back_inserter(items));
  }
  return items;
}

} // namespace gantry::actors
