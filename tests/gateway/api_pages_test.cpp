#include "dsl/base/error_codes.hpp"
#include "tests/gateway/api_at_work.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

namespace gantry::gateway::test {

TEST_CASE("an engine that takes orders is alive and ready", "[e2e]") {
  api_at_work at;
  const auto alive = at.get("/healthz");
  CHECK(alive.status == 200);
  CHECK(alive.at("status") == "alive");
  CHECK(alive.at("version") == "0.0-test");
  // What the store holds is looked through first, in the background.
  auto ready = at.get("/readyz");
  for (int look = 0; look < 500 && ready.status == 503; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    ready = at.get("/readyz");
  }
  CHECK(ready.at("status") == "ready");
  CHECK(ready.at("unserved") == "[]");
}

TEST_CASE("an engine that drains says so, takes nothing, and is still read", "[e2e]") {
  api_at_work at;
  const auto id = at.submit("A-1", "wait");
  at.when(id, "waiting");
  at.engine().drain();
  const auto ready = at.get("/readyz");
  CHECK(ready.status == 503);
  CHECK(ready.header("retry-after") == "1");
  CHECK(ready.at("detail").find("stopping") != std::string::npos);
  CHECK(at.get("/healthz").status == 200);
  const auto refused = at.post("/v1/orders", submission_of(job("A-2")));
  CHECK(refused.status == 503);
  CHECK(refused.problem() == "unavailable");
  CHECK(refused.header("retry-after") == "1");
  CHECK(at.post("/v1/events", R"({"specversion":"1.0","id":"1","source":"s","type":"far.told"})")
            .status == 503);
  CHECK(at.post("/v1/orders/" + id + "/pause", R"({"reason":"x"})").status == 503);
  CHECK(at.get("/v1/orders/" + id).status == 200);
  at.restart();
  CHECK(at.get("/v1/orders?count=true").at("count") == "1");
}

TEST_CASE("metrics are Prometheus text that counts what happened", "[e2e]") {
  api_at_work at;
  at.when(at.submit("A-1"), "completed");
  at.when(at.submit("A-2", "reject"), "rejected");
  at.when(at.submit("A-3", "twice"), "held");
  const auto metrics = at.get("/metrics");
  CHECK(metrics.status == 200);
  CHECK(metrics.header("content-type") == "text/plain; version=0.0.4; charset=utf-8");
  for (const std::string line :
       {"gantry_ready 1", "gantry_orders_created_total 3",
        "gantry_orders_ended_total{phase=\"completed\"} 1",
        "gantry_orders_ended_total{phase=\"rejected\"} 1", "gantry_orders{status=\"held\"} 1",
        "gantry_orders{status=\"aborted\"} 0", "gantry_http_requests_total{status=\"202\"} 3",
        "gantry_attempts_unknown_total 1", "gantry_doubts_opened_total 1",
        "gantry_lane_in_flight{adapter=\"far\"} 0",
        "gantry_call_seconds_bucket{adapter=\"far\",operation=\"look\",le=\"30\"} 3",
        "gantry_call_seconds_bucket{adapter=\"far\",operation=\"look\",le=\"+Inf\"} 3",
        "gantry_call_seconds_count{adapter=\"far\",operation=\"look\"} 3"}) {
    INFO(line << " in\n" << metrics.text);
    CHECK(("\n" + metrics.text).find("\n" + line + "\n") != std::string::npos);
  }
  // Every sample belongs to a family that was introduced with help and type.
  std::size_t begin = 0;
  while (begin < metrics.text.size()) {
    const auto end = metrics.text.find('\n', begin);
    REQUIRE(end != std::string::npos);
    const auto line = metrics.text.substr(begin, end - begin);
    begin = end + 1;
    if (line.rfind("# ", 0) == 0)
      continue;
    auto name = line.substr(0, line.find_first_of("{ "));
    if (name.rfind("gantry_call_seconds", 0) == 0)
      name = "gantry_call_seconds"; // of a histogram the family alone
    INFO(line);
    CHECK(metrics.text.find("# TYPE " + name + " ") != std::string::npos);
    CHECK(metrics.text.find("# HELP " + name + " ") != std::string::npos);
  }
}

TEST_CASE("every error that Gantry reports has a page under /problems", "[e2e]") {
  api_at_work at;
  const auto listed = at.get("/problems");
  CHECK(listed.status == 200);
#define GANTRY_PAGE(name, code, problem, status_code, title)                                       \
  {                                                                                                \
    INFO(problem);                                                                                 \
    const auto page = at.get(std::string{"/problems/"} + problem);                                 \
    CHECK(page.status == 200);                                                                     \
    CHECK(page.header("content-type") == "text/markdown; charset=utf-8");                          \
    CHECK(page.text.find(code) != std::string::npos);                                              \
    CHECK(listed.text.find(std::string{"/problems/"} + problem + "\n") != std::string::npos);      \
  }
  GANTRY_ERRORS(GANTRY_PAGE)
#undef GANTRY_PAGE
  const auto browser = at.get("/problems/key-conflict", {{"Accept", "text/html,*/*"}});
  CHECK(browser.header("content-type") == "text/html; charset=utf-8");
  CHECK(browser.text.find("<h1>key-conflict</h1>") != std::string::npos);
  CHECK(at.get("/problems/no-such-problem").status == 404);
}

TEST_CASE("the engine describes itself", "[e2e]") {
  api_at_work at;
  const auto description = at.get("/openapi.yaml");
  CHECK(description.status == 200);
  CHECK(description.header("content-type") == "application/yaml");
  CHECK(description.text.rfind("openapi: 3.1", 0) == 0);
}

TEST_CASE("every answer carries a request id", "[e2e]") {
  api_at_work at;
  CHECK(at.get("/healthz").header("x-request-id").size() == 36);
  CHECK(at.get("/nowhere").header("x-request-id").size() == 36);
  CHECK(at.get("/healthz", {{"X-Request-Id", "mine-7"}}).header("x-request-id") == "mine-7");
  CHECK(at.get("/healthz", {{"X-Request-Id", "with blanks"}}).header("x-request-id").size() == 36);
}

} // namespace gantry::gateway::test
