#include "persistence/sqlite/sqlite_store.hpp"
#include "tests/actors/engine_rig.hpp"
#include "tests/support/given_number.hpp"
#include "tests/support/own_folder.hpp"
#include "tests/support/power_disk.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdio>
#include <set>

namespace gantry::tests {
namespace {

/// The whole engine over its real store on a disk that loses its power at any write or sync, again
/// and again, while orders run. One seed, one course; `wrong` says what a referee saw first.
class dark_days {
public:
  explicit dark_days(std::uint64_t seed)
      : draw_(seed), disk(seed), rig_(make_wait_ship, {}, [this] { return open(); }) {
    rig_.shuffle(seed);
    rig_.is_dark = [this] { return disk.is_off(); };
    rig_.far->otherwise = [this](const engine::far_request&) { return behaviour(); };
  }

  void run() {
    if (!start())
      return;
    const int orders = 3 + static_cast<int>(draw_() % 4);
    for (int i = 0; i < orders && wrong.empty(); ++i) {
      jobs_.push_back("J-" + std::to_string(i));
      hand_in(jobs_.back());
      happen();
    }
    for (int i = 0; i < 6 && wrong.empty(); ++i)
      happen();
    bad_ = false;
    disk.cut_at(0);
    if (disk.is_off() && !restart())
      return;
    for (int round = 0; round < 3 && wrong.empty(); ++round) {
      for (const auto& job : jobs_) {
        hand_in(job); // whoever was not answered sends again
        (void)rig_.announce(job, "E-" + job);
      }
      rig_.pass(seconds(120));
    }
    rig_.pass(seconds(1800));
    look();
    look_at_ends();
  }

  std::string wrong;

private:
  std::mt19937_64 draw_;
  bool bad_ = true;
  std::vector<std::string> jobs_;
  std::map<std::string, owed<actors::submit_answer>> asked_;
  std::set<std::string> promised_; ///< ids of orders whose acceptance somebody was told

public:
  const test::own_folder folder;
  test::power_disk disk;

private:
  engine_rig rig_;

  std::uint64_t below(std::uint64_t limit) { return draw_() % limit; }

  std::shared_ptr<persistence::store> open() {
    for (;;) {
      if (disk.is_off())
        disk.power_on();
      if (bad_ && below(4) == 0)
        disk.cut_at(1 + below(12)); // while the log is read again, or the epoch is raised
      auto opened =
          persistence::open_sqlite({.folder = folder.path(), .readers = 1}, rig_.time.wall());
      disk.cut_at(0);
      if (opened && !disk.is_off())
        return *opened;
      if (!opened && !disk.is_off())
        throw std::runtime_error("the data folder does not open: " + opened.error().message);
    }
  }

  bool start() {
    try {
      rig_.start();
    } catch (const std::runtime_error& what) {
      wrong = what.what();
      return false;
    }
    look();
    if (bad_)
      disk.cut_at(1 + below(60));
    return wrong.empty();
  }

  bool restart() {
    rig_.kill();
    return start();
  }

  void hand_in(const std::string& job) { asked_[job] = rig_.hand_in(job); }

  void happen() {
    rig_.pass(milliseconds(1 + static_cast<std::int64_t>(below(400))));
    note_promises();
    if (!disk.is_off() && below(3) == 0) {
      const auto& job = jobs_[below(jobs_.size())];
      (void)rig_.announce(job, "E-" + job);
    }
    if (!disk.is_off() && below(8) == 0)
      disk.cut();
    if (!disk.is_off() && below(8) == 0) {
      (void)rig_.stop(); // its last checkpoint may meet the cut too
      note_promises();
      (void)start();
      return;
    }
    if (disk.is_off())
      (void)restart();
  }

  void note_promises() {
    for (const auto& [job, answer] : asked_)
      if (answer->has_value() && **answer)
        promised_.insert((**answer)->order.id);
  }

