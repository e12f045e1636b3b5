#pragma once

#include "actors/runtime.hpp"
#include "gateway/api/json_writer.hpp"

#include <string>
#include <string_view>

namespace gantry::gateway {

/// The members of an order as lists show it, into an object that is open.
void write_order_row(json_writer& out, const persistence::instance_row& row);

/// An order as `GET /v1/orders/{id}` shows it; `ignored` is added when it is not empty (E7.6).
[[nodiscard]] std::string order_json(const actors::order_detail& order,
                                     std::string_view ignored = {});

/// The verbs that an order takes now, as a JSON list; those on a hold with its number:
/// `["pause","retry (hold 1)"]`.
[[nodiscard]] std::string legal_json(const engine::order_view& view);

} // namespace gantry::gateway
