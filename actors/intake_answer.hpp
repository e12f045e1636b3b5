#pragma once

#include "actors/runtime.hpp"

#include <string>

namespace gantry::actors {

[[nodiscard]] order_brief brief_of(const persistence::instance_row& row);

/// `{"id","key","status","duplicate"}`, as `POST /v1/orders` answers.
[[nodiscard]] std::string answer_json(const order_brief& order, bool duplicate);

/// The order that such an answer is about.
[[nodiscard]] order_brief brief_in(const std::string& answer);

/// The answer that is kept under an Idempotency-Key: 202 for a new order, 200 for a known one.
void fill_answer(persistence::idempotency_row& row, const order_brief& order, bool duplicate);

} // namespace gantry::actors
