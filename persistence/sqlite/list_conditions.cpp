#include "persistence/sqlite/list_conditions.hpp"

#include "persistence/search_text.hpp"
#include "persistence/sqlite/finished_indexer.hpp"
#include "persistence/sqlite/run_statement.hpp"

namespace gantry::persistence::queries {

namespace {

void add_search(conditions& where, const order_filter& filter, which_orders which) {
  for (const auto& [label, value] : filter.search) {
    if (which == which_orders::finished) {
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

} // namespace

void conditions::add(const std::string& before, bound_value value, const std::string& after) {
  add_text(before + hold(std::move(value)) + after);
}

void conditions::add_text(const std::string& text) {
  sql_ += (sql_.empty() ? "" : " AND ") + text;
}

std::string conditions::hold(bound_value value) {
  values_.push_back(std::move(value));
  return "?";
}

void conditions::append(const conditions& others) {
  if (!others.sql_.empty())
    add_text(others.sql_);
  values_.insert(values_.end(), others.values_.begin(), others.values_.end());
}

void conditions::bind_to(SQLite::Statement& statement) const {
  for (std::size_t i = 0; i < values_.size(); ++i)
    std::visit([&](const auto& v) { bind_value(statement, static_cast<int>(i) + 1, v); },
               values_[i]);
}

conditions conditions_of(const order_filter& filter, which_orders which) {
  conditions where;
  where.add("i.site = ", filter.site);
  // The words of the partial indexes, so that they are used.
  if (which != which_orders::all)
    where.add_text(which == which_orders::open ? "i.finished = 0" : "i.finished = 1");
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

conditions conditions_of_lately(const order_filter& filter) {
  conditions where;
  where.add("f.site = ", filter.site);
  if (!filter.stage.empty())
    where.add("f.stage = ", filter.stage);
  if (!filter.channel.empty())
    where.add("f.channel = ", filter.channel);
  if (!filter.customer.empty())
    where.add("f.customer = ", filter.customer);
  for (const auto& [label, value] : filter.search)
    where.add("instr(f.search, ", encode_search_pair(label, value), ") > 0");
  return where;
}

std::vector<order_label> labels_of(const order_filter& filter) {
  std::vector<order_label> labels(filter.search.begin(), filter.search.end());
  if (!filter.customer.empty())
    labels.emplace_back(customer_label, filter.customer);
  if (!filter.stage.empty())
    labels.emplace_back(stage_label, filter.stage);
  if (!filter.channel.empty())
    labels.emplace_back(channel_label, filter.channel);
  return labels;
}

} // namespace gantry::persistence::queries
