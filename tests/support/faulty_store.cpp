#include "tests/support/faulty_store.hpp"

namespace gantry::test {

using namespace persistence;

namespace {

commit_outcome not_taken(commit_state how, errc code, std::string why) {
  return {how, {}, error{code, std::move(why), {}, {}}};
}

} // namespace

fault_source draw_faults(std::uint64_t seed, fault_odds odds) {
  return [odds, random = std::mt19937_64(seed)](std::uint64_t) mutable {
    // Fifty-three bits of the generator's own, because distributions differ between libraries.
    auto drawn = static_cast<double>(random() >> 11) / 9007199254740992.0;
    const auto falls_into = [&](double share) {
      drawn -= share;
      return drawn < 0;
    };
    if (falls_into(odds.lost_acknowledgement))
      return store_fault::lost_acknowledgement;
    if (falls_into(odds.lost_commit))
      return store_fault::lost_commit;
    if (falls_into(odds.disk_full))
      return store_fault::disk_full;
    return falls_into(odds.busy) ? store_fault::busy : store_fault::none;
  };
}

faulty_store::faulty_store(std::shared_ptr<store> inner, fault_source otherwise)
    : inner_(std::move(inner)), otherwise_(std::move(otherwise)) {}

std::shared_ptr<faulty_store> make_faulty_store(std::shared_ptr<store> inner,
                                                fault_source otherwise) {
  return std::make_shared<faulty_store>(std::move(inner), std::move(otherwise));
}

void faulty_store::fail_commit(std::uint64_t nth, store_fault how) {
  const std::lock_guard held(lock_);
  script_[nth] = how;
}
void faulty_store::fail_next_commit(store_fault how) {
  const std::lock_guard held(lock_);
  script_[commits_ + 1] = how;
}
void faulty_store::fill_disk() {
  const std::lock_guard held(lock_);
  disk_full_ = true;
}
void faulty_store::make_room() {
  const std::lock_guard held(lock_);
  disk_full_ = false;
}
void faulty_store::fail_reopen(int times) {
  const std::lock_guard held(lock_);
  reopen_fails_ = times;
}
std::uint64_t faulty_store::commits() const {
  const std::lock_guard held(lock_);
  return commits_;
}
std::uint64_t faulty_store::faults() const {
  const std::lock_guard held(lock_);
  return faults_;
}
std::uint64_t faulty_store::reopenings() const {
  const std::lock_guard held(lock_);
  return reopenings_;
}

store_fault faulty_store::next_fault() {
  const std::lock_guard held(lock_);
  ++commits_;
  auto fault = store_fault::none;
  if (connection_lost_)
    fault = store_fault::lost_commit;
  else if (const auto scripted = script_.find(commits_); scripted != script_.end())
    fault = scripted->second;
  else if (disk_full_)
    fault = store_fault::disk_full;
  else if (otherwise_)
    fault = otherwise_(commits_);
  if (fault != store_fault::none)
    ++faults_;
  if (fault == store_fault::lost_acknowledgement || fault == store_fault::lost_commit)
    connection_lost_ = true;
  return fault;
}

commit_outcome faulty_store::commit(std::span<const write_request* const> batch) {
  switch (next_fault()) {
  case store_fault::none: break;
  case store_fault::lost_acknowledgement:
    if (auto outcome = inner_->commit(batch); outcome.is == commit_state::not_committed)
      return outcome;
    return not_taken(commit_state::unknown, errc::commit_unknown,
                     "the connection was lost after the commit");
  case store_fault::lost_commit:
    return not_taken(commit_state::unknown, errc::commit_unknown,
                     "the connection was lost before the commit");
  case store_fault::disk_full:
    return not_taken(commit_state::not_committed, errc::store_full, "the disk is full");
  case store_fault::busy:
    return not_taken(commit_state::not_committed, errc::store_busy, "the database is busy");
  }
  return inner_->commit(batch);
}

result<void> faulty_store::reopen() {
  {
    const std::lock_guard held(lock_);
    ++reopenings_;
    if (reopen_fails_ > 0) {
      --reopen_fails_;
      return fail(errc::store_failed, "the database cannot be opened");
    }
    connection_lost_ = false;
  }
  return inner_->reopen();
}

void faulty_store::housekeeping(timestamp now) {
  inner_->housekeeping(now);
}

result<std::optional<instance_row>> faulty_store::find_instance(const uuid& id) const {
  return inner_->find_instance(id);
}
result<std::optional<instance_row>> faulty_store::find_instance(instance_number number) const {
  return inner_->find_instance(number);
}
result<std::optional<instance_row>> faulty_store::find_by_key(std::string_view site,
                                                              std::string_view workflow,
                                                              std::string_view key) const {
  return inner_->find_by_key(site, workflow, key);
}
result<std::vector<journal_row>> faulty_store::load_journal(instance_number number) const {
  return inner_->load_journal(number);
}
result<order_page> faulty_store::list_orders(const order_filter& filter) const {
  return inner_->list_orders(filter);
}
result<std::vector<instance_row>> faulty_store::needing_attention(std::int64_t cursor,
                                                                  std::size_t limit) const {
  return inner_->needing_attention(cursor, limit);
}
result<std::vector<timer_row>> faulty_store::timers_due(timestamp until, std::size_t limit) const {
  return inner_->timers_due(until, limit);
}
result<std::optional<timestamp>> faulty_store::next_timer(timestamp after) const {
  return inner_->next_timer(after);
}
result<std::vector<lane_row>> faulty_store::lane_queue(std::string_view contract,
                                                       std::size_t limit) const {
  return inner_->lane_queue(contract, limit);
}
result<std::vector<std::pair<std::string, std::int64_t>>>
faulty_store::lanes_without(std::span<const std::string> contracts) const {
  return inner_->lanes_without(contracts);
}
result<std::vector<delivery>> faulty_store::pending_deliveries(delivery_cursor behind,
                                                               std::size_t limit) const {
  return inner_->pending_deliveries(behind, limit);
}
result<std::vector<delivery>> faulty_store::deliveries_of(instance_number instance,
                                                          std::uint64_t from_inbox,
                                                          std::size_t limit) const {
  return inner_->deliveries_of(instance, from_inbox, limit);
}
result<std::optional<document_row>> faulty_store::find_document(const uuid& id) const {
  return inner_->find_document(id);
}
result<std::vector<document_row>> faulty_store::documents_received(std::size_t limit) const {
  return inner_->documents_received(limit);
}
result<std::vector<document_row>>
faulty_store::list_documents(const document_filter& filter) const {
  return inner_->list_documents(filter);
}
result<std::vector<inbox_row>> faulty_store::list_inbox(std::string_view state, std::size_t limit,
                                                        std::uint64_t cursor) const {
  return inner_->list_inbox(state, limit, cursor);
}
result<std::vector<incident_row>> faulty_store::list_incidents(std::size_t limit,
                                                               std::int64_t cursor) const {
  return inner_->list_incidents(limit, cursor);
}
result<std::optional<idempotency_row>> faulty_store::find_idempotency(std::string_view site,
                                                                      std::string_view scope,
                                                                      std::string_view key) const {
  return inner_->find_idempotency(site, scope, key);
}
result<std::optional<definition_row>>
faulty_store::find_definition(std::string_view closure) const {
  return inner_->find_definition(closure);
}
result<void> faulty_store::put_definition(const definition_row& row) {
  return inner_->put_definition(row);
}
instance_number faulty_store::next_instance_number() const {
  return inner_->next_instance_number();
}
const store_identity& faulty_store::identity() const {
  return inner_->identity();
}
result<persistence::backup_progress>
faulty_store::back_up(const persistence::backup_request& what) const {
  return inner_->back_up(what);
}
result<std::vector<std::pair<std::string, std::int64_t>>> faulty_store::totals() const {
  return inner_->totals();
}

} // namespace gantry::test
