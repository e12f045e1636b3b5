#pragma once

#include "dsl/base/decimal.hpp"
#include "examples/sandbox/database.hpp"

#include <string>

namespace gantry::sandbox {

/// What is free in the warehouse: the opening stock of the master data, less what is reserved.
class stock {
public:
  explicit stock(SQLite::Database& database);
  /// Nothing of an item that the master data do not know.
  [[nodiscard]] decimal free(const std::string& sku);
  void set_free(const std::string& sku, const decimal& quantity);

private:
  SQLite::Statement find_;
  SQLite::Statement upsert_;
};

} // namespace gantry::sandbox
