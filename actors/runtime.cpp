#include "actors/runtime.hpp"

#include "actors/document_intake.hpp"
#include "actors/event_intake.hpp"
#include "actors/old_orders.hpp"
#include "actors/order_intake.hpp"
#include "actors/order_reads.hpp"
#include "actors/recovery.hpp"
#include "actors/runtime_world.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace gantry::actors {

namespace {

/// Every contract of which the flow calls an operation or a finder.
std::set<std::string> contracts_called(const dsl::program& flow) {
  std::set<std::string> found;
  const auto add = [&](std::uint32_t operation) {
    const auto& called = flow.operations.at(operation);
    found.insert(called.contract);
    if (called.verify)
      found.insert(flow.operations.at(called.verify->finder).contract);
  };
  for (const auto& step : flow.steps) {
    add(step.call.operation);
    if (step.compensate)
      add(step.compensate->operation);
  }
  return found;
}

result<void> check_served(const runtime_options& options,
                          const std::vector<dsl::program_ptr>& programs) {
  std::string missing;
  for (const auto& flow : programs)
    for (const auto& contract : contracts_called(*flow))
      if (std::none_of(options.adapters.begin(), options.adapters.end(),
                       [&](const adapter_options& each) { return each.contract == contract; }))
        missing += (missing.empty() ? "" : ", ") + contract + " (called by " + flow->name + ")";
  if (missing.empty())
    return {};
  return fail(errc::contract_unserved, "no adapter serves " + missing,
              "Add a table [adapters.NAME] with that contract, or take the flow away.");
}

class runtime_front final : public runtime, private hand_work {
public:
  runtime_front(runtime_options options, environment env, std::shared_ptr<persistence::store> store,
                std::unique_ptr<scratch_file> scratch)
      : world_(std::move(options), std::move(env), std::move(store), std::move(scratch)),
        orders_(world_), events_(world_),
        documents_(world_, [this] { recovery_.look_again_for_documents(); }),
        recovery_(world_, documents_),
        old_orders_(world_.options.keep,
                    {world_.clock, world_.desk, [this] { return world_.now(); }}) {}

  /// Background work knows the parts below, so it ends before them.
  ~runtime_front() override { world_.stop(); }
  runtime_front(const runtime_front&) = delete;
  runtime_front& operator=(const runtime_front&) = delete;

  [[nodiscard]] result<void> begin(const std::vector<dsl::program_ptr>& programs) {
    auto deployed =
        world_.known_definitions.deploy(world_.writable_store(), programs, world_.now());
    if (!deployed)
      return deployed;
    if (!world_.env.let_work)
      world_.clock.start();
    world_.unserved.look();
    if (auto begun = recovery_.begin(); !begun)
      return begun;
    old_orders_.start();
    return {};
  }

  void submit(submission what, answer<submit_answer> done) override {
    orders_.submit(std::move(what), std::move(done));
  }

  void event(event_input what, answer<event_answer> done) override {
    events_.take(what, std::move(done));
  }

  void document(channels::raw_document what, answer<document_answer> done) override {
    documents_.take(std::move(what), std::move(done));
  }

  void command(command_input what, answer<command_answer> done) override {
    if (auto why = world_.refusal()) {
      done(tl::unexpected(std::move(*why)));
      return;
    }
    world_.background.post([this, what = std::move(what),
                            done = world_.gate.guard(std::move(done))]() mutable {
      const auto row = find_order(world_.store(), what.order);
      if (!row) {
        done(tl::unexpected(row.error()));
        return;
      }
      engine::event told;
      told.what = engine::command{std::move(what.verb), what.hold, what.cause.reason,
                                  std::move(what.argument), world_.commands.take(std::move(done))};
      told.cause = std::move(what.cause);
      world_.tree.deliver(row->number, {std::move(told)});
    });
  }

  void wait_finished(std::string order, duration timeout,
                     std::function<void(result<order_detail>)> done) override {
    // Ids are told as the store writes them, whatever the caller's case is.
    if (const auto id = parse_uuid(order))
      order = to_string(*id);
    world_.waiters.wait(order, timeout, [this, order, done = std::move(done)] {
      world_.background.post([this, order, done] { done(show_order(world_, order)); });
    });
    world_.background.post([this, order] { // it may have come to rest before anybody waited
      const auto row = find_order(world_.store(), order);
      if (!row || row->finished || row->status == "held")
        world_.waiters.finished(order);
    });
  }

  [[nodiscard]] result<order_detail> show(std::string_view order) const override {
    return show_order(world_, order);
  }

  [[nodiscard]] result<std::vector<engine::timeline_item>>
  timeline(std::string_view order) const override {
    return timeline_of_order(world_, order);
  }

  [[nodiscard]] const persistence::store& reader() const override { return world_.store(); }

  [[nodiscard]] statistics stats() const override {
    statistics all;
    world_.count.fill(all);
    const auto journal = world_.journal_stats();
    all.disk_free_bytes = world_.disk.free_bytes();
    all.actors_ready = static_cast<std::int64_t>(world_.tree.ready());
    all.journal_queue = static_cast<std::int64_t>(journal.queue);
    all.commits = journal.commits;
    all.commit_requests = journal.requests;
    all.commit_ns_sum = journal.commit_ns_sum;
    world_.fill_lanes(all.lanes);
    world_.fill_operations(all.operations);
    all.unserved_contracts = world_.unserved.now();
    all.orders_removed = old_orders_.orders_removed();
    all.documents_removed = old_orders_.documents_removed();
    all.events_removed = old_orders_.events_removed();
    return all;
  }

  [[nodiscard]] std::vector<std::string> search_labels() const override {
    std::set<std::string> labels;
    for (const auto& program : world_.known_definitions.deployed())
      for (const auto& label : program->search)
        labels.insert(label.name);
    return {labels.begin(), labels.end()};
  }

  [[nodiscard]] std::string not_ready() const override {
    if (const auto why = world_.order_refusal())
      return why->message;
    return recovery_.under_way() ? "open orders are being taken up" : "";
  }

  void drain() override { world_.drain(); }

  [[nodiscard]] hand_work* by_hand() override { return world_.env.let_work ? this : nullptr; }

private:
  bool act() override { return world_.tree.run_one(); }
  bool help() override { return world_.background.run_one() || world_.mapping.run_one(); }
  bool commit() override { return world_.commit_queued(); }
  bool ring() override { return world_.clock.run_due() > 0; }
  [[nodiscard]] std::optional<std::int64_t> next_alarm_ns() const override {
    return world_.clock.next_ns();
  }

  mutable runtime_world world_; ///< reads go through caches that are safe to use
  order_intake orders_;
  event_intake events_;
  document_intake documents_;
  recovery recovery_;
  old_orders old_orders_;
};

} // namespace

result<std::unique_ptr<runtime>> runtime::start(runtime_options options, environment env,
                                                std::shared_ptr<persistence::store> store,
                                                const std::vector<dsl::program_ptr>& programs) {
  if (auto served = check_served(options, programs); !served)
    return tl::unexpected(std::move(served.error()));
  std::unique_ptr<scratch_file> scratch;
  if (!options.scratch.empty()) {
    auto opened = scratch_file::open(options.scratch);
    if (!opened)
      return tl::unexpected(std::move(opened.error()));
    scratch = std::move(*opened);
  }
  auto front = std::make_unique<runtime_front>(std::move(options), std::move(env), std::move(store),
                                               std::move(scratch));
  if (auto begun = front->begin(programs); !begun)
    return tl::unexpected(std::move(begun.error()));
  return std::unique_ptr<runtime>(std::move(front));
}

} // namespace gantry::actors
