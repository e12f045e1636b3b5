#include "persistence/sqlite/finished_indexer.hpp"

#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/run_statement.hpp"

#include <SQLiteCpp/Column.h>

#include <algorithm>

namespace gantry::persistence {

namespace {

/// A millisecond or two.
constexpr std::size_t rows_a_commit = 1'000;
/// An order has three to six rows; so the indexer is faster than what finishes.
constexpr std::size_t rows_an_order = 10;

} // namespace

search_pairs labels_of_order(const labelled_order& order) {
  auto labels = decode_search(order.search);
  // No list asks for orders without one of these; for an empty value of the flow's own, some do.
  const auto add = [&](const std::string& label, const std::string& value) {
    if (!value.empty())
      labels.emplace_back(label, value);
  };
  add(stage_label, order.stage);
  add(channel_label, order.channel);
  add(customer_label, order.customer);
  return labels;
}

finished_indexer::finished_indexer(SQLite::Database& database)
    : add_(database, "INSERT INTO finished_lately (instance, site, stage, channel, customer, "
                     "search) SELECT number, site, stage, channel, customer, search FROM instances "
                     "WHERE number = ?1"),
      gather_(database, "SELECT instance, site, stage, channel, customer, search FROM "
                        "finished_lately ORDER BY instance LIMIT ?1"),
      insert_(database, "INSERT INTO finished_labels (site, label, value, instance) VALUES (?1, "
                        "?2, ?3, ?4) ON CONFLICT DO NOTHING"),
      remove_(database, "DELETE FROM finished_lately WHERE instance = ?1"),
      lately_(static_cast<std::size_t>(
          database.execAndGet("SELECT count(*) FROM finished_lately").getInt64())) {}

void finished_indexer::add(instance_number instance) {
  run(add_, instance);
  ++added_;
}

void finished_indexer::gather() {
  const statement_use use(gather_);
  bind_values(gather_, gathered_max);
  while (gather_.executeStep()) {
    const auto instance = gather_.getColumn(0).getInt64();
    const auto site = text_at(gather_, 1);
    for (auto& [label, value] : labels_of_order(
             {text_at(gather_, 2), text_at(gather_, 3), text_at(gather_, 4), text_at(gather_, 5)}))
      labels_.emplace_back(site, std::move(label), std::move(value), instance);
    gone_.push_back(instance);
  }
  std::ranges::sort(labels_);
}

void finished_indexer::work() {
  if (gone_.empty() && lately_ + added_ >= gathered_max)
    gather();
  const auto all = labels_.size() + gone_.size();
  const auto until = std::min(all, done_ + rows_a_commit + rows_an_order * added_);
  for (next_ = done_; next_ < until; ++next_) {
    if (next_ < labels_.size()) {
      const auto& [site, label, value, instance] = labels_[next_];
      run(insert_, site, label, value, instance);
    } else {
      run(remove_, gone_[next_ - labels_.size()]);
    }
  }
}

void finished_indexer::committed() {
  lately_ += added_;
  added_ = 0;
  done_ = next_;
  if (done_ < labels_.size() + gone_.size())
    return;
  lately_ -= std::min(lately_, gone_.size());
  labels_.clear();
  gone_.clear();
  done_ = next_ = 0;
}

/// What was gathered may have finished in the transaction that is undone: gathered anew, and what
/// is in the index already stays.
void finished_indexer::rolled_back() {
  added_ = 0;
  gather_anew();
}

void finished_indexer::gather_anew() {
  labels_.clear();
  gone_.clear();
  done_ = next_ = 0;
}

} // namespace gantry::persistence
