#include "tests/support/memory_store.hpp"

#include "persistence/inbox_cursor.hpp"
#include "persistence/list_rules.hpp"
#include "tests/support/memory_tables.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <map>
#include <mutex>
#include <set>
#include <tuple>

namespace gantry::test {

using namespace persistence;

class memory_disk {
public:
  explicit memory_disk(std::string named) : site(std::move(named)) {}

  const std::string site;
  std::mutex lock; ///< of what follows
  std::uint64_t epoch = 0;
  memory_tables tables;
};

namespace {

bool fits(const instance_row& row, const order_filter& filter) {
  const auto is = [](const std::string& asked, const std::string& has) {
    return asked.empty() || asked == has;
  };
  const auto has_label = [&](const auto& pair) {
    return std::ranges::find(row.search, pair) != row.search.end();
  };
  return row.site == filter.site && is(filter.status, row.status) && is(filter.stage, row.stage) &&
         is(filter.channel, row.channel) && is(filter.customer, row.customer) &&
         is(filter.key, row.key) &&
         (!filter.created_before || row.created_at < *filter.created_before) &&
         std::ranges::all_of(filter.search, has_label);
}

/// The first rows that fit, from the newest downwards, below a cursor.
template <class Row, class Fits>
std::vector<Row> newest_first(const std::vector<Row>& rows, std::size_t limit, std::uint64_t below,
                              const Fits& wanted) {
  std::vector<Row> found;
  for (auto at = rows.rbegin(); at != rows.rend() && found.size() < limit; ++at)
    if (at->number != 0 && (below == 0 || static_cast<std::uint64_t>(at->number) < below) &&
        wanted(*at))
      found.push_back(*at);
  return found;
}

template <class Map, class Key>
auto look_up(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

template <class Row>
void shorten(std::vector<Row>& rows, std::size_t limit) {
  if (rows.size() > limit)
    rows.resize(limit);
}

class memory_store final : public store {
public:
  explicit memory_store(std::shared_ptr<memory_disk> disk) : disk_(std::move(disk)) {
    const auto held = hold();
    identity_.site = disk_->site;
    identity_.epoch = ++disk_->epoch;
    identity_.incarnation = "memory";
    identity_.host_mark = "memory";
    identity_.process_mark = std::to_string(identity_.epoch);
  }

  commit_outcome commit(std::span<const write_request* const> batch) override {
    const auto held = hold();
    if (disk_->epoch != identity_.epoch)
      return {
          commit_state::fenced,
          {},
          error{errc::store_busy, "the tables belong to a store that was opened later", {}, {}}};
    commit_outcome outcome;
    for (const auto* request : batch)
      outcome.results.push_back(write_to(disk_->tables, *request));
    return outcome;
  }

  result<void> reopen() override { return {}; }

  void housekeeping(timestamp now) override {
    const auto held = hold();
    if (disk_->epoch == identity_.epoch)
      expire(disk_->tables, now);
  }

  result<std::optional<instance_row>> find_instance(const uuid& id) const override {
    const auto held = hold();
    const auto number = look_up(tables().instance_of_id, id);
    return number ? look_up(tables().instances, *number) : std::nullopt;
  }
  result<std::optional<instance_row>> find_instance(instance_number number) const override {
    const auto held = hold();
    return look_up(tables().instances, number);
  }
  /// The latest generation.
  result<std::optional<instance_row>> find_by_key(std::string_view site, std::string_view workflow,
                                                  std::string_view key) const override {
    const auto held = hold();
    const auto latest = std::numeric_limits<std::uint32_t>::max();
    auto after = tables().instance_of_key.upper_bound(
        {std::string(site), std::string(workflow), std::string(key), latest});
    if (after == tables().instance_of_key.begin())
      return std::nullopt;
    const auto& [found, number] = *--after;
    const bool same =
        std::get<0>(found) == site && std::get<1>(found) == workflow && std::get<2>(found) == key;
    return same ? look_up(tables().instances, number) : std::nullopt;
  }

  result<std::vector<journal_row>> load_journal(instance_number number) const override {
    const auto held = hold();
    const auto found = tables().instances.find(number);
    if (found == tables().instances.end())
      return fail(errc::not_found, "there is no instance number " + std::to_string(number));
    std::vector<journal_row> rows;
    for (auto at = found->second.last; at != 0; at = rows.back().previous)
      rows.push_back(tables().journal[static_cast<std::size_t>(at) - 1]);
    std::ranges::reverse(rows);
    return rows;
  }

  result<order_page> list_orders(const order_filter& filter) const override {
    const auto below = decode_cursor(filter.cursor);
    if (!below)
      return tl::unexpected(below.error());
    const auto held = hold();
    std::vector<instance_row> items;
    std::int64_t count = 0;
    for (auto at = tables().instances.rbegin(); at != tables().instances.rend(); ++at) {
      if (!fits(at->second, filter))
        continue;
      ++count;
      if (at->first < *below && items.size() <= page_size_of(filter))
        items.push_back(at->second);
    }
    auto page = make_page(std::move(items), page_size_of(filter));
    if (filter.count)
      page.count = format_count(count);
    return page;
  }

  result<std::vector<instance_row>> needing_attention(std::int64_t cursor,
                                                      std::size_t limit) const override {
    const auto held = hold();
    std::vector<instance_row> rows;
    for (const auto& [number, row] : tables().instances)
      if (row.attention && (cursor == 0 || attention_cursor(row) > cursor))
        rows.push_back(row);
    std::ranges::sort(rows, {}, [](const instance_row& row) { return attention_cursor(row); });
    shorten(rows, limit);
    return rows;
  }

  result<std::vector<timer_row>> timers_due(timestamp until, std::size_t limit) const override {
    const auto held = hold();
    std::vector<timer_row> rows;
    for (const auto& [due, instance, timer] : tables().timers_by_due) {
      if (due > until || rows.size() == limit)
        break;
      rows.push_back(tables().timers.at({instance, timer}));
    }
    return rows;
  }
  result<std::optional<timestamp>> next_timer(timestamp after) const override {
    const auto held = hold();
    const auto found =
        tables().timers_by_due.upper_bound({after, std::numeric_limits<instance_number>::max(),
                                            std::numeric_limits<std::uint32_t>::max()});
    if (found == tables().timers_by_due.end())
      return std::nullopt;
    return std::get<0>(*found);
  }

  result<std::vector<lane_row>> lane_queue(std::string_view contract,
                                           std::size_t limit) const override {
    const auto held = hold();
    std::vector<lane_row> rows;
    for (const auto& [key, lane] : tables().lanes)
      if (lane.contract == contract)
        rows.push_back(lane);
    std::ranges::sort(rows, {},
                      [](const lane_row& lane) { return std::pair(turn_of(lane), lane.instance); });
    shorten(rows, limit);
    return rows;
  }

  result<std::vector<std::pair<std::string, std::int64_t>>>
  lanes_without(std::span<const std::string> contracts) const override {
    const auto held = hold();
    std::map<std::string, std::set<instance_number>> waiting;
    for (const auto& [key, lane] : tables().lanes)
      if (std::ranges::find(contracts, lane.contract) == contracts.end())
        waiting[lane.contract].insert(lane.instance);
    std::vector<std::pair<std::string, std::int64_t>> found;
    for (const auto& [contract, orders] : waiting)
      found.emplace_back(contract, static_cast<std::int64_t>(orders.size()));
    return found;
  }

  result<std::vector<delivery>> pending_deliveries(delivery_cursor behind,
                                                   std::size_t limit) const override {
    return deliveries_where(limit, [&](const delivery& one) {
      return std::pair(one.event.number, one.instance) > std::pair(behind.inbox, behind.instance);
    });
  }
  result<std::vector<delivery>> deliveries_of(instance_number instance, std::uint64_t from_inbox,
                                              std::size_t limit) const override {
    return deliveries_where(limit, [&](const delivery& one) {
      return one.instance == instance && one.event.number >= from_inbox;
    });
  }

  result<std::optional<document_row>> find_document(const uuid& id) const override {
    const auto held = hold();
    const auto at = look_up(tables().document_of_id, id);
    return at ? std::optional(tables().documents[*at]) : std::nullopt;
  }
  result<std::vector<document_row>> documents_received(std::size_t limit) const override {
    const auto held = hold();
    std::vector<document_row> rows;
    for (const auto& row : tables().documents)
      if ((row.state == "received" || row.state == "replying") && rows.size() < limit)
        rows.push_back(row);
    return rows;
  }

  result<std::vector<document_row>> list_documents(const document_filter& by) const override {
    const auto held = hold();
    auto rows = newest_first(tables().documents, by.limit, static_cast<std::uint64_t>(by.cursor),
                             [&](const document_row& row) {
                               const bool fits = by.state == "finding" ? row.worst == "error"
                                                 : by.state.empty()    ? true
                                                                       : row.state == by.state;
                               return fits && row.state != "order" &&
                                      (by.channel.empty() || row.channel == by.channel);
                             });
    for (auto& row : rows) {
      row.bytes = row.body.size();
      row.body.clear();
    }
    return rows;
  }
  result<std::vector<inbox_row>> list_inbox(std::string_view state, std::size_t limit,
                                            std::uint64_t cursor) const override {
    const auto held = hold();
    if (state != "unmatched")
      return newest_first(tables().inbox, limit, cursor, [&](const inbox_row& row) {
        return state.empty() || row.state == state;
      });
    std::vector<inbox_row> rows;
    if (cursor < behind_findings)
      rows = newest_first(tables().inbox, limit, cursor,
                          [](const inbox_row& row) { return row.state == "finding"; });
    const auto behind = newest_first(
        tables().inbox, limit - rows.size(),
        cursor < behind_findings ? 0 : cursor & ~behind_findings,
        [](const inbox_row& row) { return row.state == "unmatched" || row.state == "expired"; });
    rows.insert(rows.end(), behind.begin(), behind.end());
    return rows;
  }
  result<std::vector<incident_row>> list_incidents(std::size_t limit,
                                                   std::int64_t cursor) const override {
    const auto held = hold();
    return newest_first(tables().incidents, limit, static_cast<std::uint64_t>(cursor),
                        [](const incident_row&) { return true; });
  }

  result<std::optional<idempotency_row>> find_idempotency(std::string_view site,
                                                          std::string_view scope,
                                                          std::string_view key) const override {
    const auto held = hold();
    return look_up(tables().idempotency,
                   std::tuple(std::string(site), std::string(scope), std::string(key)));
  }
  result<std::optional<definition_row>> find_definition(std::string_view closure) const override {
    const auto held = hold();
    return look_up(tables().definitions, std::string(closure));
  }
  result<void> put_definition(const definition_row& row) override {
    const auto held = hold();
    disk_->tables.definitions.try_emplace(row.closure, row);
    return {};
  }

  instance_number next_instance_number() const override {
    const auto held = hold();
    return tables().next_number();
  }
  const store_identity& identity() const override { return identity_; }
  result<backup_progress> back_up(const backup_request&) const override {
    return fail(errc::unavailable, "a store in memory has no backups");
  }
  result<std::vector<std::pair<std::string, std::int64_t>>> totals() const override {
    const auto held = hold();
    return std::vector<std::pair<std::string, std::int64_t>>(tables().orders_by_status.begin(),
                                                             tables().orders_by_status.end());
  }

private:
  template <class Belongs>
  std::vector<delivery> deliveries_where(std::size_t limit, Belongs belongs) const {
    const auto held = hold();
    std::vector<delivery> rows;
    for (const auto& [key, consumed] : tables().deliveries) {
      delivery one{key.first, tables().inbox[key.second - 1]};
      if (!consumed && belongs(one))
        rows.push_back(std::move(one));
    }
    std::ranges::sort(
        rows, {}, [](const delivery& one) { return std::pair(one.event.number, one.instance); });
    shorten(rows, limit);
    return rows;
  }
  [[nodiscard]] std::lock_guard<std::mutex> hold() const {
    return std::lock_guard<std::mutex>(disk_->lock);
  }
  [[nodiscard]] const memory_tables& tables() const { return disk_->tables; }

  std::shared_ptr<memory_disk> disk_;
  store_identity identity_;
};

} // namespace

std::shared_ptr<memory_disk> make_memory_disk(std::string site) {
  return std::make_shared<memory_disk>(std::move(site));
}

std::shared_ptr<store> open_memory_store(std::shared_ptr<memory_disk> disk) {
  return std::make_shared<memory_store>(std::move(disk));
}

std::shared_ptr<store> make_memory_store() {
  return open_memory_store(make_memory_disk());
}

} // namespace gantry::test
