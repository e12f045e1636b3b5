#pragma once

#include "actors/runtime_world.hpp"

#include <string_view>

namespace gantry::actors {

/// Errors: not_found, also for a text that is no id.
[[nodiscard]] result<persistence::instance_row> find_order(const persistence::store& from,
                                                           std::string_view order);

/// What is durable of an order, folded from its journal. Blocks on the database.
[[nodiscard]] result<order_detail> show_order(runtime_world& world, std::string_view order);
[[nodiscard]] result<std::vector<engine::timeline_item>> timeline_of_order(runtime_world& world,
                                                                           std::string_view order);

} // namespace gantry::actors
