#include "actors/intake_answer.hpp"
#include "actors/order_core.hpp"

#include <spdlog/spdlog.h>

#include <stdexcept>
#include <utility>

namespace gantry::actors {

namespace {

constexpr int reloads_max = 5;

bool is_of_the_store(errc code) {
  return code == errc::store_failed || code == errc::store_full || code == errc::store_busy ||
         code == errc::store_unwritable;
}

} // namespace

void order_core::begin() {
  if (!box_->start) {
    load();
    return;
  }
  if (box_->create_submitted) {
    // Its first commit ended unknown, or its actor died meanwhile: the store knows which it is.
    const auto known = world_.store().find_instance(number_);
    if (!known)
      throw std::runtime_error(known.error().message);
    if (*known) {
      load();
      answer_start(answer_after_all());
      return;
    }
  }
  create();
}

/// The order was taken, and nobody was told.
submit_answer order_core::answer_after_all() const {
  submit_answer given{brief_of(row_), false, {}, 0};
  if (!box_->start || !box_->start->create.idempotency)
    return given;
  const auto& asked = box_->start->create.idempotency;
  const auto kept = world_.store().find_idempotency(asked->site, asked->scope, asked->key);
  if (kept && *kept) {
    given.stored_answer = (*kept)->answer;
    given.stored_status = (*kept)->http_status;
  }
  return given;
}

void order_core::create() {
  const auto& start = *box_->start;
  who_.definition = start.definition;
  who_.id = to_string(start.create.row.id);
  who_.traceparent = start.first.cause.traceparent;
  who_.request_id = start.first.cause.request_id;
  row_ = start.create.row;
  order_.emplace(start.definition);
  advance(start.first);
}

void order_core::load() {
  auto folded = fold_order(world_.store(), number_, [this](const std::string& closure) {
    return world_.definition(closure);
  });
  if (!folded) {
    if (folded.error().code == errc::not_found) {
      // The answer of a read that a refused duplicate had sent early: there is no order to tell.
      leave_nothing(folded.error());
      return;
    }
    box_->store_unreadable = is_of_the_store(folded.error().code);
    throw std::runtime_error(folded.error().message);
  }
  order_.emplace(std::move(folded->order));
  row_ = std::move(folded->row);
  timers_ = std::move(folded->timers);
  last_ = folded->last;
  sequence_ = folded->sequence;
  who_.definition = world_.definition(row_.definition).value();
  who_.id = to_string(row_.id);
  who_.traceparent = folded->first_cause.traceparent;
  who_.request_id = folded->first_cause.request_id;
  summary_ = engine::summarise(*order_);
  std::vector<persistence::timer_row> timers;
  for (const auto& [number, row] : timers_)
    timers.push_back(row);
  world_.taken_up(who_, row_, timers);
  if (std::exchange(box_->skip_taken_up, false))
    return;
  engine::event found_again;
  found_again.what = engine::taken_up{};
  found_again.now = world_.now();
  advance(found_again);
}

void order_core::reload() {
  if (++reloads_ > reloads_max)
    throw std::runtime_error("order " + who_.id + " was read again " + std::to_string(reloads_max) +
                             " times without a commit");
  spdlog::warn("order {} is read again from the store", who_.id);
  reload_next_ = false;
  gather_asked_ = false;
  const batch lost = std::exchange(batch_, {});
  reads_.clear();
  timers_.clear();
  order_.reset();
  world_.drop_claims(number_);
  box_->put_all_back();
  begin();
  note_durable_after_all(lost);
}

/// The acknowledgement was lost and the commit was not: whoever counts or waits is still to be
/// told. What is to be done follows from the state, by `taken_up`.
void order_core::note_durable_after_all(const batch& lost) {
  if (lost.record.sequence == 0 || sequence_ < lost.record.sequence)
    return;
  world_.durable(who_, {lost.record.facts, lost.timers_set, lost.timers_cleared, row_});
  for (const auto& effect : lost.effects)
    if (std::holds_alternative<engine::finished>(effect))
      world_.carry_out(who_, effect);
}

void order_core::leave_nothing(const error& why) {
  world_.drop_claims(number_);
  answer_start(tl::unexpected(why));
  for (const auto& [key, attempt] : batch_.ends)
    world_.forget(number_, key, attempt);
  box_->put_all_back();
  for (const auto& lost : box_->drop()) {
    if (const auto token = command_token(lost))
      world_.answer_command(token, tl::unexpected(why));
    if (const auto* e = std::get_if<engine::event>(&lost.what))
      if (const auto* ended = std::get_if<engine::attempt_ended>(&e->what))
        world_.forget(number_, ended->key, ended->attempt);
  }
  gone_ = true;
}

} // namespace gantry::actors
