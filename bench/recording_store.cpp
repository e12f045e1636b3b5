#include "bench/recording_store.hpp"

#include <utility>

namespace gantry::bench {
namespace {

using namespace persistence;

class recording_store final : public store {
public:
  recording_store(std::shared_ptr<store> inner, std::shared_ptr<recorded_batches> into)
      : inner_(std::move(inner)), into_(std::move(into)) {}

  commit_outcome commit(std::span<const write_request* const> batch) override {
    auto outcome = inner_->commit(batch);
    if (outcome.is == commit_state::durable)
      into_->add(batch);
    return outcome;
  }
  result<void> reopen() override { return inner_->reopen(); }
  void housekeeping(timestamp now) override { inner_->housekeeping(now); }

  result<std::optional<instance_row>> find_instance(const uuid& id) const override {
    return inner_->find_instance(id);
  }
  result<std::optional<instance_row>> find_instance(instance_number number) const override {
    return inner_->find_instance(number);
  }
  result<std::optional<instance_row>> find_by_key(std::string_view site, std::string_view workflow,
                                                  std::string_view key) const override {
    return inner_->find_by_key(site, workflow, key);
  }
  result<std::vector<journal_row>> load_journal(instance_number number) const override {
    return inner_->load_journal(number);
  }
  result<order_page> list_orders(const order_filter& filter) const override {
    return inner_->list_orders(filter);
  }
  result<std::vector<instance_row>> needing_attention(std::int64_t cursor,
                                                      std::size_t limit) const override {
    return inner_->needing_attention(cursor, limit);
  }
  result<std::vector<timer_row>> timers_due(timestamp until, std::size_t limit) const override {
    return inner_->timers_due(until, limit);
  }
  result<std::optional<timestamp>> next_timer(timestamp after) const override {
    return inner_->next_timer(after);
  }
  result<std::vector<lane_row>> lane_queue(std::string_view contract,
                                           std::size_t limit) const override {
    return inner_->lane_queue(contract, limit);
  }
  result<std::vector<std::pair<std::string, std::int64_t>>>
  lanes_without(std::span<const std::string> contracts) const override {
    return inner_->lanes_without(contracts);
  }
  result<std::vector<delivery>> pending_deliveries(delivery_cursor behind,
                                                   std::size_t limit) const override {
    return inner_->pending_deliveries(behind, limit);
  }
  result<std::vector<delivery>> deliveries_of(instance_number instance, std::uint64_t from_inbox,
                                              std::size_t limit) const override {
    return inner_->deliveries_of(instance, from_inbox, limit);
  }
  result<std::optional<document_row>> find_document(const uuid& id) const override {
    return inner_->find_document(id);
  }
  result<std::vector<document_row>> documents_received(std::size_t limit) const override {
    return inner_->documents_received(limit);
  }
  result<std::vector<document_row>> list_documents(const document_filter& filter) const override {
    return inner_->list_documents(filter);
  }
  result<std::vector<inbox_row>> list_inbox(std::string_view state, std::size_t limit,
                                            std::uint64_t cursor) const override {
    return inner_->list_inbox(state, limit, cursor);
  }
  result<std::vector<incident_row>> list_incidents(std::size_t limit,
                                                   std::int64_t cursor) const override {
    return inner_->list_incidents(limit, cursor);
  }
  result<std::optional<idempotency_row>> find_idempotency(std::string_view site,
                                                          std::string_view scope,
                                                          std::string_view key) const override {
    return inner_->find_idempotency(site, scope, key);
  }
  result<std::optional<definition_row>> find_definition(std::string_view closure) const override {
    return inner_->find_definition(closure);
  }
  result<void> put_definition(const definition_row& row) override {
    return inner_->put_definition(row);
  }
  instance_number next_instance_number() const override { return inner_->next_instance_number(); }
  const store_identity& identity() const override { return inner_->identity(); }
  result<persistence::backup_progress>
  back_up(const persistence::backup_request& what) const override {
    return inner_->back_up(what);
  }
  result<std::vector<std::pair<std::string, std::int64_t>>> totals() const override {
    return inner_->totals();
  }

private:
  std::shared_ptr<store> inner_;
  std::shared_ptr<recorded_batches> into_;
};

} // namespace

void recorded_batches::add(std::span<const persistence::write_request* const> batch) {
  auto& kept = batches_.emplace_back();
  kept.reserve(batch.size());
  for (const auto* request : batch)
    kept.push_back(*request);
}

std::shared_ptr<persistence::store> make_recording_store(std::shared_ptr<persistence::store> inner,
                                                         std::shared_ptr<recorded_batches> into) {
  return std::make_shared<recording_store>(std::move(inner), std::move(into));
}

} // namespace gantry::bench
