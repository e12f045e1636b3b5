#pragma once

#include "persistence/query.hpp"
#include "persistence/sqlite/reader_pool.hpp"
#include "persistence/store.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// The questions of `store`, each with one reader. They throw SQLite::Exception.
namespace gantry::persistence::queries {

// query_orders.cpp
[[nodiscard]] std::optional<instance_row> find_instance(reader& from, const uuid& id);
[[nodiscard]] std::optional<instance_row> find_instance(reader& from, instance_number number);
[[nodiscard]] std::optional<instance_row>
find_by_key(reader& from, std::string_view site, std::string_view workflow, std::string_view key);
[[nodiscard]] std::vector<instance_row> needing_attention(reader& from, std::int64_t cursor,
                                                          std::size_t limit);
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> totals(reader& from);

// query_journal.cpp
/// Errors: not_found; store_corrupt when the chain is broken.
[[nodiscard]] result<std::vector<journal_row>> load_journal(reader& from, instance_number number);

// query_list.cpp
/// Errors: invalid_request for a cursor that no page gave.
[[nodiscard]] result<order_page> list_orders(reader& from, const order_filter& filter);

// query_work.cpp
[[nodiscard]] std::vector<timer_row> timers_due(reader& from, timestamp until, std::size_t limit);
[[nodiscard]] std::optional<timestamp> next_timer(reader& from, timestamp after);
[[nodiscard]] std::vector<lane_row> lane_queue(reader& from, std::string_view contract,
                                               std::size_t limit);
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>>
lanes_without(reader& from, std::span<const std::string> contracts);
[[nodiscard]] std::vector<incident_row> list_incidents(reader& from, std::size_t limit,
                                                       std::int64_t cursor);
[[nodiscard]] std::optional<definition_row> find_definition(reader& from, std::string_view closure);

// query_intake.cpp
[[nodiscard]] std::vector<delivery> pending_deliveries(reader& from, const delivery_cursor& behind,
                                                       std::size_t limit);
[[nodiscard]] std::vector<delivery> deliveries_of(reader& from, instance_number instance,
                                                  std::uint64_t from_inbox, std::size_t limit);
[[nodiscard]] std::optional<document_row> find_document(reader& from, const uuid& id);
[[nodiscard]] std::vector<document_row> documents_received(reader& from, std::size_t limit);
[[nodiscard]] std::vector<document_row> list_documents(reader& from, const document_filter& by);
[[nodiscard]] std::vector<inbox_row> list_inbox(reader& from, std::string_view state,
                                                std::size_t limit, std::uint64_t cursor);
[[nodiscard]] std::optional<idempotency_row>
find_idempotency(reader& from, std::string_view site, std::string_view scope, std::string_view key);

} // namespace gantry::persistence::queries
