#include "tests/sandbox/company_at_work.hpp"
#include "tests/sandbox/engine_double.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <map>
#include <thread>

namespace gantry::sandbox::test {
namespace {

sandbox_options reporting_to(const std::string& engine, std::int64_t ships_after_ms) {
  sandbox_options options;
  options.engine = engine;
  options.ships_after_ms = ships_after_ms;
  return options;
}

/// The outbox is empty once the engine's answer has been written down.
bool everything_taken(company_at_work& company) {
  for (int i = 0; i < 500; ++i) {
    if (text_of(company.send("GET", "/healthz").body, "events_waiting") == "0")
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

} // namespace

TEST_CASE("a shipment is confirmed with the lines that were reserved", "[e2e]") {
  engine_double engine;
  company_at_work company(reporting_to(engine.address(), -1));
  REQUIRE(fulfil(company, "O-1").status == 200);
  CHECK(company.send("POST", "/events/ship", R"({"order_id":"O-9"})").status == 404);
  CHECK(engine.events().empty());
  REQUIRE(company.send("POST", "/events/ship", R"({"order_id":"O-1"})").status == 200);
  const auto events = engine.wait_for(1);
  REQUIRE_FALSE(events.empty());
  CHECK(events[0].type == "wms.shipment_confirmed");
  CHECK(text_of(events[0].data, "order_id") == "O-1");
  CHECK(to_json(*events[0].data.find("lines")) ==
        R"([{"line":"1","sku":"SKU-7","quantity":"3","unit":"EA"}])");
  for (const auto* const field :
       {"id", "carrier", "tracking_number", "shipped_at", "estimated_delivery"})
    CHECK_FALSE(text_of(events[0].data, field).empty());
  CHECK(everything_taken(company));
}

TEST_CASE("an event is repeated under its id until the engine takes it", "[e2e]") {
  engine_double engine([](int n) { return n < 4 ? 503 : 202; });
  company_at_work company(reporting_to(engine.address(), 0));
  REQUIRE(fulfil(company, "O-1").status == 200);
  const auto events = engine.wait_for(4);
  REQUIRE(events.size() >= 4);
  for (const auto& one : events)
    CHECK(one.id == events[0].id);
  CHECK(everything_taken(company));
}

TEST_CASE("an event outlives both sides", "[e2e]") {
  std::uint16_t port = 0;
  {
    engine_double engine;
    port = engine.port();
  } // nobody listens there any more
  company_at_work company(reporting_to("http://127.0.0.1:" + std::to_string(port), 0));
  REQUIRE(fulfil(company, "O-1").status == 200);
  CHECK(text_of(company.send("GET", "/healthz").body, "events_waiting") == "1");
  company.close();
  company.open();
  engine_double engine([](int) { return 202; }, port);
  CHECK(engine.wait_for(1).size() >= 1);
  CHECK(everything_taken(company));
}

TEST_CASE("the warehouse ships by itself, also what fell due while it was closed", "[e2e]") {
  engine_double engine;
  company_at_work company(reporting_to(engine.address(), 50));
  REQUIRE(fulfil(company, "O-1").status == 200);
  CHECK(engine.wait_for(1).size() >= 1);
  REQUIRE(fulfil(company, "O-2").status == 200);
  company.close();
  company.open();
  REQUIRE(everything_taken(company));
  std::map<std::string, int> orders;
  for (int i = 0; i < 500 && orders.size() < 2; ++i) {
    for (const auto& one : engine.events())
      ++orders[text_of(one.data, "order_id")];
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(orders.size() == 2);
}

TEST_CASE("a posted invoice is reported with the invoice", "[e2e]") {
  engine_double engine;
  company_at_work company(reporting_to(engine.address(), -1));
  const auto made = company.call("erp/create_sales_order",
                                 R"({"order":)" + order() + R"(,"price":)" + price() + "}", "K1");
  const auto invoice = company.call("erp/post_invoice",
                                    R"({"sales_order":")" + text_of(made.body, "number") +
                                        R"(","lines":[{"line":"1","quantity":"3"}]})",
                                    "K2");
  REQUIRE(invoice.status == 200);
  const auto events = engine.wait_for(1);
  REQUIRE_FALSE(events.empty());
  CHECK(events[0].type == "erp.invoice_posted");
  CHECK(text_of(events[0].data, "order_id") == "O-1");
  CHECK(to_json(*events[0].data.find("invoice")) == invoice.text);
}

TEST_CASE("the fault `duplicate` sends an event twice under one id", "[e2e]") {
  engine_double engine;
  company_at_work company(reporting_to(engine.address(), 0));
  REQUIRE(company
              .set_faults(R"({"rules":[{"system":"wms","operation":"create_fulfillment",)"
                          R"("kind":"duplicate"}]})")
              .status == 200);
  REQUIRE(fulfil(company, "O-1").status == 200);
  const auto events = engine.wait_for(2);
  REQUIRE(events.size() == 2);
  CHECK(events[0].id == events[1].id);
}

TEST_CASE("about a tenth of the events come twice, and a tenth before the answer", "[e2e]") {
  engine_double engine;
  company_at_work company(reporting_to(engine.address(), 0));
  constexpr int orders_count = 150;
  int before_the_answer = 0;
  for (int i = 0; i < orders_count; ++i) {
    const std::string id = "O-" + std::to_string(i);
    REQUIRE(fulfil(company, id).status == 200);
    for (const auto& one : engine.events())
      before_the_answer += text_of(one.data, "order_id") == id ? 1 : 0;
  }
  CHECK(before_the_answer >= 3);
  REQUIRE(everything_taken(company));
  std::map<std::string, int> times;
  for (const auto& one : engine.events())
    ++times[one.id];
  CHECK(times.size() == static_cast<std::size_t>(orders_count));
  int twice = 0;
  for (const auto& [id, count] : times)
    twice += count > 1 ? 1 : 0;
  CHECK(twice >= 4);
  CHECK(twice <= 35);
}

} // namespace gantry::sandbox::test
