#include "actors/runtime_world.hpp"

#include "engine/priority.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace gantry::actors {

namespace {

bool calls(const dsl::program& workflow, const std::string& contract) {
  return std::ranges::any_of(workflow.operations,
                             [&](const auto& each) { return each.contract == contract; });
}

std::size_t background_threads(const environment& machine) {
  return machine.let_work ? 0 : 2;
}

std::size_t mapping_threads(const environment& machine) {
  return machine.let_work ? 0 : 2;
}

persistence::journal::options journal_options(const environment& machine) {
  persistence::journal::options how;
  how.own_thread = !machine.let_work;
  return how;
}

constexpr std::size_t deliveries_page = 1024;
constexpr std::int64_t deliveries_again_ns = 1'000'000'000;

// A token of the journal names an order's batch, or, with the highest bit, a ticket of the desk.
constexpr std::uint64_t desk_bit = std::uint64_t{1} << 63;

std::uint64_t token_of(persistence::instance_number order, std::uint16_t batch) {
  return (static_cast<std::uint64_t>(order) << 16) | batch;
}

call_reference call_of(const attempt_reference& which) {
  return {which.instance, which.key};
}

engine::event event_of(auto what) {
  engine::event e;
  e.what = std::move(what);
  return e;
}

in_flight_table::callbacks table_callbacks(runtime_world& world) {
  return {[&world](const attempt_reference& which, const engine::outcome& how, bool first_byte) {
            world.tree.deliver(
                which.instance,
                {event_of(engine::attempt_ended{which.key.str(), which.attempt, how, first_byte})});
          },
          [&world](const attempt_reference& which) { world.ways.give_back(call_of(which)); },
          [&world](const attempt_reference& asked_for, const engine::outcome& how) {
            world.tree.deliver(
                asked_for.instance,
                {event_of(engine::finder_answered{asked_for.key.str(), asked_for.attempt, how})});
          }};
}

} // namespace

runtime_world::runtime_world(runtime_options how, environment machine,
                             std::shared_ptr<persistence::store> store,
                             std::unique_ptr<scratch_file> scratch)
    : options(std::move(how)), env(std::move(machine)), disk(options.disk, env.boot_clock_ns),
      clock(env.boot_clock_ns), background(background_threads(env)), mapping(mapping_threads(env)),
      take_ups(
          count, background, [this](auto order) { tree.take_up(order); },
          [this] { tree.make_room(); }),
      known_definitions(*store), waiters(clock), store_(std::move(store)),
      scratch_(std::move(scratch)), next_number_(store_->next_instance_number()),
      table_(std::make_shared<in_flight_table>(clock, table_callbacks(*this))),
      latencies_(make_latencies()),
      ways(
          options.adapters, options.wait_per_priority, clock, env.wall_clock,
          [this](const call_reference& who) {
            tree.deliver(who.instance, {event_of(engine::permit_offered{who.key.str()})});
          },
          [this](const std::string& contract) { refill(contract); }),
      unserved(*store_, ways, clock, background), tree(plan_of_actors(), *this, count, clock),
      gathering_(clock, options.read_gather, options.shards,
                 [this](std::size_t shard, std::vector<persistence::instance_number> orders) {
                   tree.flush(shard, std::move(orders));
                 }),
      journal_(std::make_unique<persistence::journal>(
          store_,
          [this](std::vector<persistence::journal::completion> all) { committed(std::move(all)); },
          journal_options(env))),
      desk(
          [this](std::uint64_t ticket, persistence::write_request_ptr request) {
            write(ticket | desk_bit, std::move(request));
          },
          background, [this] { seek_all_deliveries(); }),
      timers({*store_, clock, background, desk, env.wall_clock,
              [this](const persistence::timer_row& timer) {
                tree.deliver(timer.instance, {event_of(engine::timer_due{timer.timer, timer.due})});
              }}) {}

runtime_world::~runtime_world() {
  stop();
}

void runtime_world::stop() {
  if (stopping_.exchange(true))
    return;
  gate.close();
  clock.stop();
  table_->close();
  tree.stop();
  journal_.reset();
  mapping.stop();
  background.stop();
  waiters.end_all();
}

actor_tree::plan runtime_world::plan_of_actors() {
  actor_tree::plan how;
  how.shards = std::max<std::size_t>(1, options.shards);
  how.threads = env.let_work ? 0 : std::max<std::size_t>(1, options.threads);
  how.crashes_max = std::max<std::size_t>(1, options.crashes_max);
  how.crash_window = options.crash_window;
  how.passivate_after = options.passivate_after;
  how.adapters = surroundings();
  how.room_again = [this] { take_ups.room_again(); };
  if (scratch_)
    for (const auto& suspect : scratch_->quarantined())
      how.quarantined.emplace(suspect.order, "the engine died twice while it decided " +
                                                 suspect.event + " of record " +
                                                 std::to_string(suspect.sequence));
  return how;
}

