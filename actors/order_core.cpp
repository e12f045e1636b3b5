#include "actors/order_core.hpp"

#include "dsl/base/json.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace gantry::actors {

namespace {

/// What a step of an order leads to, with room to spare.
constexpr std::size_t facts_of_a_step = 8;

} // namespace

/// Takes what one `advance` decides.
class order_core::collector : public engine::sink {
public:
  collector(order_world& world, const order_identity& who, std::vector<engine::fact>& facts)
      : world_(world), who_(who), facts_(facts) {}

  void record(engine::fact&& f) override { facts_.push_back(std::move(f)); }
  void release(engine::effect e) override { effects.push_back(std::move(e)); }
  bool claim_permit(std::uint32_t operation, const engine::call_key& key) override {
    return world_.claim_permit(who_, operation, key);
  }

  std::vector<engine::effect> effects;

private:
  order_world& world_;
  const order_identity& who_;
  std::vector<engine::fact>& facts_;
};

order_core::order_core(order_world& world, persistence::instance_number number,
                       std::shared_ptr<order_box> box)
    : world_(world), number_(number), box_(std::move(box)) {
  who_.number = number;
}

order_core::~order_core() = default;

bool order_core::work() {
  auto seen = box_->look();
  if (!order_)
    begin();
  for (const auto& answer : seen.answers)
    committed(answer);
  while (!gone_ && !committing_) {
    if (reload_next_) {
      reload();
    } else if (batch_.urgent) {
      submit();
    } else if (auto* next = box_->take()) {
      handle(*next);
    } else {
      if (const auto owed = box_->take_owed())
        world_.seek_deliveries(number_, owed);
      break;
    }
  }
  if (gone_)
    return false;
  if (!committing_ && !batch_.empty()) {
    if (seen.flush) {
      submit();
    } else if (!gather_asked_) {
      gather_asked_ = true;
      world_.gather(number_);
    }
  }
  return !rests(seen.passivate);
}

bool order_core::rests(bool asked) {
  if (committing_ || !batch_.empty() || !summary_.passivable)
    return false;
  return (asked || summary_.finished || world_.is_crowded()) && box_->close();
}

void order_core::handle(order_event& next) {
  if (std::holds_alternative<wake_up>(next.what)) {
    if (batch_.empty())
      box_->done();
    return;
  }
  if (const auto* delivered = std::get_if<inbox_delivery>(&next.what))
    next.what = decode(*delivered);
  auto& e = std::get<engine::event>(next.what);
  if (!fits_batch(e)) {
    box_->put_back();
    batch_.urgent = true;
    return;
  }
  // One record has one time, live and in the fold, so what is gathered happens at its first event.
  e.now = batch_.empty() ? world_.now() : batch_.record.at;
  advance(e);
}

bool order_core::fits_batch(const engine::event& e) const {
  if (batch_.empty())
    return true;
  if (const auto* due = std::get_if<engine::timer_due>(&e.what))
    return due->due <= batch_.record.at;
  // Whoever commands or sends an event stands in the record's cause, which is one.
  return std::holds_alternative<engine::attempt_ended>(e.what) ||
         std::holds_alternative<engine::finder_answered>(e.what) ||
         std::holds_alternative<engine::permit_offered>(e.what);
}

/// The order is held as poisoned, and what may be what broke it does not reach it before a person
/// says so. Answers stay in the table until then (E2.6), where no stop waits for them.
void order_core::put_off(const engine::event& e) {
  if (std::holds_alternative<engine::attempt_ended>(e.what))
    world_.set_aside(number_);
  if (const auto* offered = std::get_if<engine::permit_offered>(&e.what))
    world_.offer_seen(who_, offered->key);
  if (batch_.empty())
    box_->done();
}

