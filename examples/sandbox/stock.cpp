#include "examples/sandbox/stock.hpp"

#include "examples/sandbox/master_data.hpp"

namespace gantry::sandbox {

stock::stock(SQLite::Database& database)
    : find_(database, "select free from stock where sku = ?"),
      upsert_(database, "insert into stock (sku, free) values (?1, ?2) "
                        "on conflict (sku) do update set free = ?2") {}

decimal stock::free(const std::string& sku) {
  statement_use query(find_);
  query->bind(1, sku);
  if (query->executeStep())
    return decimal::parse(query->getColumn(0).getString()).value_or(decimal{});
  const auto known = find_item(sku);
  return known ? known->opening_stock : decimal{};
}

void stock::set_free(const std::string& sku, const decimal& quantity) {
  statement_use upsert(upsert_);
  upsert->bind(1, sku);
  upsert->bind(2, quantity.to_plain_string());
  upsert->exec();
}

} // namespace gantry::sandbox
