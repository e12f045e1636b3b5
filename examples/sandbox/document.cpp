#include "examples/sandbox/document.hpp"

namespace gantry::sandbox {

value object(std::initializer_list<std::pair<const char*, value>> members) {
  std::vector<std::pair<value, value>> entries;
  entries.reserve(members.size());
  for (const auto& [name, content] : members)
    entries.emplace_back(value(name), content);
  return value::make_map(std::move(entries));
}

std::string money(const decimal& amount) {
  const auto cents = amount.quantize(-2, rounding::half_up);
  return cents ? cents->to_plain_string() : amount.to_plain_string();
}

result<decimal> amount_of(const decimal& quantity, const decimal& unit_price) {
  return quantity.multiply(unit_price).and_then([](const decimal& exact) {
    return exact.quantize(-2, rounding::half_up);
  });
}

} // namespace gantry::sandbox
