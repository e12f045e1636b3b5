#include "actors/shard.hpp"

#include "actors/order_actor.hpp"

#include <caf/exit_reason.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <utility>

namespace gantry::actors {

shard::shard(caf::actor_config& config, std::shared_ptr<const shard_surroundings> around)
    : caf::event_based_actor(config), around_(std::move(around)),
      quarantined_(around_->quarantined) {
  set_exception_handler(
      [](std::exception_ptr&) -> caf::error { return caf::exit_reason::unhandled_exception; });
  set_down_handler([this](caf::down_msg& down) { on_down(down); });
  set_exit_handler([this](caf::exit_msg& exit) {
    stop_orders();
    quit(exit.reason);
  });
}

caf::behavior shard::make_behavior() {
  return {
      [this](const event_for_order_ptr& e) { deliver(e->order, std::move(e->what)); },
      [this](const start_of_order_ptr& s) { start(s->order, std::move(s->start)); },
      [this](const commit_answers& all) {
        for (auto& [order, what] : *all)
          answer(order, std::move(what));
      },
      [this](const orders_to_flush& all) {
        for (const auto order : *all)
          flush(order);
      },
      [this](owe_atom, number order, std::uint64_t inbox) { owe(order, inbox); },
      [this](room_atom) { make_room(); },
      [this](sweep_atom) { sweep(); },
      [this](again_atom, number order) {
        const auto known = orders_.find(order);
        if (known != orders_.end() && !known->second.actor)
          spawn_actor(order, known->second);
      },
  };
}

shard::entry& shard::open(number order, bool is_counted) {
  const auto [place, is_new] = orders_.try_emplace(order);
  auto& e = place->second;
  if (is_new && !is_counted)
    ++around_->count.orders_in_memory;
  if (!is_new && is_counted)
    --around_->count.orders_in_memory;
  if (is_new) {
    e.place = oldest_first_.insert(oldest_first_.end(), order);
    if (!sweep_set_) {
      sweep_set_ = true;
      around_->sweep_at(around_->boot_clock_ns() + around_->passivate_after.ns / 2);
    }
  }
  e.box = std::make_shared<order_box>();
  touch(e);
  return e;
}

void shard::spawn_actor(number order, entry& e) {
  e.actor = spawn<order_actor, caf::monitored>(&around_->world, order, e.box);
  order_of_actor_[e.actor.id()] = order;
  around_->directory->set(order, e.actor, e.box);
  caf::anon_send(e.actor, wake_atom::value);
}

void shard::touch(entry& e) {
  e.touched_ns = around_->boot_clock_ns();
  oldest_first_.splice(oldest_first_.end(), oldest_first_, e.place);
}

void shard::forget(number order) {
  const auto known = orders_.find(order);
  if (known == orders_.end())
    return;
  around_->directory->remove(order);
  oldest_first_.erase(known->second.place);
  orders_.erase(known);
  --around_->count.orders_in_memory;
  around_->room_again();
}

void shard::after(order_box::put_result how, entry& e) {
  if (how == order_box::put_result::wake && e.actor)
    caf::anon_send(e.actor, wake_atom::value);
}

void shard::deliver(number order, order_event what) {
  const auto* woken = std::get_if<wake_up>(&what.what);
  const bool is_counted = woken != nullptr && woken->is_counted;
  auto known = orders_.find(order);
  if (known != orders_.end()) {
    touch(known->second);
    const auto how = known->second.box->put(what);
    if (how == order_box::put_result::full)
      refuse(what);
    else
      after(how, known->second);
    if (how != order_box::put_result::closed) {
      if (is_counted)
        --around_->count.orders_in_memory; // it was there
      return;
    }
  }
  // It is not in memory, or just leaving: a new actor reads it from the store.
  auto& e = open(order, is_counted);
  const auto held = quarantined_.find(order);
  if (held != quarantined_.end()) {
    engine::event poisoned;
    poisoned.what = engine::poisoned{held->second};
    order_event hold{std::move(poisoned)};
    e.box->skip_taken_up = true;
    (void)e.box->put(hold);
    quarantined_.erase(held);
  }
  (void)e.box->put(what);
  spawn_actor(order, e);
}

void shard::owe(number order, std::uint64_t inbox) {
  const auto known = orders_.find(order);
  if (known != orders_.end()) {
    const auto how = known->second.box->owe(inbox);
    after(how, known->second);
    if (how != order_box::put_result::closed)
      return;
  }
  auto& e = open(order);
  (void)e.box->owe(inbox);
  spawn_actor(order, e);
}

/// An event of the inbox stays in the store, and the box knows.
void shard::refuse(const order_event& what) {
  if (const auto token = command_token(what))
    around_->world.answer_command(
        token, fail(errc::overloaded, "too much waits for this order", "Try again in a second."));
}

void shard::start(number order, std::unique_ptr<order_start> what) {
  auto& e = open(order, true);
  e.box->start = std::move(what);
  spawn_actor(order, e);
}

void shard::answer(number order, commit_answer what) {
  const auto known = orders_.find(order);
  if (known == orders_.end())
    return; // its actor is gone; whoever reads the order next finds the commit in the store
  touch(known->second);
  if (what.state == persistence::commit_state::durable)
    known->second.poisoned = false; // it is held by now: after a retry it may be held again
  after(known->second.box->put(std::move(what)), known->second);
}

void shard::flush(number order) {
  const auto known = orders_.find(order);
  if (known != orders_.end())
    after(known->second.box->ask_flush(), known->second);
}

/// The oldest are asked, and those that are not idle stay; they leave when they become so.
void shard::make_room() {
  constexpr std::size_t asked_max = 256;
  std::size_t asked = 0;
  for (auto next = oldest_first_.begin(); next != oldest_first_.end() && asked < asked_max;
       ++next, ++asked) {
    auto& e = orders_.at(*next);
    after(e.box->ask_passivate(), e);
  }
}

void shard::sweep() {
  sweep_set_ = false;
  const auto now = around_->boot_clock_ns();
  for (auto next = oldest_first_.begin(); next != oldest_first_.end();) {
    auto& e = orders_.at(*next++);
    if (now - e.touched_ns < around_->passivate_after.ns)
      break;
    if (const auto touched = e.box->touched_ns(); touched > e.touched_ns) {
      e.touched_ns = touched; // something came past this shard
      oldest_first_.splice(oldest_first_.end(), oldest_first_, e.place);
      if (now - touched < around_->passivate_after.ns)
        continue;
    }
    after(e.box->ask_passivate(), e);
  }
  if (!orders_.empty()) {
    sweep_set_ = true;
    around_->sweep_at(now + std::max<std::int64_t>(around_->passivate_after.ns / 2, 1'000'000));
  }
}

void shard::on_down(const caf::down_msg& down) {
  const auto actor = order_of_actor_.find(down.source.id());
  if (actor == order_of_actor_.end())
    return;
  const auto order = actor->second;
  order_of_actor_.erase(actor);
  const auto known = orders_.find(order);
  if (known == orders_.end() || known->second.actor.id() != down.source.id())
    return; // it has left memory, and has come back since
  if (!down.reason)
    forget(order);
  else
    restart(order, known->second);
}

void shard::restart(number order, entry& e) {
  ++around_->count.restarts;
  e.actor = nullptr;
  around_->world.drop_claims(order);
  const auto now = around_->boot_clock_ns();
  if (std::exchange(e.box->store_unreadable, false)) {
    e.box->recover();
    around_->again_at(order, now + 1'000'000'000);
    return;
  }
  e.crashes_ns.push_back(now);
  while (now - e.crashes_ns.front() > around_->crash_window.ns)
    e.crashes_ns.pop_front();
  const bool too_many = e.crashes_ns.size() >= around_->crashes_max;
  if (too_many && (e.poisoned || e.box->start)) {
    give_up(order, e);
    return;
  }
  if (too_many)
    hold_as_poisoned(e);
  e.box->recover();
  around_->world.seek_deliveries(order, 0);
  spawn_actor(order, e);
}

void shard::hold_as_poisoned(entry& e) {
  const auto last = e.box->last_in_hand();
  engine::event poisoned;
  poisoned.what = engine::poisoned{"its actor crashed " + std::to_string(e.crashes_ns.size()) +
                                   " times, the last time at " +
                                   (last.empty() ? std::string{"being taken up"} : last)};
  if (last.empty())
    e.box->skip_taken_up = true;
  e.box->replace_broken({std::move(poisoned)});
  e.poisoned = true;
  e.crashes_ns.clear();
}

void shard::give_up(number order, entry& e) {
  const error why{errc::defect,
                  "order number " + std::to_string(order) +
                      " crashes whenever it is read; it stays as it is in the store",
                  "Look at the log, and report the crash.",
                  {}};
  e.box->recover();
  if (auto start = std::exchange(e.box->start, nullptr); start && start->done)
    start->done(tl::unexpected(why));
  for (const auto& lost : e.box->drop())
    if (const auto token = command_token(lost))
      around_->world.answer_command(token, tl::unexpected(why));
  around_->world.note_defect({order, {}, nullptr, {}, {}}, why.message);
  around_->world.set_aside(order);
  forget(order);
}

void shard::stop_orders() {
  for (auto& [order, e] : orders_)
    if (e.actor)
      caf::anon_send_exit(e.actor, caf::exit_reason::user_shutdown);
}

} // namespace gantry::actors
