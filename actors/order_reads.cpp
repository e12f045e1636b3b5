#include "actors/order_reads.hpp"

#include "actors/folded_order.hpp"

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
  return order_detail{std::move(folded->row), std::move(view), std::move(document),
                      std::move(folded->first_cause)};
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
  for (const auto& each : *journal) {
    const auto decoded = record_of(each, **definition);
    if (!decoded)
      return tl::unexpected(decoded.error());
    auto shown = engine::timeline_of(*decoded, **definition);
    std::move(shown.begin(), shown.end(), std::back_inserter(items));
  }
  return items;
}

} // namespace gantry::actors
