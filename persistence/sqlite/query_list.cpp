#include "persistence/list_rules.hpp"
#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/list_conditions.hpp"
#include "persistence/sqlite/queries.hpp"
#include "persistence/sqlite/read_rows.hpp"

#include <SQLiteCpp/Column.h>

#include <algorithm>
#include <optional>

namespace gantry::persistence::queries {

namespace {

/// An order is older than every number from here on. Numbers and times of creation grow together
/// unless the clock was put back, so the largest number among the newest of those that fit counts.
constexpr std::size_t clock_slack_orders = 1'000;

/// Labels that are counted so far to find the rarest one.
constexpr std::int64_t label_count_max = 1'000;

using bound = std::optional<instance_number>; ///< below this number; none: no order at all

bound below_age(reader& from, const order_filter& filter, instance_number below) {
  if (!filter.created_before)
    return below;
  const auto last = read_one(
      from,
      "SELECT max(number) FROM (SELECT number FROM instances INDEXED BY instances_created WHERE "
      "site = ?1 AND created_at < ?2 ORDER BY created_at DESC LIMIT ?3)",
      [](SQLite::Statement& row) { return row.getColumn(0).getInt64(); }, filter.site,
      *filter.created_before, clock_slack_orders);
  if (!last || *last == 0)
    return std::nullopt;
  return std::min(below, *last + 1);
}

/// Orders from a table in the order of their numbers, newest first.
std::vector<instance_row> read_newest(reader& from, const std::string& tables,
                                      const std::string& number, conditions where,
                                      instance_number below, std::size_t limit) {
  where.add(number + " < ", below);
  auto& statement =
      from.prepare("SELECT " + instance_columns + " FROM " + tables + " WHERE " + where.sql() +
                   " ORDER BY " + number + " DESC LIMIT " + std::to_string(limit));
  const statement_use use(statement);
  where.bind_to(statement);
  std::vector<instance_row> rows;
  while (statement.executeStep())
    rows.push_back(read_instance_row(statement));
  return rows;
}

std::int64_t count_rows(reader& from, const std::string& rows, const conditions& where) {
  auto& statement = from.prepare("SELECT count(*) FROM (" + rows + " LIMIT " +
                                 std::to_string(count_exact_max + 1) + ")");
  const statement_use use(statement);
  where.bind_to(statement);
  return statement.executeStep() ? statement.getColumn(0).getInt64() : 0;
}

/// One part of the orders, and how it is read.
class part_of_orders {
public:
  virtual ~part_of_orders() = default;
  [[nodiscard]] virtual std::vector<instance_row> newest(reader& from, instance_number below,
                                                         std::size_t limit) const = 0;
  [[nodiscard]] virtual std::int64_t count(reader& from) const = 0;
};

/// Along the numbers, or along an index that has the filter in front of them.
class scanned_part final : public part_of_orders {
public:
  scanned_part(const order_filter& filter, which_orders which) {
    const bool is_open = which == which_orders::open;
    if (is_open && !filter.search.empty()) {
      // Few open orders have one label and value.
      from_ = "search_labels s CROSS JOIN instances i ON i.number = s.instance";
      number_ = "s.instance";
      where_.add("s.site = ", filter.site);
      where_.add("s.label = ", filter.search.front().first);
      where_.add("s.value = ", filter.search.front().second);
    } else if (!is_open && filter.status.empty() && filter.key.empty()) {
      // SQLite would rather sort all orders of a site than walk down the numbers.
      walked_ = " NOT INDEXED";
    }
    where_.append(conditions_of(filter, which));
  }

  std::vector<instance_row> newest(reader& from, instance_number below,
                                   std::size_t limit) const override {
    return read_newest(from, from_ + walked_ + " LEFT JOIN heads h ON h.instance = i.number",
                       number_, where_, below, limit);
  }
  std::int64_t count(reader& from) const override {
    return count_rows(from, "SELECT 1 FROM " + from_ + " WHERE " + where_.sql(), where_);
  }

private:
  std::string from_ = "instances i";
  std::string walked_; ///< for pages alone: a count may take any index
  std::string number_ = "i.number";
  conditions where_;
};

/// Finished orders by a label: through the index, and those that are not in it yet.
class labelled_part final : public part_of_orders {
public:
  labelled_part(reader& from, const order_filter& filter) : filter_(filter) {
    const auto labels = labels_of(filter);
    label_ = labels.front();
    if (labels.size() < 2)
      return;
    auto fewest = label_count_max + 1;
    for (const auto& each : labels)
      if (const auto orders = count_label(from, each); orders < fewest) {
        fewest = orders;
        label_ = each;
      }
  }

  std::vector<instance_row> newest(reader& from, instance_number below,
                                   std::size_t limit) const override {
    auto rows = read_newest(from, "finished_labels l CROSS JOIN " + joined("l"), "l.instance",
                            indexed(), below, limit);
    std::ranges::move(read_newest(from, "finished_lately f CROSS JOIN " + joined("f"), "f.instance",
                                  lately(), below, limit),
                      std::back_inserter(rows));
    return rows;
  }

