#include "actors/runtime_world.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace gantry::actors {

namespace {

const dsl::operation& operation_of(const order_identity& who, std::uint32_t operation) {
  return who.definition->operations.at(operation);
}

engine::far_request request_of(const order_identity& who, std::uint32_t operation) {
  const auto& declared = operation_of(who, operation);
  engine::far_request request;
  request.contract = declared.contract;
  request.operation = declared.name;
  request.effect = declared.effect;
  request.declaration = &declared;
  request.keep_alive = who.definition;
  request.order = who.id;
  request.traceparent = who.traceparent;
  request.request_id = who.request_id;
  return request;
}

engine::outcome nobody_serves(const std::string& contract) {
  engine::outcome how;
  how.is = engine::outcome::kind::refused;
  how.detail = "no adapter serves the contract " + contract;
  return how;
}

} // namespace

/// Carries out what an order decided, kind by kind.
struct effect_carrier {
  runtime_world& world;
  const order_identity& who;

  void operator()(engine::send_attempt& e) const {
    auto request = request_of(who, e.operation);
    const attempt_reference which{who.number, e.key, e.attempt};
    auto* way = world.ways.find(request.contract);
    if (way == nullptr) {
      if (world.table_->enter(which, 0, e.timeout, e.is_read))
        world.table_->ended(which, nobody_serves(request.contract), false);
      return;
    }
    const auto adapter = way->enter({who.number, e.key});
    // Whoever asked for the attempt before it was here has been told that it ended (E2.6).
    if (world.table_->enter(which, adapter, e.timeout, e.is_read))
      send(adapter, call_request::kind::attempt, which, std::move(request), std::move(e.arguments),
           e.timeout);
  }

  void operator()(engine::ask_finder& e) const {
    auto request = request_of(who, e.operation);
    const attempt_reference which{who.number, e.key, e.asked_for};
    auto* way = world.ways.find(request.contract);
    if (way == nullptr) {
      world.table_->question_ended(which, nobody_serves(request.contract));
      return;
    }
    const auto& adapters = way->settings().adapters;
    const auto adapter = adapters[static_cast<std::size_t>(who.number) % adapters.size()].index;
    send(adapter, call_request::kind::question, which, std::move(request), std::move(e.arguments),
         e.timeout);
  }

  void operator()(engine::join_lane& e) const {
    const auto& contract = operation_of(who, e.operation).contract;
    if (auto* way = world.ways.find(contract))
      way->join({who.number, e.key, contract, e.priority, e.due});
    else
      world.unserved.look_soon(); // its row is in the store, and stays there
  }

  void operator()(engine::leave_lane& e) const {
    if (auto* way = world.ways.find(operation_of(who, e.operation).contract))
      way->leave({who.number, e.key});
  }

  void operator()(engine::attach_attempt& e) const {
    world.table_->ask({who.number, e.key, e.attempt});
  }

  void operator()(engine::forget_attempt& e) const {
    world.table_->forget({who.number, e.key, e.attempt});
  }

  void operator()(engine::reply& e) const {
    if (e.accepted)
      world.commands.give(e.token, command_answer{std::move(e.ignored)});
    else
      world.commands.give(e.token, tl::unexpected(std::move(e.problem)));
  }

  void operator()(engine::finished& e) const { world.tell_finished(who.id, e.phase); }

private:
  void send(std::size_t adapter, call_request::kind is, const attempt_reference& which,
            engine::far_request request, engine::shared_text arguments, duration timeout) const {
    request.key = which.key.str();
    request.attempt = which.attempt;
    request.arguments = std::move(arguments);
    request.timeout = timeout;
    request.send_by_ns = world.clock.now_ns() + timeout.ns;
    world.tree.call(adapter,
                    std::make_shared<call_request>(call_request{is, which, std::move(request)}));
  }
};

void runtime_world::carry_out(const order_identity& who, engine::effect what) {
  std::visit(effect_carrier{*this, who}, what);
}

void runtime_world::tell_finished(const std::string& order, const std::string& phase) {
  if (options.on_finished)
    options.on_finished(order, phase);
  waiters.finished(order);
}

result<dsl::program_ptr> runtime_world::definition(const std::string& closure) {
  return known_definitions.find(closure);
}

void runtime_world::gather(persistence::instance_number order) {
  gathering_.add(tree.shard_of(order), order);
}

bool runtime_world::claim_permit(const order_identity& who, std::uint32_t operation,
                                 const engine::call_key& key) {
  auto* way = ways.find(operation_of(who, operation).contract);
  return way != nullptr && way->claim({who.number, key});
}

void runtime_world::offer_seen(const order_identity& who, const engine::call_key& key) {
  for (const auto& way : ways.all())
    way->decline({who.number, key});
}

void runtime_world::drop_claims(persistence::instance_number order) {
  ways.give_back_claims(order);
}

void runtime_world::forget(persistence::instance_number order, const engine::call_key& key,
                           engine::attempt_number attempt) {
  table_->forget({order, key, attempt});
}

void runtime_world::set_aside(persistence::instance_number order) {
  table_->set_aside(order);
}

void runtime_world::durable(const order_identity& who, const durable_batch& batch) {
  count.count(batch.facts);
  count.note_doubt(who.number, batch.row.in_doubt, env.wall_clock());
  timers.clear(who.number, batch.timers_cleared);
  timers.set(batch.timers_set);
  if (batch.row.status == "held")
    waiters.finished(who.id);
}

void runtime_world::taken_up(const order_identity& who, const persistence::instance_row& row,
                             const std::vector<persistence::timer_row>& of_order) {
  count.note_doubt(who.number, row.in_doubt, env.wall_clock());
  timers.set(of_order);
}

void runtime_world::answer_command(std::uint64_t token, result<command_answer> with) {
  commands.give(token, std::move(with));
}

void runtime_world::note_defect(const order_identity& who, const std::string& why) {
  ++count.defects;
  spdlog::error("a defect of order {} (number {}): {}", who.id, who.number, why);
}

void runtime_world::hand_on(const order_identity& who, std::uint64_t sequence,
                            std::string_view event) {
  if (env.before_event)
    env.before_event(who.id, event);
  if (scratch_)
    scratch_->hand_on(who.number, sequence, event);
}

void runtime_world::hand_off() {
  if (scratch_)
    scratch_->hand_off();
}

} // namespace gantry::actors
