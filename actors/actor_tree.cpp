#include "actors/actor_tree.hpp"

#include "actors/actor_scheduler.hpp"
#include "actors/adapter_supervisor.hpp"
#include "actors/shard.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/exit_reason.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>

namespace gantry::actors {

namespace {

struct system_config : caf::actor_system_config {
  explicit system_config(std::size_t threads) {
    if (threads == 0)
      set("scheduler.policy", caf::atom("testing"));
    else
      load<actor_scheduler>();
    set("scheduler.max-threads", std::max<std::size_t>(1, threads));
    set("scheduler.max-throughput", std::size_t{300});
    set("logger.verbosity", caf::atom("quiet"));
  }
};

} // namespace

struct actor_tree::impl {
  explicit impl(const plan& how) : config(how.threads), system(config), shard_count(how.shards) {
    if (how.threads == 0)
      by_hand = dynamic_cast<caf::scheduler::test_coordinator*>(&system.scheduler());
    else
      scheduler = dynamic_cast<actor_scheduler*>(&system.scheduler());
  }

  system_config config;
  caf::actor_system system;
  caf::scheduler::test_coordinator* by_hand = nullptr; ///< when there are no threads
  actor_scheduler* scheduler = nullptr;                ///< otherwise
  /// Asked without the gate, also by the journal while the tree stops and has no shards any more.
  const std::size_t shard_count;
  std::vector<caf::actor> shards;
  std::vector<std::shared_ptr<order_directory>> directories; ///< by shard
  caf::actor supervisor;
  std::shared_ptr<adapter_handles> adapters;
  std::vector<std::shared_ptr<adapter_box>> boxes; ///< by adapter
  /// Tellers hold the shared side, so that nobody tells a system that is gone.
  std::shared_mutex gate;
  bool stopped = false;
  alarm_clock* clock = nullptr;
  counters* count = nullptr;

  template <class Message>
  void tell(std::size_t shard, Message&& what) {
    std::shared_lock open(gate);
    if (!stopped)
      caf::anon_send(shards[shard], std::forward<Message>(what));
  }
};

actor_tree::actor_tree(const plan& how, order_world& world, counters& count, alarm_clock& clock)
    : impl_(std::make_unique<impl>(how)) {
  auto& in = *impl_;
  in.clock = &clock;
  in.count = &count;
  in.adapters = std::make_shared<adapter_handles>(how.adapters.size());
  in.supervisor = in.system.spawn<adapter_supervisor>(how.adapters, in.adapters);
  for (const auto& each : how.adapters)
    in.boxes.push_back(each->box);
  in.shards.resize(how.shards);
  for (std::size_t i = 0; i < how.shards; ++i) {
    in.directories.push_back(std::make_shared<order_directory>());
    auto around = std::make_shared<shard_surroundings>(
        shard_surroundings{world,
                           count,
                           [&clock] { return clock.now_ns(); },
                           [this, i, &clock](std::int64_t at) {
                             clock.at(at, [this, i] { impl_->tell(i, sweep_atom::value); });
                           },
                           how.room_again,
                           [this, i, &clock](persistence::instance_number order, std::int64_t at) {
                             clock.at(at, [this, i, order] {
                               std::shared_lock open(impl_->gate);
                               if (!impl_->stopped)
                                 caf::anon_send(impl_->shards[i], again_atom::value, order);
                             });
                           },
                           {},
                           in.directories[i],
                           how.crashes_max,
                           how.crash_window,
                           how.passivate_after});
    for (const auto& [order, evidence] : how.quarantined)
      if (shard_of(order) == i)
        around->quarantined.emplace(order, evidence);
    in.shards[i] = in.system.spawn<shard>(std::shared_ptr<const shard_surroundings>(around));
  }
}

actor_tree::~actor_tree() {
  stop();
}

std::size_t actor_tree::shard_of(persistence::instance_number order) const {
  return static_cast<std::size_t>(order) % impl_->shard_count;
}

void actor_tree::deliver(persistence::instance_number order, order_event what) {
  auto& in = *impl_;
  const auto shard = shard_of(order);
  std::shared_lock open(in.gate);
  if (in.stopped || in.directories[shard]->deliver(order, what, in.clock->now_ns()))
    return;
  caf::anon_send(in.shards[shard],
                 std::make_shared<event_for_order>(event_for_order{order, std::move(what)}));
}

void actor_tree::take_up(persistence::instance_number order) {
  impl_->tell(shard_of(order), std::make_shared<event_for_order>(
                                   event_for_order{order, {wake_up{.is_counted = true}}}));
}

void actor_tree::make_room() {
  for (std::size_t shard = 0; shard < impl_->shard_count; ++shard)
    impl_->tell(shard, room_atom::value);
}

void actor_tree::owe(persistence::instance_number order, std::uint64_t inbox) {
  std::shared_lock open(impl_->gate);
  if (!impl_->stopped)
    caf::anon_send(impl_->shards[shard_of(order)], owe_atom::value, order, inbox);
}

void actor_tree::start(persistence::instance_number order, std::unique_ptr<order_start> what) {
  auto message = std::make_shared<start_of_order>();
  message->order = order;
  message->start = std::move(what);
  ++impl_->count->orders_in_memory;
  impl_->tell(shard_of(order), std::move(message));
}

void actor_tree::answer(std::size_t shard, commits all) {
  impl_->tell(shard, std::make_shared<commits>(std::move(all)));
}

void actor_tree::flush(std::size_t shard, std::vector<persistence::instance_number> orders) {
  impl_->tell(shard,
              std::make_shared<std::vector<persistence::instance_number>>(std::move(orders)));
}

void actor_tree::call(std::size_t adapter, call_request_ptr what) {
  std::shared_lock open(impl_->gate);
  if (!impl_->stopped && impl_->boxes[adapter]->put(std::move(what)))
    caf::anon_send(impl_->adapters->get(adapter), wake_atom::value);
}

std::size_t actor_tree::ready() const {
  return impl_->by_hand != nullptr ? impl_->by_hand->jobs.size() : impl_->scheduler->waiting();
}

bool actor_tree::run_one() {
  return impl_->by_hand != nullptr && impl_->by_hand->try_run_once();
}

void actor_tree::stop() {
  {
    std::unique_lock closing(impl_->gate);
    if (impl_->stopped)
      return;
    impl_->stopped = true;
  }
  for (const auto& each : impl_->shards)
    caf::anon_send_exit(each, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(impl_->supervisor, caf::exit_reason::user_shutdown);
  impl_->shards.clear();
  impl_->supervisor = nullptr;
  while (run_one())
    continue;
  impl_->system.await_all_actors_done();
}

} // namespace gantry::actors
