#pragma once

#include "dsl/base/decimal.hpp"
#include "dsl/base/value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gantry::sandbox {

/// A buyer as CRM and ERP know him. The credit is a limit for each order and is not used up, so
/// that an order's fate depends on the order alone.
struct account {
  std::string number;
  std::string name;
  decimal credit;
  bool blocked = false;
};

/// What can be ordered, its list price and the stock that the warehouse opened with.
struct item {
  std::string sku;
  std::string name;
  decimal list_price;
  decimal opening_stock;
};

inline constexpr std::string_view house_currency = "EUR";
inline constexpr int accounts_count = 20;
inline constexpr int items_count = 500;

/// `C-1001` to `C-1020`: `C-1001` has the largest credit, `C-1019` is blocked, `C-1020` has 100.00.
[[nodiscard]] std::optional<account> find_account(std::string_view number);
/// `SKU-1` to `SKU-500`: plenty in stock, of `SKU-13` nothing.
[[nodiscard]] std::optional<item> find_item(std::string_view sku);
/// DE AT CH FR NL US.
[[nodiscard]] bool delivers_to(std::string_view country);
/// What `GET /masterdata` answers.
[[nodiscard]] value describe_master_data();

} // namespace gantry::sandbox
