#pragma once

#include "dsl/base/value.hpp"

#include <initializer_list>
#include <string>
#include <utility>

namespace gantry::sandbox {

/// A JSON object with members in the order given.
[[nodiscard]] value object(std::initializer_list<std::pair<const char*, value>> members);
/// Money as documents carry it: exactly two digits after the point.
[[nodiscard]] std::string money(const decimal& amount);
/// quantity times price in cents, half up. Errors: bad_decimal when it leaves 34 digits.
[[nodiscard]] result<decimal> amount_of(const decimal& quantity, const decimal& unit_price);

} // namespace gantry::sandbox
