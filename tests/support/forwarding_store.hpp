#pragma once

#include "persistence/store.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantry::test {

/// Passes everything on to another store. Whoever stands in front of one overrides what it changes.
class forwarding_store : public persistence::store {
public:
  explicit forwarding_store(std::shared_ptr<persistence::store> inner) : inner_(std::move(inner)) {}

  persistence::commit_outcome
  commit(std::span<const persistence::write_request* const> batch) override;
  result<void> reopen() override;
  void housekeeping(timestamp now) override;

  result<std::optional<persistence::instance_row>> find_instance(const uuid& id) const override;
  result<std::optional<persistence::instance_row>>
  find_instance(persistence::instance_number number) const override;
  result<std::optional<persistence::instance_row>> find_by_key(std::string_view site,
                                                               std::string_view workflow,
                                                               std::string_view key) const override;
  result<std::vector<persistence::journal_row>>
  load_journal(persistence::instance_number number) const override;
  result<persistence::order_page>
  list_orders(const persistence::order_filter& filter) const override;
  result<std::vector<persistence::instance_row>>
  needing_attention(std::int64_t cursor, std::size_t limit) const override;
  result<std::vector<persistence::timer_row>> timers_due(timestamp until,
                                                         std::size_t limit) const override;
  result<std::optional<timestamp>> next_timer(timestamp after) const override;
  result<std::vector<persistence::lane_row>> lane_queue(std::string_view contract,
                                                        std::size_t limit) const override;
  result<std::vector<std::pair<std::string, std::int64_t>>>
  lanes_without(std::span<const std::string> contracts) const override;
  result<std::vector<persistence::delivery>> pending_deliveries(persistence::delivery_cursor behind,
                                                                std::size_t limit) const override;
  result<std::vector<persistence::delivery>> deliveries_of(persistence::instance_number instance,
                                                           std::uint64_t from_inbox,
                                                           std::size_t limit) const override;
  result<std::optional<persistence::document_row>> find_document(const uuid& id) const override;
  result<std::vector<persistence::document_row>>
  documents_received(std::size_t limit) const override;
  result<std::vector<persistence::document_row>>
  list_documents(const persistence::document_filter& filter) const override;
  result<std::vector<persistence::inbox_row>> list_inbox(std::string_view state, std::size_t limit,
                                                         std::uint64_t cursor) const override;
  result<std::vector<persistence::incident_row>> list_incidents(std::size_t limit,
                                                                std::int64_t cursor) const override;
  result<std::optional<persistence::idempotency_row>>
  find_idempotency(std::string_view site, std::string_view scope,
                   std::string_view key) const override;
  result<std::optional<persistence::definition_row>>
  find_definition(std::string_view closure) const override;
  result<void> put_definition(const persistence::definition_row& row) override;
  [[nodiscard]] persistence::instance_number next_instance_number() const override;
  [[nodiscard]] const persistence::store_identity& identity() const override;
  result<persistence::backup_progress>
  back_up(const persistence::backup_request& what) const override;
  result<std::vector<std::pair<std::string, std::int64_t>>> totals() const override;

protected:
  [[nodiscard]] persistence::store& inner() const { return *inner_; }

private:
  std::shared_ptr<persistence::store> inner_;
};

} // namespace gantry::test