void order_core::advance(const engine::event& e) {
  if (engine::is_put_off(*order_, e))
    return put_off(e);
  const bool first = batch_.empty();
  const auto known = batch_.record.facts.size();
  // One step's worth at once: a fact is large, and growing would move them again and again.
  batch_.record.facts.reserve(std::max(batch_.record.facts.capacity(), facts_of_a_step));
  collector collected{world_, who_, batch_.record.facts};
  world_.hand_on(who_, sequence_ + 1, kind_of(e));
  const auto verdict = engine::advance(*order_, e, collected);
  world_.hand_off();
  if (verdict.is == engine::verdict::kind::defect) {
    on_defect(e, verdict.why);
    return;
  }
  const bool decided = batch_.record.facts.size() > known;
  if (first && decided) {
    batch_.record.at = e.now;
    batch_.record.cause = e.cause;
    batch_.kind = kind_of(e);
  }
  for (std::size_t i = known; i < batch_.record.facts.size(); ++i)
    fold_timer(timers_, number_, batch_.record.facts[i]);
  if (const auto* ended = std::get_if<engine::attempt_ended>(&e.what))
    batch_.ends.emplace_back(ended->key, ended->attempt);
  if (const auto* offered = std::get_if<engine::permit_offered>(&e.what))
    world_.offer_seen(who_, offered->key);
  if (const auto* told = std::get_if<engine::command>(&e.what)) {
    const auto replies = [](const engine::effect& each) {
      return std::holds_alternative<engine::reply>(each);
    };
    if (std::none_of(collected.effects.begin(), collected.effects.end(), replies))
      collected.effects.emplace_back(engine::reply{told->token, true, verdict.why, {}});
  }
  sort_effects(e, std::move(collected.effects), decided);
  if (batch_.empty()) { // nothing to make durable: the event is done
    for (const auto& [key, attempt] : batch_.ends)
      world_.forget(number_, key, attempt);
    batch_ = {};
    box_->done();
  }
}

void order_core::sort_effects(const engine::event& e, std::vector<engine::effect> effects,
                              bool decided) {
  bool waits_for_commit = false;
  for (auto& each : effects) {
    if (const auto* sent = std::get_if<engine::send_attempt>(&each); sent && sent->is_read)
      reads_.insert(sent->key);
    if (batch_.empty() || engine::may_leave_early(each)) {
      world_.carry_out(who_, std::move(each));
      continue;
    }
    waits_for_commit |= !std::holds_alternative<engine::forget_attempt>(each);
    batch_.effects.push_back(std::move(each));
  }
  constexpr std::size_t gathered_max = 256;
  if (!batch_.empty())
    batch_.urgent |= waits_for_commit || (decided && !ends_a_read(e)) ||
                     batch_.record.facts.size() > gathered_max;
}

bool order_core::ends_a_read(const engine::event& e) {
  if (const auto* ended = std::get_if<engine::attempt_ended>(&e.what))
    return reads_.erase(ended->key) != 0;
  return std::holds_alternative<engine::finder_answered>(e.what);
}

void order_core::on_defect(const engine::event& e, const std::string& why) {
  world_.note_defect(who_, std::string{kind_of(e)} + ": " + why);
  if (std::holds_alternative<engine::poisoned>(e.what))
    throw std::runtime_error("the order cannot even be held as poisoned: " + why);
  if (box_->start) {
    leave_nothing({errc::defect,
                   "order " + who_.id + " breaks an invariant at its start: " + why,
                   "Report this with the order that was sent; nothing was taken.",
                   {}});
    return;
  }
  if (const auto* told = std::get_if<engine::command>(&e.what))
    world_.answer_command(told->token, fail(errc::defect, why));
  // The memory may carry half a decision: the order is read again and held with its evidence.
  engine::event poisoned;
  poisoned.what = engine::poisoned{describe({e}) + ": " + why};
  if (std::holds_alternative<engine::taken_up>(e.what))
    box_->skip_taken_up = true;
  box_->replace_broken({std::move(poisoned)});
  reload_next_ = true;
}

engine::event order_core::decode(const inbox_delivery& from) const {
  const auto& row = from.row;
  engine::event_arrived arrived{row.number,     row.source, row.event_id,
                                row.event_type, value{},    row.received_at};
  if (auto data = parse_json(row.body)) {
    arrived.data = *data;
    for (const auto& known : who_.definition->events)
      if (known.full_name() == row.event_type)
        if (auto typed = dsl::decode_lenient(*data, *known.as_record, "data"))
          arrived.data = std::move(*typed);
  }
  engine::event e;
  e.what = std::move(arrived);
  e.cause.principal = row.principal;
  e.cause.traceparent = row.traceparent;
  e.cause.event = row.source + "/" + row.event_id;
  return e;
}

} // namespace gantry::actors