  std::int64_t count(reader& from) const override {
    const auto in_index = indexed();
    const auto found = count_rows(
        from, "SELECT 1 FROM finished_labels l" + order_of("l") + " WHERE " + in_index.sql(),
        in_index);
    if (found > count_exact_max)
      return found;
    // Those that are just being indexed stand in both places.
    auto late = lately();
    const auto site_at = late.hold(filter_.site);
    const auto label_at = late.hold(label_.first);
    const auto value_at = late.hold(label_.second);
    late.add_text("NOT EXISTS (SELECT 1 FROM finished_labels WHERE site = " + site_at +
                  " AND label = " + label_at + " AND value = " + value_at +
                  " AND instance = f.instance)");
    return found +
           count_rows(from,
                      "SELECT 1 FROM finished_lately f" + order_of("f") + " WHERE " + late.sql(),
                      late);
  }

private:
  static std::string joined(const std::string& of) {
    return "instances i ON i.number = " + of +
           ".instance LEFT JOIN heads h ON h.instance = i.number";
  }
  /// Counting looks at an order's row only when the filter does.
  [[nodiscard]] std::string order_of(const std::string& of) const {
    return needs_row() ? " CROSS JOIN instances i ON i.number = " + of + ".instance" : "";
  }
  [[nodiscard]] bool needs_row() const {
    return labels_of(filter_).size() > 1 || !filter_.status.empty() || !filter_.key.empty() ||
           filter_.created_before;
  }
  [[nodiscard]] conditions indexed() const {
    conditions where;
    where.add("l.site = ", filter_.site);
    where.add("l.label = ", label_.first);
    where.add("l.value = ", label_.second);
    if (needs_row())
      where.append(conditions_of(filter_, which_orders::finished));
    return where;
  }
  [[nodiscard]] conditions lately() const {
    auto where = conditions_of_lately(filter_);
    if (needs_row())
      where.append(conditions_of(filter_, which_orders::finished));
    return where;
  }
  [[nodiscard]] std::int64_t count_label(reader& from, const order_label& label) const {
    return read_one(
               from,
               "SELECT count(*) FROM (SELECT 1 FROM finished_labels WHERE site = ?1 AND label = "
               "?2 AND value = ?3 LIMIT ?4)",
               [](SQLite::Statement& row) { return row.getColumn(0).getInt64(); }, filter_.site,
               label.first, label.second, label_count_max)
        .value_or(0);
  }

  const order_filter& filter_;
  order_label label_;
};

std::vector<std::unique_ptr<part_of_orders>> parts_of(reader& from, const order_filter& filter) {
  std::vector<std::unique_ptr<part_of_orders>> parts;
  const bool by_label = !labels_of(filter).empty();
  const bool only_finished = is_end_status(filter.status);
  if (!by_label && filter.status.empty()) {
    parts.push_back(std::make_unique<scanned_part>(filter, which_orders::all));
    return parts;
  }
  if (!only_finished)
    parts.push_back(std::make_unique<scanned_part>(filter, which_orders::open));
  if (!only_finished && !filter.status.empty())
    return parts;
  if (by_label)
    parts.push_back(std::make_unique<labelled_part>(from, filter));
  else
    parts.push_back(std::make_unique<scanned_part>(filter, which_orders::finished));
  return parts;
}

/// Counted by the writer all the time; none when the filter asks for more than that.
std::optional<std::int64_t> counted(reader& from, const order_filter& filter) {
  if (!labels_of(filter).empty() || !filter.key.empty() || filter.created_before)
    return std::nullopt;
  return read_one(
      from,
      "SELECT coalesce(sum(orders), 0) FROM counters WHERE site = ?1 AND (?2 = '' OR status = ?2)",
      [](SQLite::Statement& row) { return row.getColumn(0).getInt64(); }, filter.site,
      filter.status);
}

} // namespace

result<order_page> list_orders(reader& from, const order_filter& filter) {
  const auto cursor = decode_cursor(filter.cursor);
  if (!cursor)
    return tl::unexpected(cursor.error());
  const auto page_size = page_size_of(filter);
  const snapshot one(from);
  const auto below = below_age(from, filter, *cursor);
  std::vector<instance_row> items;
  std::int64_t count = 0;
  const auto known = filter.count ? counted(from, filter) : std::nullopt;
  for (const auto& part : parts_of(from, filter)) {
    if (below)
      std::ranges::move(part->newest(from, *below, page_size + 1), std::back_inserter(items));
    if (filter.count && !known)
      count += part->count(from);
  }
  std::ranges::sort(items, std::greater<>(), &instance_row::number);
  // An order that is just being indexed stands in both places.
  const auto twice = std::ranges::unique(items, {}, &instance_row::number);
  items.erase(twice.begin(), twice.end());
  auto page = make_page(std::move(items), page_size);
  if (filter.count)
    page.count = format_count(known.value_or(count));
  return page;
}

} // namespace gantry::persistence::queries
