#include "persistence/list_rules.hpp"
#include "persistence/search_text.hpp"
#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/queries.hpp"
#include "persistence/sqlite/read_rows.hpp"

#include <SQLiteCpp/Column.h>

#include <algorithm>
#include <variant>

namespace gantry::persistence::queries {

namespace {

/// Conditions with their values, numbered in the order in which they were added.
class conditions {
public:
  using bound_value = std::variant<std::int64_t, std::string>;

  void add(const std::string& before, bound_value value, const std::string& after = {}) {
    values_.push_back(std::move(value));
    add_text(before + next() + after);
  }
  void add_text(const std::string& text) { sql_ += (sql_.empty() ? "" : " AND ") + text; }
  /// The placeholder of a value that stands inside a longer text.
  std::string hold(bound_value value) {
    values_.push_back(std::move(value));
    return next();
  }
  [[nodiscard]] const std::string& sql() const { return sql_; }
  void bind_to(SQLite::Statement& statement) const {
    for (std::size_t i = 0; i < values_.size(); ++i)
      std::visit([&](const auto& v) { bind_value(statement, static_cast<int>(i) + 1, v); },
                 values_[i]);
  }

private:
  [[nodiscard]] std::string next() const { return "?" + std::to_string(values_.size()); }
  std::string sql_;
  std::vector<bound_value> values_;
};

/// Which part of the orders is looked at: open ones have indexes and labels of their own.
enum class part { open, finished, all };

void add_search(conditions& where, const order_filter& filter, part which) {
  for (const auto& [label, value] : filter.search) {
    if (which == part::finished) {
      where.add("instr(i.search, ", encode_search_pair(label, value), ") > 0");
      continue;
    }
    const auto site_at = where.hold(filter.site);
    const auto label_at = where.hold(label);
    const auto value_at = where.hold(value);
    where.add_text("i.number IN (SELECT instance FROM search_labels WHERE site = " + site_at +
                   " AND label = " + label_at + " AND value = " + value_at + ")");
  }
}

conditions conditions_of(const order_filter& filter, part which) {
  conditions where;
  where.add("i.site = ", filter.site);
  // The words of the partial indexes, so that they are used.
  if (which != part::all)
    where.add_text(which == part::open ? "i.finished = 0" : "i.finished = 1");
  if (!filter.status.empty())
    where.add("i.status = ", filter.status);
  if (!filter.stage.empty())
    where.add("i.stage <> '' AND i.stage = ", filter.stage);
  if (!filter.channel.empty())
    where.add("i.channel = ", filter.channel);
  if (!filter.customer.empty())
    where.add("i.customer <> '' AND i.customer = ", filter.customer);
  if (!filter.key.empty())
    where.add("i.business_key = ", filter.key);
  if (filter.created_before)
    where.add("i.created_at < ", filter.created_before->ns);
  add_search(where, filter, which);
  return where;
}

std::vector<part> parts_of(const order_filter& filter) {
  if (!filter.status.empty())
    return {is_end_status(filter.status) ? part::finished : part::open};
  const bool narrow = !filter.stage.empty() || !filter.channel.empty() ||
                      !filter.customer.empty() || !filter.search.empty();
  if (narrow)
    return {part::open, part::finished};
  return {part::all};
}

std::vector<instance_row> read_part(reader& from, const order_filter& filter, part which,
                                    instance_number below, std::size_t limit) {
  auto where = conditions_of(filter, which);
  where.add("i.number < ", below);
  auto& statement =
      from.prepare("SELECT " + instance_columns + " FROM " + instance_tables + " WHERE " +
                   where.sql() + " ORDER BY i.number DESC LIMIT " + std::to_string(limit));
  const statement_use use(statement);
  where.bind_to(statement);
  std::vector<instance_row> rows;
  while (statement.executeStep())
    rows.push_back(read_instance_row(statement));
  return rows;
}

std::int64_t count_part(reader& from, const order_filter& filter, part which) {
  const auto where = conditions_of(filter, which);
  auto& statement =
      from.prepare("SELECT count(*) FROM (SELECT 1 FROM instances i WHERE " + where.sql() +
                   " LIMIT " + std::to_string(count_exact_max + 1) + ")");
  const statement_use use(statement);
  where.bind_to(statement);
  return statement.executeStep() ? statement.getColumn(0).getInt64() : 0;
}

} // namespace

result<order_page> list_orders(reader& from, const order_filter& filter) {
  const auto below = decode_cursor(filter.cursor);
  if (!below)
    return tl::unexpected(below.error());
  const auto page_size = page_size_of(filter);
  const snapshot one(from);
  std::vector<instance_row> items;
  std::int64_t count = 0;
  for (const auto which : parts_of(filter)) {
    auto rows = read_part(from, filter, which, *below, page_size + 1);
    std::ranges::move(rows, std::back_inserter(items));
    if (filter.count)
      count += count_part(from, filter, which);
  }
  std::ranges::sort(items, std::greater<>(), &instance_row::number);
  auto page = make_page(std::move(items), page_size);
  if (filter.count)
    page.count = format_count(count);
  return page;
}

} // namespace gantry::persistence::queries
