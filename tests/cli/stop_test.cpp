#include "tests/cli/stage_at_work.hpp"
#include "tests/support/raw_connection.hpp"

#include <chrono>
#include <csignal>
#include <future>
#include <thread>

namespace gantry::cli::test {
namespace {

using gantry::test::milliseconds_since;
using gantry::test::raw_connection;

/// Sends the signal and waits for the end; milliseconds that it took, -1 when it did not end.
std::int64_t end_by(int signal, cli::child_process& process, int patience_ms) {
  const auto start = std::chrono::steady_clock::now();
  ::kill(process.pid(), signal);
  while (process.alive())
    if (milliseconds_since(start) > patience_ms)
      return -1;
    else
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return milliseconds_since(start);
}

http_reply ask(const lone_engine& engine, const std::string& method, const std::string& target,
               const std::string& body = {}) {
  gateway::http_client client(engine.url(), 20'000);
  const auto answer = client.request(method, target, body, {{"Content-Type", "application/json"}});
  return answer ? http_reply{answer->status, answer->body} : http_reply{};
}

std::string submission(const std::string& number) {
  return R"({"workflow":"order_to_cash","input":)" + order(number) + "}";
}

} // namespace

TEST_CASE("an idle engine ends on SIGTERM and on SIGINT at once, and says so", "[e2e]") {
  lone_engine engine;
  for (const int signal : {SIGTERM, SIGINT}) {
    engine.start();
    const auto took_ms = end_by(signal, engine.process(), 12'000);
    CHECK(took_ms >= 0);
    CHECK(took_ms < 3'000);
    CHECK(engine.log().find("ended") != std::string::npos);
  }
}

TEST_CASE("whatever callers do, an engine ends within ten seconds of SIGTERM and goes on where it "
          "was",
          "[e2e]") {
  lone_engine engine;
  engine.start();
  // Open orders, a caller that waits for an end that does not come, drips of a header and of a
  // body.
  for (int i = 0; i < 20; ++i)
    REQUIRE(ask(engine, "POST", "/v1/orders", submission("A-" + std::to_string(i))).status == 202);
  auto waiting = std::async(std::launch::async, [&] {
    return ask(engine, "POST", "/v1/orders?wait=60s", submission("A-waiting"));
  });
  std::vector<raw_connection> slow;
  for (int i = 0; i < 20; ++i) {
    slow.emplace_back(engine.port());
    slow.back().send(i % 2 == 0
                         ? "GET / HTTP/1.1\r\nX-Slow: "
                         : "POST /v1/orders HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\n{");
  }
  raw_connection idle(engine.port());
  while (ask(engine, "GET", "/v1/orders?key=portal%2Fportal%2FA-waiting&count=true")
             .says("\"count\":0")) {
  }
  const auto took_ms = end_by(SIGTERM, engine.process(), 20'000);
  CHECK(took_ms >= 0);
  CHECK(took_ms <= 10'500); // ten seconds, and the end of a process under load
  // Who waited was not forgotten: the order is taken, and that is what the answer says.
  CHECK(waiting.get().status == 202);

  engine.start();
  const auto listed = ask(engine, "GET", "/v1/orders?count=true");
  CHECK(listed.says("\"count\":21"));
  CHECK(listed.says("\"status\":\"")); // shown, and taken up again by itself
  CHECK(ask(engine, "POST", "/v1/orders", submission("A-0")).says("\"duplicate\":true"));
}

TEST_CASE("orders that a stop caught half way are finished after the next start", "[e2e]") {
  stage_at_work at;
  for (int i = 0; i < 30; ++i)
    REQUIRE(at.post_order(order("A-" + std::to_string(i))).status == 202);
  const auto start = std::chrono::steady_clock::now();
  at.stage().end_engine();
  CHECK(milliseconds_since(start) <= 10'500);
  REQUIRE(at.stage().start_engine().has_value());
  REQUIRE(at.stage().wait_ready(20'000).has_value());
  while (!at.get("/v1/orders?status=completed&count=true").says("\"count\":30") &&
         milliseconds_since(start) < 60'000)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(at.get("/v1/orders?status=completed&count=true").says("\"count\":30"));
  // The company's books: each effect once.
  gateway::http_client company(at.stage().company_url());
  for (const std::string operation :
       {"erp&operation=create_sales_order", "erp&operation=post_invoice",
        "wms&operation=create_fulfillment"}) {
    const auto ledger = company.request("GET", "/ledger?system=" + operation);
    REQUIRE(ledger.has_value());
    CHECK(parse_json(ledger->body)->find("items")->as_list().size() == 30);
  }
}

} // namespace gantry::cli::test
