#include "tests/simulation/planted_bug.hpp"

#include <array>
#include <functional>
#include <utility>

namespace gantry::simulation {

namespace {

constexpr std::array<bug_name, 10> all{{
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

} // namespace

std::span<const bug_name> planted_bugs() {
  return all;
}

void spoil(planted_bug bug, persistence::write_request& what) {
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
}

std::shared_ptr<engine::connector> spoil(planted_bug bug, std::shared_ptr<engine::connector> good) {
  if (bug == planted_bug::blind_repeat)
    return std::make_shared<blind_repeater>(std::move(good));
  if (bug == planted_bug::unpaid_compensation)
    return std::make_shared<lazy_undoer>(std::move(good));
  return good;
}

} // namespace gantry::simulation