std::vector<std::shared_ptr<call_latencies>> runtime_world::make_latencies() const {
  std::vector<std::shared_ptr<call_latencies>> all;
  for (std::size_t i = 0; i < options.adapters.size(); ++i)
    all.push_back(std::make_shared<call_latencies>(env.boot_clock_ns));
  return all;
}

std::vector<adapter_surroundings_ptr> runtime_world::surroundings() const {
  std::vector<adapter_surroundings_ptr> all;
  for (std::size_t i = 0; i < options.adapters.size(); ++i) {
    const auto& adapter = options.adapters[i];
    all.push_back(std::make_shared<adapter_surroundings>(adapter_surroundings{
        table_, adapter.to, i, adapter.name, std::make_shared<adapter_box>(), latencies_[i], {}}));
  }
  return all;
}

uuid runtime_world::new_id() {
  return make_uuid7(env.wall_clock(), env.random(), env.random());
}

std::optional<error> runtime_world::refusal() const {
  if (gate.closed())
    return error{errc::unavailable, "the engine is stopping", "Send it again in a moment.", {}};
  const auto journal = journal_stats();
  if (journal.stalled)
    return error{errc::unavailable,
                 "the store takes nothing at the moment: " + journal.stalled_why,
                 "Nothing is lost; send it again once there is room.",
                 {}};
  if (journal_->full())
    return error{
        errc::unavailable, "too much waits for the store", "Send it again in a moment.", {}};
  return std::nullopt;
}

std::optional<error> runtime_world::order_refusal() const {
  if (auto why = refusal())
    return why;
  if (auto why = disk.refusal())
    return why;
  if (count.orders_in_memory.load() >= static_cast<std::int64_t>(options.open_orders_max))
    return error{errc::unavailable,
                 std::to_string(options.open_orders_max) + " orders are in memory already",
                 "Send it again in a moment, or raise open_orders_max.",
                 {}};
  return std::nullopt;
}

std::optional<error> runtime_world::crowd_refusal(const dsl::program& workflow) const {
  // What comes in must not crowd out what is under way.
  if (const auto ready = tree.ready(); ready >= options.ready_max)
    return error{errc::unavailable,
                 std::to_string(ready) + " actors wait for a processor already",
                 "Send it again in a moment; what was taken goes on.",
                 {}};
  if (gate.inside() >= options.intake_max)
    return error{errc::unavailable,
                 std::to_string(options.intake_max) + " answers are owed already",
                 "Send it again in a moment; more comes in than can be taken.",
                 {}};
  for (const auto& way : ways.all())
    if (way->is_full() && calls(workflow, way->settings().contract))
      return error{errc::unavailable,
                   std::to_string(way->settings().queue_max) + " calls wait for " +
                       way->settings().contract + " already",
                   "Send it again in a moment; what was taken goes on.",
                   {}};
  return std::nullopt;
}

bool runtime_world::has_room_for_the_urgent() const {
  return gate.inside() < options.intake_max + options.intake_max / 4 &&
         tree.ready() < options.ready_max + options.ready_max / 4;
}

bool runtime_world::goes_before_the_crowd(const dsl::program& workflow, int priority) const {
  return priority > engine::usual_priority && std::ranges::all_of(ways.all(), [&](const auto& way) {
           return !calls(workflow, way->settings().contract) || way->has_place_for(priority, now());
         });
}

bool runtime_world::is_crowded() const {
  // Orders that rest stay for a while because events often follow each other, and only so many, so
  // that those who only wait never keep others out.
  const auto rest_max = static_cast<std::int64_t>(options.open_orders_max / 4);
  return take_ups.is_crowded() || count.orders_in_memory.load() > rest_max;
}

persistence::journal::statistics runtime_world::journal_stats() const {
  return journal_->stats();
}

void runtime_world::write(std::uint64_t token, persistence::write_request_ptr request) {
  if (!stopping_)
    journal_->submit(token, std::move(request));
}

void runtime_world::submit(persistence::instance_number order, std::uint16_t batch,
                           persistence::write_request_ptr request) {
  write(token_of(order, batch), std::move(request));
}

