#pragma once

#include "actors/runtime.hpp"
#include "tests/actors/far_systems.hpp"
#include "tests/actors/flows.hpp"
#include "tests/actors/virtual_time.hpp"
#include "tests/support/faulty_store.hpp"
#include "tests/support/memory_store.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace gantry::tests {

/// The answer that somebody waits for.
template <class T>
using owed = std::shared_ptr<std::optional<result<T>>>;

/// A rule that the rig itself watches was broken. Whoever links the rig says what comes of it: the
/// running test fails, or the course of a simulation is wrong. Called inside the engine's parts, so
/// it must not throw.
void tell_broken(const std::string& what);

/// A whole engine on virtual time: the real runtime without threads, a store that can fail, and
/// far systems that do as they are told. Everything that is not moved by the test stands still.
///
/// Wherever a request other than a read reaches a far system, the rig checks that its `sent` is
/// durable (E2.4); so every test of the rig proves that too.
class engine_rig {
public:
  using settings = std::function<void(actors::runtime_options&)>;

  /// Starts the engine.
  explicit engine_rig(const std::string& workflow, settings more = {});
  using opens_store = std::function<std::shared_ptr<persistence::store>()>;
  /// On a store of the test's own, which is opened for each life of the engine. Does not start it.
  engine_rig(const std::string& workflow, settings more, opens_store opens);
  engine_rig(dsl::program_ptr program, settings more, opens_store opens);
  ~engine_rig();
  engine_rig(const engine_rig&) = delete;
  engine_rig& operator=(const engine_rig&) = delete;

  // ---- the life of the engine ----
  void start();
  /// As SIGTERM does; the virtual time that it took.
  duration stop();
  /// As kill -9 does: nothing more is written; what was at the journal is lost.
  void kill();
  void restart_after_kill() {
    kill();
    start();
  }
  [[nodiscard]] bool runs() const { return engine_ != nullptr; }
  [[nodiscard]] actors::runtime& engine() { return *engine_; }

  // ---- work ----
  /// Everything that can be done now, commits too; no time passes.
  void work();
  /// The same without the journal: what was asked of it waits.
  void work_without_commits();
  /// One transaction of what waits at the journal; false when nothing was committed.
  bool commit();
  /// Time passes, from one alarm to the next.
  void pass(duration span);
  /// Parts work in random order from now on.
  void shuffle(std::uint64_t seed) { shuffled_.emplace(seed); }

  // ---- the outside ----
  [[nodiscard]] owed<actors::submit_answer> hand_in(const std::string& number,
                                                    const std::string& amount = "10.00",
                                                    bool urgent = false,
                                                    const std::string& idempotency = {});
  /// Handed in, and everything done that can be done at once; the order's id. It must be taken.
  std::string submit(const std::string& number, bool urgent = false);
  [[nodiscard]] owed<actors::command_answer> tell(const std::string& order, const std::string& verb,
                                                  value argument = {}, engine::hold_id hold = 0);
  [[nodiscard]] owed<actors::document_answer> hand_in_document(const std::string& channel,
                                                               const std::string& body);
  [[nodiscard]] owed<actors::event_answer> announce(const std::string& number,
                                                    const std::string& event_id,
                                                    const std::string& type = "far.arrived");
  /// The same two, and everything done that can be done at once; they must be answered.
  result<actors::command_answer> command(const std::string& order, const std::string& verb);
  result<actors::event_answer> arrives(const std::string& number, const std::string& event_id);

  // ---- what is durable ----
  [[nodiscard]] persistence::instance_row row(const std::string& order) const;
  [[nodiscard]] std::string status(const std::string& order) const { return row(order).status; }
  [[nodiscard]] std::vector<persistence::instance_row> all_orders() const;
  /// Whether a fact of this type stands in the order's journal; how many.
  template <class Fact>
  [[nodiscard]] std::vector<Fact> facts(const std::string& order) const {
    std::vector<Fact> found;
    for (const auto& fact : all_facts(order))
      if (const auto* wanted = std::get_if<Fact>(&fact))
        found.push_back(*wanted);
    return found;
  }
  [[nodiscard]] std::vector<engine::fact> all_facts(const std::string& order) const;
  [[nodiscard]] std::size_t records(const std::string& order) const;
  /// Empty, or which order's row is not what its journal folds to.
  [[nodiscard]] std::string index_against_journal() const;

  // ---- faults ----
  /// Asked before every commit.
  std::function<test::store_fault()> next_fault;
  /// What the next start deploys: the workflow of the test.
  std::vector<dsl::program_ptr> deployed;
  /// Before every event that an order decides; may throw.
  std::function<void(std::string_view order, std::string_view event)> before_event;
  /// Whoever reads the wall clock; may throw.
  std::function<void()> before_clock;
  /// Until so long after a commit nothing more is committed: a slow disk.
  std::function<duration()> commit_takes;
  /// Something may wait for the disk.
  [[nodiscard]] bool is_committing() const { return time.boot_ns() < disk_busy_until_ns_; }
  /// While it says so, no part of the engine and nothing outside of it works.
  std::function<bool()> is_dark;

  virtual_time time;
  std::shared_ptr<far_systems> far;
  std::vector<std::string> ended; ///< ids, in the order in which they were told
  [[nodiscard]] std::size_t commits() const { return commits_; }
  [[nodiscard]] const dsl::program_ptr& program() const { return program_; }

private:
  [[nodiscard]] bool work_once(bool commits);
  [[nodiscard]] bool work_shuffled();
  void let_work();
  [[nodiscard]] std::optional<std::int64_t> next_ns() const;
  void check_sent_is_durable(const engine::far_request& what) const;

  dsl::program_ptr program_;
  settings more_;
  opens_store opens_;
  std::shared_ptr<test::memory_disk> disk_;
  std::shared_ptr<persistence::store> store_; ///< of the latest life, without faults
  std::unique_ptr<actors::runtime> engine_;
  std::optional<std::mt19937_64> shuffled_;
  std::mt19937_64 ids_{1};
  std::size_t life_ = 0;
  std::size_t commits_ = 0;
  std::int64_t disk_busy_until_ns_ = 0;
};

} // namespace gantry::tests
