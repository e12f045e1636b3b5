#include "tests/actors/engine_rig.hpp"
#include "tests/support/given_number.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

namespace gantry::tests {
namespace {

using kind = far_behaviour::kind;
using test::store_fault;

/// A company with bad days: every kind of outcome at the far systems, commits that fail in every
/// way, an engine that dies, actors that crash, people who press buttons. One seed, one course.
class bad_days {
public:
  explicit bad_days(std::uint64_t seed)
      : draw_(seed), rig(make_wait_ship, [](actors::runtime_options& how) {
          how.adapters.front().max_in_flight = 8;
          how.passivate_after = seconds(2);
        }) {
    rig.shuffle(seed);
    rig.far->otherwise = [this](const engine::far_request& what) { return behaviour(what); };
    rig.next_fault = [this] { return fault(); };
    rig.before_event = [this](std::string_view, std::string_view) {
      if (!bad_ || !chance(0.002))
        return;
      ++happened["actor crashed"];
      throw std::runtime_error("an actor crashes");
    };
  }

  void run(int orders) {
    for (int i = 0; i < orders; ++i) {
      jobs_.push_back("J-" + std::to_string(i));
      send(jobs_.back());
      happen();
    }
    for (int i = 0; i < 200; ++i)
      happen();
    bad_ = false; // the days get better
    for (int round = 0; round < 5; ++round) {
      rig.pass(seconds(120));
      for (const auto& job : jobs_) { // whoever was not answered sends again
        send(job);
        if (rig.all_orders().size() > 0 && chance(0.9))
          (void)rig.announce(job, "E-" + job);
      }
    }
    for (const auto& job : jobs_)
      (void)rig.announce(job, "E-" + job);
    rig.pass(seconds(2 * 3600));
  }

private:
  double draw() { return std::uniform_real_distribution<double>{0, 1}(draw_); }
  bool chance(double of) { return draw() < of; }

  void send(const std::string& job) { (void)rig.hand_in(job); }

  void happen() {
    rig.pass(milliseconds(1 + static_cast<std::int64_t>(300 * draw())));
    if (chance(0.05)) {
      ++happened["engine killed"];
      rig.restart_after_kill();
    }
    if (chance(0.02)) {
      ++happened["engine stopped"];
      (void)rig.stop();
      rig.start();
    }
    if (chance(0.4)) {
      const auto& job = any();
      (void)rig.announce(job, "E-" + job);
    }
    if (chance(0.05))
      send(any()); // the same order again
    if (chance(0.08))
      press_a_button();
  }

  const std::string& any() {
    return jobs_[static_cast<std::size_t>(draw() * static_cast<double>(jobs_.size()))];
  }

  void press_a_button() {
    const auto orders = rig.all_orders();
    if (orders.empty())
      return;
    const auto& row = orders[static_cast<std::size_t>(draw() * static_cast<double>(orders.size()))];
    static const std::vector<std::string> verbs{"pause", "resume", "resume", "cancel", "retry"};
    const auto& verb = verbs[static_cast<std::size_t>(draw() * static_cast<double>(verbs.size()))];
    ++happened[verb];
    (void)rig.tell(to_string(row.id), verb);
  }

