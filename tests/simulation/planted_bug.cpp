#include "tests/simulation/planted_bug.hpp"

#include "actors/folded_order.hpp"

#include <array>
#include <functional>
#include <utility>

namespace gantry::simulation {

namespace {

constexpr std::array<bug_name, 12> all{{
    {planted_bug::lying_disk, "lying-disk", "a sync answers before its bytes are on the disk"},
    {planted_bug::settle_too_short, "settle-too-short",
     "absence is proven while the far side may still act"},
    {planted_bug::blind_repeat, "blind-repeat",
     "a request without an answer is sent again behind the engine's back"},
    {planted_bug::stale_index, "stale-index", "lists are not written with their records"},
    {planted_bug::forgotten_timers, "forgotten-timers", "timers do not survive their process"},
    {planted_bug::forgotten_orders, "forgotten-orders",
     "a start does not take up what was under way"},
    {planted_bug::unpaid_compensation, "unpaid-compensation", "an undo is answered and not done"},
    {planted_bug::unfair_lane, "unfair-lane", "urgent orders go first for ever"},
    {planted_bug::backup_named_too_early, "backup-named-too-early",
     "a backup has its name before it is on the disk"},
    {planted_bug::backup_with_a_hole, "backup-with-a-hole", "one page of a backup is not written"},
    {planted_bug::first_found_taken, "first-found-taken",
     "of several documents that a finder names the first one is taken"},
    {planted_bug::unopened_incident, "unopened-incident",
     "no incident is opened for a second document"},
}};

using completion = std::function<void(engine::outcome how, bool first_byte_written)>;

/// Sends every `once` request twice when the first has not answered ok.
class blind_repeater final : public engine::connector {
public:
  explicit blind_repeater(std::shared_ptr<engine::connector> to) : to_(std::move(to)) {}

  std::shared_ptr<engine::far_call> send(engine::far_request what, completion done) override {
    if (what.effect != dsl::effect_class::once)
      return to_->send(std::move(what), std::move(done));
    return to_->send(
        what, [to = to_, what, done = std::move(done)](engine::outcome how, bool written) mutable {
          if (how.is == engine::outcome::kind::unknown)
            (void)to->send(std::move(what), std::move(done));
          else
            done(std::move(how), written);
        });
  }
  [[nodiscard]] std::string describe() const override { return to_->describe(); }

private:
  std::shared_ptr<engine::connector> to_;
};

/// Says of every undo that it is done.
class lazy_undoer final : public engine::connector {
public:
  explicit lazy_undoer(std::shared_ptr<engine::connector> to) : to_(std::move(to)) {}

  std::shared_ptr<engine::far_call> send(engine::far_request what, completion done) override {
    if (what.operation == "unmake" || what.operation == "drop")
      what.operation = "look"; // which does nothing
    return to_->send(std::move(what), std::move(done));
  }
  [[nodiscard]] std::string describe() const override { return to_->describe(); }

private:
  std::shared_ptr<engine::connector> to_;
};

/// Asks finders, and looks at the first document only.
class hasty_finder final : public engine::connector {
public:
  explicit hasty_finder(std::shared_ptr<engine::connector> to) : to_(std::move(to)) {}

  std::shared_ptr<engine::far_call> send(engine::far_request what, completion done) override {
    return to_->send(std::move(what), [done = std::move(done)](engine::outcome how, bool written) {
      if (how.result.is_list() && how.result.as_list().size() > 1)
        how.result = value::make_list({how.result.as_list().front()});
      done(std::move(how), written);
    });
  }
  [[nodiscard]] std::string describe() const override { return to_->describe(); }

private:
  std::shared_ptr<engine::connector> to_;
};

void forget_incidents(persistence::instance_changes& changes, const dsl::program& program) {
  if (changes.incidents.empty())
    return;
  changes.incidents.clear();
  auto record = actors::record_of(changes.record, program).value();
  std::erase_if(record.facts, [](const engine::fact& each) {
    return std::holds_alternative<engine::incident_opened>(each);
  });
  changes.record.body = engine::encode(record);
}

} // namespace

std::span<const bug_name> planted_bugs() {
  return all;
}

void spoil(planted_bug bug, persistence::write_request& what, const dsl::program& program) {
  auto* append = std::get_if<persistence::append_record>(&what);
  if (append == nullptr)
    return;
  auto& changes = append->changes;
  if (bug == planted_bug::stale_index && changes.row && !changes.row->finished)
    changes.row.reset();
  if (bug == planted_bug::forgotten_timers)
    changes.timers_set.clear();
  if (bug == planted_bug::forgotten_orders && changes.row)
    changes.row->attention = false;
  if (bug == planted_bug::unopened_incident)
    forget_incidents(changes, program);
}

std::shared_ptr<engine::connector> spoil(planted_bug bug, std::shared_ptr<engine::connector> good) {
  if (bug == planted_bug::blind_repeat)
    return std::make_shared<blind_repeater>(std::move(good));
  if (bug == planted_bug::first_found_taken)
    return std::make_shared<hasty_finder>(std::move(good));
  if (bug == planted_bug::unpaid_compensation)
    return std::make_shared<lazy_undoer>(std::move(good));
  return good;
}

} // namespace gantry::simulation
