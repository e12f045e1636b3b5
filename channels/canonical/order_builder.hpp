#pragma once

#include "dsl/base/value.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantry::channels {

/// Puts an object together member by member; absent texts are left out, so that they stay absent.
class object_builder {
public:
  object_builder& set(std::string_view name, value what) {
    members_.emplace_back(value(name), std::move(what));
    return *this;
  }
  object_builder& set_text(std::string_view name, std::string_view text) {
    return text.empty() ? *this : set(name, value(text));
  }
  [[nodiscard]] value build() { return value::make_map(std::move(members_)); }

private:
  std::vector<std::pair<value, value>> members_;
};

/// How much of a value is shown in a finding.
[[nodiscard]] std::string shortened(std::string_view text);

/// A count as a finding shows it: a number as it is, anything else in quotes.
[[nodiscard]] std::string quoted_count(std::string_view stated);

/// When goods are promised whose sender names no date: seven days after the order.
[[nodiscard]] timestamp promise_of(timestamp issued);

/// `A-Z`, three letters (ISO 4217); two letters (ISO 3166-1 alpha-2).
[[nodiscard]] bool is_currency_code(std::string_view text);
[[nodiscard]] bool is_country_code(std::string_view text);

} // namespace gantry::channels
