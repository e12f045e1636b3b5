#pragma once

#include "persistence/store.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace gantry::test {

/// The tables of a memory store with their unique keys. Where one row is looked for by two ways,
/// the second way is a set of keys beside the table.
struct memory_tables {
  using business_key = std::tuple<std::string, std::string, std::string, std::uint32_t>;
  using wait_key = std::tuple<persistence::instance_number, std::uint32_t, std::string>;
  using event_key = std::tuple<std::string, std::string, std::string>;
  using correlation_key = std::tuple<std::string, std::string, std::string,
                                     persistence::instance_number, std::uint32_t>;

  std::map<persistence::instance_number, persistence::instance_row> instances;
  std::map<uuid, persistence::instance_number> instance_of_id;
  std::map<business_key, persistence::instance_number> instance_of_key; ///< site, workflow, key
  std::vector<persistence::journal_row> journal; ///< row with lsn n stands at n - 1
  std::map<std::string, std::int64_t> orders_by_status;

  std::map<std::pair<persistence::instance_number, std::uint32_t>, persistence::timer_row> timers;
  std::set<std::tuple<timestamp, persistence::instance_number, std::uint32_t>> timers_by_due;
  std::map<wait_key, persistence::wait_row> waits;
  std::set<correlation_key> waits_by_correlation;
  std::map<std::pair<persistence::instance_number, std::string>, persistence::lane_row> lanes;

  std::vector<persistence::inbox_row> inbox; ///< row with number n stands at n - 1
  std::map<event_key, std::uint64_t> inbox_of_event;
  /// Whether the instance has consumed the event.
  std::map<std::pair<persistence::instance_number, std::uint64_t>, bool> deliveries;

  std::vector<persistence::document_row> documents;
  std::map<uuid, std::size_t> document_of_id;
  std::vector<persistence::incident_row> incidents; ///< row with number n stands at n - 1
  std::map<std::pair<persistence::instance_number, std::uint32_t>, std::size_t> incident_of_id;
  std::map<std::tuple<std::string, std::string, std::string>, persistence::idempotency_row>
      idempotency;
  std::map<std::string, persistence::definition_row> definitions;

  [[nodiscard]] persistence::instance_number next_number() const {
    return instances.empty() ? 1 : instances.rbegin()->first + 1;
  }
  [[nodiscard]] persistence::lsn next_lsn() const {
    return static_cast<persistence::lsn>(journal.size()) + 1;
  }
  /// Nothing where there is no such number.
  [[nodiscard]] persistence::inbox_row* event(std::uint64_t number) {
    return number == 0 || number > inbox.size() ? nullptr : &inbox[number - 1];
  }
};

/// Decides one request and writes what it changes; writes nothing when it answers with `failed`.
[[nodiscard]] persistence::write_result write_to(memory_tables& tables,
                                                 const persistence::write_request& request);
/// Timers, waits, lanes, events and incidents of one commit of an instance, in the order in which a
/// store writes them. Events that fit a wait opened here are added to `deliveries`.
void write_changes(memory_tables& tables, const persistence::instance_row& of,
                   const persistence::instance_changes& changes, bool finishing,
                   std::vector<persistence::delivery>& deliveries);
/// Forgets idempotency keys and ends the waiting of events whose time has passed.
void expire(memory_tables& tables, timestamp now);

} // namespace gantry::test
