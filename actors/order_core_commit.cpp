#include "actors/intake_answer.hpp"
#include "actors/key_conflict.hpp"
#include "actors/order_core.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace gantry::actors {

void order_core::fill_changes(persistence::instance_changes& changes) {
  project_facts(
      {number_, row_.id, batch_.record.at, *who_.definition, batch_.record.facts, batch_.effects},
      changes);
  engine::summarise(*order_, summary_);
  const auto digest = row_.fold_digest;
  const bool row_changed = project_summary(row_, summary_);
  if (row_.fold_digest != digest)
    row_.updated_at = batch_.record.at; // of what lists show; `attention` is not
  row_.sequence = batch_.record.sequence;
  // A finished order may still keep watches; their timers must not be swept away (E4.5).
  changes.finished = summary_.finished && timers_.empty();
  if (row_changed && !box_->start) // a new order's row travels beside its changes
    changes.row = row_;
  batch_.timers_set = changes.timers_set;
  batch_.timers_cleared = changes.timers_cleared;
  changes.record = {0,
                    number_,
                    last_,
                    batch_.record.sequence,
                    batch_.record.version,
                    batch_.record.at,
                    batch_.kind,
                    engine::encode(batch_.record)};
}

void order_core::submit() {
  batch_.urgent = false;
  gather_asked_ = false;
  batch_.record.sequence = sequence_ + 1;
  committing_ = true;
  const auto tag = ++box_->batches;
  world_.submit(number_, tag, box_->start ? make_create() : make_append());
}

persistence::write_request_ptr order_core::make_create() {
  auto request = std::make_unique<persistence::write_request>(
      std::in_place_type<persistence::create_instance>);
  auto& create = std::get<persistence::create_instance>(*request);
  const auto& asked = box_->start->create;
  fill_changes(create.changes);
  create.row = row_;
  create.document = asked.document; // stays: a commit that is lost is made again
  create.idempotency = asked.idempotency;
  if (create.idempotency)
    fill_answer(*create.idempotency, brief_of(row_), false);
  box_->create_submitted = true;
  return request;
}

persistence::write_request_ptr order_core::make_append() {
  auto request =
      std::make_unique<persistence::write_request>(std::in_place_type<persistence::append_record>);
  auto& append = std::get<persistence::append_record>(*request);
  append.instance = number_;
  append.expected_previous = last_;
  fill_changes(append.changes);
  return request;
}

void order_core::committed(const commit_answer& a) {
  if (!committing_ || a.batch != box_->batches)
    return; // of an actor before this one
  committing_ = false;
  const bool stale = a.result.failed.has_value();
  if (a.state != persistence::commit_state::durable || stale) {
    spdlog::warn("order {} is read again after its commit: {}", who_.id,
                 stale ? a.result.failed->message + " (" +
                             std::string{describe(a.result.failed->code).code} + ")"
                       : std::string{"lost acknowledgement"});
    world_.seek_deliveries(number_, 0);
    reload_next_ = true;
    return;
  }
  if (!box_->start) {
    release_batch(a.result.at);
    return;
  }
  if (a.result.answered_before) {
    answered_before(*a.result.answered_before);
    return;
  }
  if (a.result.created.empty()) {
    leave_nothing(
        {errc::internal, "the store did not say what became of order " + who_.id, {}, {}});
    return;
  }
  created(a.result.created.front());
}

void order_core::answered_before(const persistence::idempotency_row& then) {
  const auto& asked = *box_->start->create.idempotency;
  if (then.body_digest != asked.body_digest) {
    answer_start(fail(errc::idempotency_mismatch,
                      "the Idempotency-Key " + asked.key +
                          " came with another body before: SHA-256 " + then.body_digest +
                          " then, " + asked.body_digest + " now",
                      "Use a new Idempotency-Key for a new request; repeat a request unchanged."));
  } else {
    answer_start(submit_answer{brief_in(then.answer), true, then.answer, then.http_status});
  }
  leave_nothing({errc::not_found, "the order was not taken", {}, {}});
}

void order_core::created(const persistence::create_result& what) {
  using kind = persistence::create_result::kind;
  if (what.is == kind::created) {
    submit_answer given{brief_of(row_), false, {}, 0};
    if (auto kept = box_->start->create.idempotency) {
      fill_answer(*kept, given.order, false);
      given.stored_answer = kept->answer;
      given.stored_status = kept->http_status;
    }
    answer_start(std::move(given));
    release_batch(what.at);
    return;
  }
  if (what.is == kind::duplicate) {
    answer_start(submit_answer{
        {to_string(what.id), row_.key, row_.workflow, what.existing_status}, true, {}, 0});
  } else {
    const auto& given = std::get<engine::started>(box_->start->first.what);
    answer_start(tl::unexpected(key_conflict(
        world_.store(), [this](const std::string& closure) { return world_.definition(closure); },
        what, row_.key, given.input, row_.input_digest)));
  }
  leave_nothing({errc::not_found, "the order was not taken", {}, {}});
}

void order_core::release_batch(persistence::lsn at) {
  reloads_ = 0;
  last_ = at;
  sequence_ = batch_.record.sequence;
  row_.last = at;
  auto done = std::exchange(batch_, {});
  world_.durable(who_, {done.record.facts, done.timers_set, done.timers_cleared, row_});
  for (const auto& [key, attempt] : done.ends)
    world_.forget(number_, key, attempt);
  for (auto& effect : done.effects)
    world_.carry_out(who_, std::move(effect));
  box_->done();
}

void order_core::answer_start(result<submit_answer> with) {
  auto start = std::exchange(box_->start, nullptr);
  if (start && start->done)
    start->done(std::move(with));
}

} // namespace gantry::actors
