#include "tests/support/forwarding_store.hpp"

namespace gantry::test {

using namespace persistence;

commit_outcome forwarding_store::commit(std::span<const write_request* const> batch) {
  return inner_->commit(batch);
}
result<void> forwarding_store::reopen() {
  return inner_->reopen();
}
void forwarding_store::housekeeping(timestamp now) {
  inner_->housekeeping(now);
}

result<std::optional<instance_row>> forwarding_store::find_instance(const uuid& id) const {
  return inner_->find_instance(id);
}
result<std::optional<instance_row>> forwarding_store::find_instance(instance_number number) const {
  return inner_->find_instance(number);
}
result<std::optional<instance_row>> forwarding_store::find_by_key(std::string_view site,
                                                                  std::string_view workflow,
                                                                  std::string_view key) const {
  return inner_->find_by_key(site, workflow, key);
}
result<std::vector<journal_row>> forwarding_store::load_journal(instance_number number) const {
  return inner_->load_journal(number);
}
result<order_page> forwarding_store::list_orders(const order_filter& filter) const {
  return inner_->list_orders(filter);
}
result<std::vector<instance_row>> forwarding_store::needing_attention(std::int64_t cursor,
                                                                      std::size_t limit) const {
  return inner_->needing_attention(cursor, limit);
}
result<std::vector<timer_row>> forwarding_store::timers_due(timestamp until,
                                                            std::size_t limit) const {
  return inner_->timers_due(until, limit);
}
result<std::optional<timestamp>> forwarding_store::next_timer(timestamp after) const {
  return inner_->next_timer(after);
}
result<std::vector<lane_row>> forwarding_store::lane_queue(std::string_view contract,
                                                           std::size_t limit) const {
  return inner_->lane_queue(contract, limit);
}
result<std::vector<std::pair<std::string, std::int64_t>>>
forwarding_store::lanes_without(std::span<const std::string> contracts) const {
  return inner_->lanes_without(contracts);
}
result<std::vector<delivery>> forwarding_store::pending_deliveries(delivery_cursor behind,
                                                                   std::size_t limit) const {
  return inner_->pending_deliveries(behind, limit);
}
result<std::vector<delivery>> forwarding_store::deliveries_of(instance_number instance,
                                                              std::uint64_t from_inbox,
                                                              std::size_t limit) const {
  return inner_->deliveries_of(instance, from_inbox, limit);
}
result<std::optional<document_row>> forwarding_store::find_document(const uuid& id) const {
  return inner_->find_document(id);
}
result<std::vector<document_row>> forwarding_store::documents_received(std::size_t limit) const {
  return inner_->documents_received(limit);
}
result<std::vector<document_row>>
forwarding_store::list_documents(const document_filter& filter) const {
  return inner_->list_documents(filter);
}
result<std::vector<inbox_row>> forwarding_store::list_inbox(std::string_view state,
                                                            std::size_t limit,
                                                            std::uint64_t cursor) const {
  return inner_->list_inbox(state, limit, cursor);
}
result<std::vector<incident_row>> forwarding_store::list_incidents(std::size_t limit,
                                                                   std::int64_t cursor) const {
  return inner_->list_incidents(limit, cursor);
}
result<std::optional<idempotency_row>>
forwarding_store::find_idempotency(std::string_view site, std::string_view scope,
                                   std::string_view key) const {
  return inner_->find_idempotency(site, scope, key);
}
result<std::optional<definition_row>>
forwarding_store::find_definition(std::string_view closure) const {
  return inner_->find_definition(closure);
}
result<void> forwarding_store::put_definition(const definition_row& row) {
  return inner_->put_definition(row);
}
instance_number forwarding_store::next_instance_number() const {
  return inner_->next_instance_number();
}
const store_identity& forwarding_store::identity() const {
  return inner_->identity();
}
result<backup_progress> forwarding_store::back_up(const backup_request& what) const {
  return inner_->back_up(what);
}
result<std::vector<std::pair<std::string, std::int64_t>>> forwarding_store::totals() const {
  return inner_->totals();
}

} // namespace gantry::test