  far_behaviour behaviour(const engine::far_request& what) {
    far_behaviour how;
    how.after = milliseconds(1 + static_cast<std::int64_t>(80 * draw()));
    if (!bad_)
      return how;
    const auto dice = draw();
    if (dice < 0.06)
      how.is = kind::refuses;
    else if (dice < 0.12)
      how.is = kind::loses_call;
    else if (dice < 0.18) {
      how.is = kind::loses_answer;
      how.effect_after = milliseconds(static_cast<std::int64_t>(1'900 * draw())); // below settle
    } else if (dice < 0.22)
      how.is = kind::falls_silent;
    else if (dice < 0.24)
      how.is = kind::crashes;
    else if (dice < 0.27 && what.operation == "make") {
      how.is = kind::errs;
      how.error = "blocked";
    } else if (dice < 0.28)
      how.is = kind::violates;
    ++happened[name_of(how.is)];
    return how;
  }

  store_fault fault() {
    if (!bad_)
      return store_fault::none;
    const auto dice = draw();
    if (dice > 0.06)
      return store_fault::none;
    ++happened[dice < 0.02 ? "acknowledgement lost" : dice < 0.04 ? "commit lost" : "disk full"];
    return dice < 0.02   ? store_fault::lost_acknowledgement
           : dice < 0.04 ? store_fault::lost_commit
                         : store_fault::disk_full;
  }

  std::mt19937_64 draw_;
  bool bad_ = true;
  std::vector<std::string> jobs_;

public:
  std::map<std::string, int> happened; ///< how often, of what is out of the ordinary
  engine_rig rig;
};

std::string told(const std::map<std::string, int>& counts) {
  std::string text;
  for (const auto& [what, count] : counts)
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + what;
  return text;
}

void nothing_once_happened_twice(const engine_rig& rig) {
  for (const char* operation : {"make", "ship"}) {
    std::set<std::string> keys;
    for (const auto& each : rig.far->made(operation)) {
      INFO(operation << " under key " << each.key);
      CHECK(keys.insert(each.key).second);
    }
  }
}

/// What the journal says was made stands in the ledger, and the other way round.
void ledger_and_journal_agree(const engine_rig& rig) {
  for (const auto& row : rig.all_orders()) {
    if (row.status != "completed")
      continue;
    const auto order = to_string(row.id);
    INFO("order " << row.key);
    for (const char* step : {"made", "shipped"}) {
      std::set<std::string> keys;
      for (const auto& call : rig.facts<engine::call_made>(order))
        if (call.node == step && !call.undo)
          keys.insert(call.key);
      CHECK(keys.size() == 1);
      for (const auto& key : keys)
        CHECK(rig.far->made_under(std::string{step} == "made" ? "make" : "ship", key) == 1);
    }
  }
}

/// Of an order that was rejected or cancelled, what was made has been unmade.
void compensations_are_paid(const engine_rig& rig) {
  std::map<std::string, std::size_t> made, unmade;
  for (const auto& each : rig.far->requests("make"))
    made[each.what.order] = rig.far->made_under("make", each.what.key);
  for (const auto& each : rig.far->requests("unmake"))
    unmade[each.what.order] = rig.far->made_under("unmake", each.what.key);
  for (const auto& row : rig.all_orders())
    if (row.status == "cancelled" || row.status == "rejected") {
      const auto order = to_string(row.id);
      INFO("order " << row.key);
      CHECK(made[order] == unmade[order]);
    }
}

void every_order_ended_or_is_held(const engine_rig& rig, std::size_t orders) {
  const std::set<std::string> ends{"completed", "rejected", "cancelled", "held", "paused"};
  CHECK(rig.all_orders().size() == orders);
  for (const auto& row : rig.all_orders()) {
    INFO("order " << row.key << " is " << row.status << ", waiting for " << row.waiting_for);
    CHECK(ends.contains(row.status));
  }
}

} // namespace

TEST_CASE("on bad days nothing is lost, nothing is doubled, and every order ends or is held",
          "[sim][E8.3]") {
  const auto* given = std::getenv("GANTRY_SEED");
  const std::uint64_t first = given != nullptr ? std::strtoull(given, nullptr, 10) : 1;
  const auto seeds = static_cast<std::uint64_t>(test::number_given("GANTRY_SEEDS", 12));
  const std::uint64_t last = given != nullptr ? first : seeds;
  constexpr int orders = 60;
  std::map<std::string, int> happened;
  for (auto seed = first; seed <= last; ++seed) {
    INFO("seed " << seed << " (GANTRY_SEED=" << seed << " runs it alone)");
    bad_days days{seed};
    days.run(orders);
    every_order_ended_or_is_held(days.rig, orders);
    nothing_once_happened_twice(days.rig);
    ledger_and_journal_agree(days.rig);
    compensations_are_paid(days.rig);
    CHECK(days.rig.index_against_journal() == "");
    CHECK(days.rig.engine().stats().lanes.front().in_flight == 0);
    std::map<std::string, int> by_status;
    for (const auto& row : days.rig.all_orders())
      ++by_status[row.status];
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), told(by_status).c_str());
    for (const auto& [what, count] : days.happened)
      happened[what] += count;
  }
  std::printf("on these days: %s\n", told(happened).c_str());
  if (given == nullptr)
    for (const char* what :
         {"actor crashed", "engine killed", "engine stopped", "acknowledgement lost", "commit lost",
          "disk full", "refused", "business error", "contract violated", "call lost", "answer lost",
          "fell silent", "call crashed", "pause", "resume", "cancel", "retry"})
      CHECK(happened[what] > 0);
}

} // namespace gantry::tests