  far_behaviour behaviour() {
    far_behaviour how;
    how.after = milliseconds(1 + static_cast<std::int64_t>(below(80)));
    if (!bad_)
      return how;
    const auto dice = below(100);
    how.is = dice < 8    ? far_behaviour::kind::refuses
             : dice < 16 ? far_behaviour::kind::loses_call
             : dice < 24 ? far_behaviour::kind::loses_answer
             : dice < 28 ? far_behaviour::kind::falls_silent
                         : far_behaviour::kind::answers;
    how.effect_after = milliseconds(static_cast<std::int64_t>(below(1'900))); // below settle
    return how;
  }

  void say(const std::string& what) {
    if (wrong.empty())
      wrong = what;
  }

  /// What holds whenever the engine was started, and at the end.
  void look() {
    note_promises();
    std::set<std::string> there;
    for (const auto& row : rig_.all_orders())
      there.insert(to_string(row.id));
    for (const auto& id : promised_)
      if (!there.contains(id))
        return say("order " + id + " was accepted and is lost");
    for (const char* operation : {"make", "ship", "unmake"})
      for (const auto& each : rig_.far->requests(operation))
        if (!there.contains(each.what.order) || !has_sent(each.what))
          return say("a request of " + each.what.operation + " left, and no record knows of it");
    for (const char* operation : {"make", "ship"}) {
      std::set<std::string> keys;
      for (const auto& each : rig_.far->made(operation))
        if (!keys.insert(each.key).second)
          return say(std::string{operation} + " took effect twice under " + each.key);
    }
    if (const auto differs = rig_.index_against_journal(); !differs.empty())
      say(differs);
  }

  bool has_sent(const engine::far_request& what) {
    for (const auto& fact : rig_.facts<engine::attempt_sent>(what.order))
      if (fact.key == what.key && fact.attempt == what.attempt)
        return true;
    return false;
  }

  void look_at_ends() {
    if (rig_.all_orders().size() != jobs_.size())
      say("there are " + std::to_string(rig_.all_orders().size()) + " orders of " +
          std::to_string(jobs_.size()));
    for (const auto& row : rig_.all_orders()) {
      if (row.status != "completed" && row.status != "held")
        say("order " + row.key + " is stuck: " + row.status + ", waiting for " + row.waiting_for);
      if (row.status == "completed")
        for (const char* operation : {"make", "ship"})
          if (!was_made_once(operation, to_string(row.id)))
            say(std::string{operation} + " of the completed order " + row.key +
                " took effect not exactly once");
    }
  }

  bool was_made_once(const std::string& operation, const std::string& order) {
    std::set<std::string> keys;
    for (const auto& each : rig_.far->requests(operation))
      if (each.what.order == order)
        keys.insert(each.what.key);
    std::size_t made = 0;
    for (const auto& key : keys)
      made += rig_.far->made_under(operation, key);
    return made == 1;
  }
};

} // namespace

TEST_CASE("whenever the power fails, what was accepted is there and nothing happened twice",
          "[power][E8.3]") {
  const auto first = static_cast<std::uint64_t>(test::number_given("GANTRY_FIRST_SEED", 1));
  const auto seeds = static_cast<std::uint64_t>(test::number_given("GANTRY_POWER_SEEDS", 25));
  test::power_disk::counts all;
  const auto began = std::chrono::steady_clock::now();
  for (auto seed = first; seed < first + seeds; ++seed) {
    dark_days days{seed};
    days.run();
    INFO("seed " << seed << " (GANTRY_FIRST_SEED=" << seed << " GANTRY_POWER_SEEDS=1 runs it)");
    CHECK(days.wrong == "");
    const auto seen = days.disk.seen();
    all.cuts += seen.cuts;
    all.writes += seen.writes;
    all.syncs += seen.syncs;
    all.sectors_kept += seen.sectors_kept;
    all.sectors_lost += seen.sectors_lost;
    all.sectors_torn += seen.sectors_torn;
  }
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
  std::printf(
      "%llu seeds, %.1f ms each: %llu power cuts at %llu writes and %llu syncs; sectors "
      "kept %llu, lost %llu, torn %llu\n",
      static_cast<unsigned long long>(seeds), took.count() / static_cast<double>(seeds),
      static_cast<unsigned long long>(all.cuts), static_cast<unsigned long long>(all.writes),
      static_cast<unsigned long long>(all.syncs), static_cast<unsigned long long>(all.sectors_kept),
      static_cast<unsigned long long>(all.sectors_lost),
      static_cast<unsigned long long>(all.sectors_torn));
  CHECK(all.cuts > 0);
  CHECK(all.sectors_lost > 0);
}

TEST_CASE("a disk that says too early that it has everything is seen when the power fails",
          "[power]") {
  std::string wrong;
  for (std::uint64_t seed = 1; seed <= 20 && wrong.empty(); ++seed) {
    dark_days days{seed};
    days.disk.lie_about_syncs();
    days.run();
    wrong = days.wrong;
  }
  INFO(wrong);
  CHECK_FALSE(wrong.empty());
  CHECK(wrong.find("stuck") == std::string::npos); // it is the loss that is seen
}

} // namespace gantry::tests
