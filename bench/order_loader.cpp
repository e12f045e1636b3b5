#include "bench/order_loader.hpp"

#include "bench/bench_engine.hpp"
#include "bench/bench_flow.hpp"
#include "bench/bench_point.hpp"
#include "bench/scratch_folder.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <random>
#include <string>
#include <variant>
#include <vector>

namespace gantry::bench {
namespace {

using persistence::append_record;
using persistence::create_instance;
using persistence::write_request;

constexpr std::uint64_t orders_a_commit = 500;
constexpr std::int64_t between_orders_ns = 200'000;
constexpr std::size_t key_length = 26; // of a call (E3.2)

/// The places of one word in the bodies of an order.
struct word_places {
  std::size_t length = 0;
  std::vector<std::pair<std::size_t, std::size_t>> at; ///< body, offset
};

/// What one real order wrote.
class template_order {
public:
  explicit template_order(const recorded_batches& recorded) {
    for (const auto& batch : recorded.all())
      for (const auto& request : batch) {
        if (const auto* made = std::get_if<create_instance>(&request))
          first_ = *made;
        if (const auto* next = std::get_if<append_record>(&request))
          rest_.push_back(*next);
      }
    for (const auto& next : rest_)
      if (next.changes.row)
        first_.row = *next.changes.row;
    bodies_.push_back(first_.changes.record.body);
    for (const auto& next : rest_)
      bodies_.push_back(next.changes.record.body);
    bodies_.push_back(first_.document->body);
    id_ = places_of(to_string(first_.row.id));
    document_ = places_of(to_string(first_.document->id));
    number_ = places_of("B0000000000");
    customer_ = places_of("C-0000");
    find_keys();
  }

  [[nodiscard]] std::size_t records() const { return 1 + rest_.size(); }

  /// Appends the requests of order n, which get the journal rows from `first` on.
  void write(std::uint64_t n, const load_options& options, persistence::lsn first,
             std::vector<write_request>& to) {
    const timestamp began =
        options.newest -
        duration{static_cast<std::int64_t>((options.orders - n) * between_orders_ns)};
    auto made = first_;
    made.row.number = static_cast<persistence::instance_number>(n + 1);
    made.row.id = uuid_of(n, began, 0);
    made.document->id = uuid_of(n, began, 1);
    const auto external = fmt::format("B{:010}", key_number(n, options.keys));
    const auto customer = fmt::format("C-{:04}", n % 1'000);
    auto bodies = bodies_;
    put(bodies, id_, to_string(made.row.id));
    put(bodies, document_, to_string(made.document->id));
    put(bodies, number_, external);
    put(bodies, customer_, customer);
    for (const auto& key : keys_)
      put(bodies, key, random_key());

    made.row.key = "bench/load/" + external;
    made.row.customer = customer;
    made.row.search = {{"customer", customer}};
    made.row.created_at = began;
    made.row.updated_at = began + milliseconds(150);
    made.changes.record.at = made.document->received_at = began;
    made.changes.record.body = std::move(bodies.front());
    made.document->body = std::move(bodies.back());
    to.emplace_back(std::move(made));
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      append_record next;
      next.instance = static_cast<persistence::instance_number>(n + 1);
      next.expected_previous = first + static_cast<persistence::lsn>(i);
      next.changes.record = rest_[i].changes.record;
      next.changes.record.at = began + milliseconds(25 * static_cast<std::int64_t>(i + 1));
      next.changes.record.body = std::move(bodies[i + 1]);
      to.emplace_back(std::move(next));
    }
  }

private:
  [[nodiscard]] word_places places_of(const std::string& word) const {
    word_places found;
    found.length = word.size();
    for (std::size_t body = 0; body < bodies_.size(); ++body)
      for (auto at = bodies_[body].find(word); at != std::string::npos;
           at = bodies_[body].find(word, at + 1))
        found.at.emplace_back(body, at);
    return found;
  }

  void find_keys() {
    const std::string before = R"("key":")";
    std::vector<std::string> seen;
    for (const auto& body : bodies_)
      for (auto at = body.find(before); at != std::string::npos; at = body.find(before, at + 1)) {
        const auto key = body.substr(at + before.size(), key_length);
        if (std::find(seen.begin(), seen.end(), key) != seen.end())
          continue;
        seen.push_back(key);
        keys_.push_back(places_of(key));
      }
  }

  static void put(std::vector<std::string>& bodies, const word_places& where,
                  const std::string& word) {
    for (const auto& [body, offset] : where.at)
      std::memcpy(bodies[body].data() + offset, word.data(), where.length);
  }

  /// Grows with n, as version 7 does.
  [[nodiscard]] uuid uuid_of(std::uint64_t n, timestamp at, std::uint8_t kind) {
    auto id = first_.row.id;
    const auto ms = static_cast<std::uint64_t>(at.ns / 1'000'000);
    for (int i = 0; i < 6; ++i)
      id.bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
    id.bytes[9] = kind;
    for (int i = 0; i < 6; ++i)
      id.bytes[10 + i] = static_cast<std::uint8_t>(n >> (8 * (5 - i)));
    return id;
  }

  [[nodiscard]] std::string random_key() {
    constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string key(key_length, '0');
    for (auto& letter : key)
      letter = letters[draw_() % letters.size()];
    return key;
  }

  create_instance first_;
  std::vector<append_record> rest_;
  std::vector<std::string> bodies_; ///< records in order, then the document
  word_places id_, document_, number_, customer_;
  std::vector<word_places> keys_;
  std::mt19937 draw_{1};
};

result<template_order> run_one_order() {
  const scratch_folder folder({});
  point_surroundings where;
  where.engine = folder.engine();
  where.recorded = std::make_shared<recorded_batches>();
  bench_options one;
  one.orders = 0;
  one.in_flight = 1; // the one of the warm-up
  if (const auto ran = run_point(one, where); !ran)
    return tl::unexpected(ran.error());
  return template_order(*where.recorded);
}

/// An engine stores what it deploys.
result<void> store_definitions(const std::shared_ptr<persistence::store>& into) {
  auto programs = compile_bench();
  if (!programs)
    return tl::unexpected(programs.error());
  auto engine = actors::runtime::start(bench_options_of(1, [](auto, auto) {}),
                                       actors::real_environment(), into, *programs);
  if (!engine)
    return tl::unexpected(engine.error());
  (*engine)->drain();
  return {};
}

} // namespace

result<void> load_finished_orders(const std::shared_ptr<persistence::store>& into,
                                  const load_options& options) {
  auto order = run_one_order();
  if (!order)
    return tl::unexpected(order.error());
  if (auto stored = store_definitions(into); !stored)
    return stored;
  persistence::lsn next = 1;
  std::vector<write_request> requests;
  std::vector<const write_request*> batch;
  for (std::uint64_t n = 0; n < options.orders;) {
    requests.clear();
    batch.clear();
    for (std::uint64_t i = 0; i < orders_a_commit && n < options.orders; ++i, ++n) {
      order->write(n, options, next, requests);
      next += static_cast<persistence::lsn>(order->records());
    }
    for (const auto& request : requests)
      batch.push_back(&request);
    const auto outcome = into->commit(batch);
    if (outcome.is != persistence::commit_state::durable)
      return tl::unexpected(outcome.why.value_or(error{errc::store_failed, "no commit", {}, {}}));
    for (const auto& each : outcome.results)
      if (each.failed)
        return tl::unexpected(*each.failed);
    into->housekeeping(options.newest);
    if (options.progress && n % 100'000 < orders_a_commit)
      options.progress(n);
  }
  return {};
}

} // namespace gantry::bench
