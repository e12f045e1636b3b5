#include "dsl/base/json.hpp"
#include "tests/engine/model_follower.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <stdexcept>

/// The reducer against the executable model of one call (docs/model): for random walks of the model
/// the reducer, fed the same events, reaches the corresponding state after each of them.
using namespace gantry;

namespace {

std::uint64_t walk_seed() {
  const char* given = std::getenv("GANTRY_WALK_SEED");
  const auto seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "GANTRY_WALK_SEED=" << seed << std::endl;
  return seed;
}

std::vector<value> walks_of_model(const std::string& scenario, int walks, std::uint64_t seed) {
  const std::string command = "python3 '" GANTRY_SOURCE_DIR "/docs/model/walks.py' --scenario " +
                              scenario + " --walks " + std::to_string(walks) + " --seed " +
                              std::to_string(seed);
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  if (!pipe)
    throw std::runtime_error("python3 could not be started");
  std::string text;
  std::array<char, 65536> buffer{};
  for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;)
    text.append(buffer.data(), got);
  std::vector<value> lines;
  for (std::size_t from = 0, to = 0; (to = text.find('\n', from)) != std::string::npos;
       from = to + 1)
    lines.push_back(tests::read_value(text.substr(from, to - from)));
  return lines;
}

/// Walks that ended at each phase of the call, so that a proof over nothing would show.
using ends = std::map<std::string, int>;

ends follow_all(const std::string& scenario, tests::call_class of, int walks) {
  const auto seed = walk_seed();
  const auto lines = walks_of_model(scenario, walks, seed);
  REQUIRE(lines.size() > static_cast<std::size_t>(walks) * 5);
  std::unique_ptr<tests::model_follower> follower;
  std::string trace;
  ends reached;
  for (const auto& line : lines) {
    if (line.find("walk") != nullptr) {
      if (follower)
        ++reached[follower->model_phase()];
      follower = std::make_unique<tests::model_follower>(of);
      trace = "walk " + to_json(line) + " of seed " + std::to_string(seed);
      continue;
    }
    trace += "\n" + to_json(line);
    INFO(trace);
    try {
      follower->take(line);
    } catch (const std::exception& thrown) {
      FAIL(thrown.what());
    }
    REQUIRE(follower->differences() == std::vector<std::string>{});
  }
  ++reached[follower->model_phase()];
  for (const auto& [phase, count] : reached)
    std::cout << scenario << ": " << count << " walks ended " << phase << '\n';
  return reached;
}

} // namespace

TEST_CASE("a once call follows the model through crashes, lost commits and lost answers",
          "[unit][E2.1][E2.6][E4.1][E4.2][E5.3]") {
  const auto reached = follow_all("once", tests::call_class::once, 400);
  CHECK(reached.count("ok") == 1);
  CHECK(reached.count("revoked") == 1);
}

TEST_CASE("a once call follows the model through pause, cancel, deadline and a person's verbs",
          "[unit][E5.3][E6.2][E6.4]") {
  const auto reached = follow_all("operator", tests::call_class::once, 400);
  CHECK(reached.count("ok") == 1);
  CHECK(reached.count("aborted") == 1);
}

TEST_CASE("an idempotent call follows the model, its business errors settled before they decide",
          "[unit][E4.2][E5.8]") {
  const auto reached = follow_all("idempotent", tests::call_class::idempotent, 400);
  CHECK(reached.count("ok") == 1);
  CHECK(reached.count("berr") == 1);
}