void runtime_world::committed(std::vector<persistence::journal::completion> all) {
  std::vector<actor_tree::commits> by_shard(std::max<std::size_t>(1, options.shards));
  std::vector<persistence::journal::completion> for_desk;
  std::vector<persistence::delivery> deliveries;
  for (auto& shard : by_shard)
    shard.reserve(all.size());
  for (auto& each : all) {
    auto& found = each.result.deliveries;
    std::move(found.begin(), found.end(), std::back_inserter(deliveries));
    found.clear();
    if ((each.token & desk_bit) != 0) {
      each.token &= ~desk_bit;
      for_desk.push_back(std::move(each));
      continue;
    }
    const auto order = static_cast<persistence::instance_number>(each.token >> 16);
    by_shard[tree.shard_of(order)].emplace_back(
        order, commit_answer{static_cast<std::uint16_t>(each.token & 0xffff), each.state,
                             std::move(each.result)});
  }
  for (std::size_t shard = 0; shard < by_shard.size(); ++shard)
    if (!by_shard[shard].empty())
      tree.answer(shard, std::move(by_shard[shard]));
  for (auto& each : deliveries)
    tree.deliver(each.instance, {inbox_delivery{std::move(each.event)}});
  if (!for_desk.empty())
    desk.committed(std::move(for_desk));
}

void runtime_world::refill(const std::string& contract) {
  background.post([this, contract] {
    auto* way = ways.find(contract);
    const auto limit = way->settings().queue_max;
    const auto rows = store_->lane_queue(contract, limit);
    if (!rows)
      spdlog::error("the queue of contract {} cannot be read: {}", contract, rows.error().message);
    way->refill(rows ? *rows : std::vector<persistence::lane_row>{}, rows && rows->size() < limit);
  });
}

result<void> runtime_world::hand_out_deliveries() {
  persistence::delivery_cursor at;
  for (;;) {
    auto waiting = store_->pending_deliveries(at, deliveries_page);
    if (!waiting)
      return tl::unexpected(std::move(waiting.error()));
    for (auto& each : *waiting) {
      at = {each.event.number, each.instance};
      tree.deliver(each.instance, {inbox_delivery{std::move(each.event)}});
    }
    if (waiting->size() < deliveries_page)
      return {};
  }
}

void runtime_world::seek_all_deliveries() {
  if (seeking_.exchange(true))
    return;
  background.post([this] {
    seeking_ = false;
    if (const auto done = hand_out_deliveries(); !done)
      spdlog::error("events that wait for orders cannot be read: {}", done.error().message);
  });
}

void runtime_world::seek_deliveries(persistence::instance_number order, std::uint64_t from_inbox) {
  background.post([this, order, from_inbox] {
    auto waiting = store_->deliveries_of(order, from_inbox, deliveries_page);
    if (!waiting) {
      spdlog::error("events that wait for order number {} cannot be read: {}", order,
                    waiting.error().message);
      clock.at(clock.now_ns() + deliveries_again_ns, [this, order, from_inbox] {
        tree.owe(order, std::max<std::uint64_t>(1, from_inbox));
      });
      return;
    }
    const auto behind = waiting->empty() ? 0 : waiting->back().event.number + 1;
    const bool is_page = waiting->size() == deliveries_page;
    for (auto& each : *waiting)
      tree.deliver(order, {inbox_delivery{std::move(each.event)}});
    if (is_page)
      tree.owe(order, behind);
  });
}

void runtime_world::fill_lanes(std::vector<statistics::lane>& into) const {
  for (const auto& way : ways.all())
    for (const auto& load : way->loads())
      into.push_back({options.adapters[load.adapter].name, load.in_flight, way->waiting()});
}

void runtime_world::fill_operations(std::vector<statistics::operation>& into) const {
  for (std::size_t i = 0; i < latencies_.size(); ++i)
    for (auto& [name, took] : latencies_[i]->all())
      into.push_back({options.adapters[i].name, name, took});
}

void runtime_world::drain() {
  const auto ends_ns = clock.now_ns() + options.drain.ns;
  const auto left = [&] { return duration{std::max<std::int64_t>(0, ends_ns - clock.now_ns())}; };
  const auto waited = [&](const auto& until) {
    if (!env.let_work)
      return until(left());
    while (!until(duration{}) && left() > duration{})
      env.let_work();
    return until(duration{});
  };
  gate.close();
  ways.close();
  waiters.end_all();
  gathering_.flush_all();
  // A call whose `sent` is on its way to the disk is under way too: it holds its permit.
  for (const auto& way : ways.all())
    waited([&](duration longest) { return way->wait_idle(longest); });
  if (!waited([&](duration longest) { return table_->wait_idle(longest); }))
    spdlog::warn("{} attempts are still under way: they will be found again at the next start",
                 table_->running());
  gathering_.flush_all();
  if (!waited([&](duration longest) { return table_->wait_empty(longest); }) ||
      !waited([&](duration longest) { return gate.wait_empty(longest); }))
    spdlog::warn("the time to come to rest is over: the rest is taken up at the next start");
}

} // namespace gantry::actors
