#include "tests/actors/engine_rig.hpp"

#include <catch2/catch.hpp>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

namespace gantry::tests {
namespace {

/// What the engine logs meanwhile, from `info`.
class log_reader {
public:
  log_reader() : before_(spdlog::default_logger()) {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(text_);
    auto logger = std::make_shared<spdlog::logger>("test", sink);
    logger->set_pattern("%l %v");
    spdlog::set_default_logger(logger);
    spdlog::set_level(spdlog::level::info);
  }
  ~log_reader() {
    spdlog::set_default_logger(before_);
    spdlog::set_level(spdlog::level::off);
  }
  log_reader(const log_reader&) = delete;
  log_reader& operator=(const log_reader&) = delete;

  /// Lines with these words since the last time.
  std::vector<std::string> lines_with(const std::string& words) {
    std::vector<std::string> found;
    std::istringstream in(text_.str());
    for (std::string line; std::getline(in, line);)
      if (line.find(words) != std::string::npos)
        found.push_back(line);
    text_.str({});
    return found;
  }

private:
  std::ostringstream text_;
  std::shared_ptr<spdlog::logger> before_;
};

std::vector<std::pair<std::string, std::int64_t>> unserved(engine_rig& rig) {
  std::vector<std::pair<std::string, std::int64_t>> all;
  for (const auto& each : rig.engine().stats().unserved_contracts)
    all.emplace_back(each.contract, each.orders);
  return all;
}

using rows = std::vector<std::pair<std::string, std::int64_t>>;

/// Hears the events of `far`, and calls nothing there: needs no adapter.
const std::string listens_only = R"(
workflow listener(job: Job) {
  version 1
  key job.number
  wait came = far.arrived(number: job.number) {
    within 1h else hold "it has not arrived"
  }
}
)";

} // namespace

TEST_CASE(
    "orders whose contract nobody serves any more are told once a contract, with their number",
    "[actor]") {
  bool serves = true;
  engine_rig rig{one_make, [&serves](actors::runtime_options& how) {
                   how.adapters.front().max_in_flight = 1;
                   if (!serves)
                     how.adapters.clear();
                 }};
  far_behaviour slow;
  slow.after = seconds(2);
  rig.far->next("make", slow);
  const auto done = rig.submit("J-1");
  const auto second = rig.submit("J-2");
  const auto third = rig.submit("J-3");
  CHECK(unserved(rig).empty());
  CHECK(rig.engine().show(second)->unserved.empty());
  (void)rig.stop();

  serves = false;
  rig.deployed.clear();
  log_reader log;
  rig.start();
  rig.pass(seconds(5));
  CHECK(unserved(rig) == rows{{"far", 2}});
  CHECK(log.lines_with("no adapter serves") ==
        std::vector<std::string>{
            "error no adapter serves the contract far, and 2 open orders wait for it: add a table "
            "[adapters.NAME] with contract = \"far\" and start the engine again"});
  CHECK(rig.engine().show(second)->unserved == std::vector<std::string>{"far"});
  CHECK(rig.engine().show(done)->unserved.empty());
  CHECK(rig.engine().not_ready().empty());

  rig.pass(seconds(300)); // nothing new is nothing to say
  CHECK(log.lines_with("adapter").empty());
  REQUIRE(rig.command(second, "cancel"));
  rig.pass(seconds(61));
  CHECK(unserved(rig) == rows{{"far", 1}});
  CHECK(log.lines_with("no adapter serves the contract far, and 1 open order waits").size() == 1);
  REQUIRE(rig.command(third, "cancel"));
  rig.pass(seconds(61));
  CHECK(unserved(rig).empty());
  CHECK(log.lines_with("info no open order waits for the contract far any more").size() == 1);
}

TEST_CASE("an order that comes to a contract that nobody serves is counted within a second",
          "[actor]") {
  bool serves = true;
  engine_rig rig{make_wait_ship, [&serves](actors::runtime_options& how) {
                   if (!serves)
                     how.adapters.clear();
                 }};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  REQUIRE(rig.status(order) == "waiting");
  (void)rig.stop();
  serves = false;
  rig.deployed = {compile_for_actors(listens_only)};
  rig.start();
  rig.pass(seconds(1));
  CHECK(unserved(rig).empty());
  REQUIRE(rig.arrives("J-1", "E-1"));
  rig.pass(seconds(1));
  CHECK(unserved(rig) == rows{{"far", 1}});
  CHECK(rig.engine().show(order)->unserved == std::vector<std::string>{"far"});
  (void)rig.stop();

  serves = true;
  rig.deployed = {rig.program()};
  rig.start();
  rig.pass(seconds(1));
  CHECK(unserved(rig).empty());
  CHECK(rig.status(order) == "completed");
}

TEST_CASE("calls are measured by adapter and operation, finders too", "[actor]") {
  engine_rig rig{one_make};
  far_behaviour slow;
  slow.after = milliseconds(300);
  rig.far->next("make", slow);
  (void)rig.submit("J-1");
  rig.pass(seconds(1));
  rig.far->next("make", far_behaviour::kind::falls_silent);
  (void)rig.submit("J-2");
  rig.pass(seconds(60));
  const auto stats = rig.engine().stats();
  REQUIRE(stats.operations.size() == 2);
  const auto& find = stats.operations[0];
  const auto& make = stats.operations[1];
  CHECK(find.adapter == "far");
  CHECK(find.name == "find");
  CHECK(make.name == "make");
  const auto& bounds = actors::latency_histogram::bounds_s;
  const auto place_of = [&](double seconds) {
    return static_cast<std::size_t>(std::lower_bound(bounds.begin(), bounds.end(), seconds) -
                                    bounds.begin());
  };
  CHECK(make.took.counts[place_of(0.3)] == 1);
  CHECK(make.took.counts[place_of(10)] == 1); // its timeout
  CHECK(make.took.sum_s == Approx(10.3).epsilon(0.01));
  CHECK(find.took.counts[0] == 1);
}

TEST_CASE("what took longer than the last bound stands behind it", "[unit]") {
  actors::latency_histogram took;
  for (const double seconds : {0.005, 0.0051, 30.0, 31.0})
    took.add(seconds);
  CHECK(took.counts.front() == 1);
  CHECK(took.counts[1] == 1);
  CHECK(took.counts[took.counts.size() - 2] == 1);
  CHECK(took.counts.back() == 1);
}

} // namespace gantry::tests
