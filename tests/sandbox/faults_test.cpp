#include "tests/sandbox/company_at_work.hpp"

#include <catch2/catch.hpp>

#include <chrono>

namespace gantry::sandbox::test {
namespace {

const std::string arguments = R"({"order":)" + order() + R"(,"price":)" + price() + "}";

std::string rule(const std::string& kind, const std::string& more = {}) {
  return R"({"seed":7,"rules":[{"system":"erp","operation":"create_sales_order","kind":")" + kind +
         "\"" + more + "}]}";
}

reply create(company_at_work& company, const std::string& key = "K1") {
  return company.call("erp/create_sales_order", arguments, key);
}

std::int64_t effects(company_at_work& company) {
  return static_cast<std::int64_t>(company.ledger("erp.create_sales_order").size());
}

} // namespace

TEST_CASE("a request that is lost before leaves no effect and no answer", "[e2e]") {
  company_at_work company;
  REQUIRE(company.set_faults(rule("lost_before", R"(,"times":1)")).status == 200);
  CHECK(create(company).status == 0);
  CHECK(effects(company) == 0);
  CHECK(create(company).status == 200);
}

TEST_CASE("an answer that is lost after leaves its effect behind", "[e2e]") {
  company_at_work company;
  REQUIRE(company.set_faults(rule("lost_after", R"(,"times":1)")).status == 200);
  CHECK(create(company).status == 0);
  CHECK(effects(company) == 1);
  CHECK(company.call("erp/find_sales_order", R"({"reference":"K1"})").body.as_list().size() == 1);
}

TEST_CASE("a refusal asks to come again and does nothing", "[e2e]") {
  company_at_work company;
  REQUIRE(company.set_faults(rule("refuse", R"(,"times":1)")).status == 200);
  const auto refused = create(company);
  CHECK(refused.status == 503);
  CHECK(refused.retry_after == "1");
  CHECK(effects(company) == 0);
}

TEST_CASE("a server error has done its work or not, half and half", "[e2e]") {
  company_at_work company;
  REQUIRE(company.set_faults(rule("error_500")).status == 200);
  for (int i = 0; i < 40; ++i)
    CHECK(create(company, "K" + std::to_string(i)).status == 500);
  CHECK(effects(company) > 8);
  CHECK(effects(company) < 32);
}

TEST_CASE("latency delays the answer and not the effect", "[e2e]") {
  company_at_work company;
  REQUIRE(company.set_faults(rule("latency", R"(,"ms":150)")).status == 200);
  const auto begun = std::chrono::steady_clock::now();
  CHECK(create(company).status == 200);
  CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(150));
}

TEST_CASE("an invented shortage and an invented block are typed errors", "[e2e]") {
  company_at_work company;
  REQUIRE(company
              .set_faults(R"({"rules":[{"system":"wms","operation":"reserve",)"
                          R"("kind":"out_of_stock"},)"
                          R"({"system":"erp","operation":"create_sales_order",)"
                          R"("kind":"blocked"}]})")
              .status == 200);
  CHECK(company.call("wms/reserve", R"({"order_id":"O-1","lines":)" + lines() + "}", "K1").text ==
        R"({"error":"out_of_stock","fields":{"sku":"SKU-7","available":"0"}})");
  CHECK(text_of(create(company).body, "error") == "account_blocked");
  CHECK(effects(company) == 0);
}

TEST_CASE("an outage refuses the whole system and no other until it is over", "[e2e]") {
  company_at_work company;
  REQUIRE(company.set_faults(rule("outage", R"(,"ms":60000)")).status == 200);
  CHECK(create(company).status == 503);
  const auto other = company.call("erp/find_sales_order", R"({"reference":"K1"})");
  CHECK(other.status == 503);
  CHECK(other.retry_after.has_value());
  CHECK(company.call("tms/find_shipment", R"({"reference":"K1"})").status == 200);
  REQUIRE(company.set_faults("{}").status == 200);
  CHECK(create(company).status == 200);
}

TEST_CASE("an outage closes the listener of the system's own until it is over", "[e2e]") {
  sandbox_options options;
  options.own_listeners = {{"erp", "127.0.0.1:0"}, {"tms", "127.0.0.1:0"}};
  company_at_work company(options);
  gateway::http_client kept_alive(company.address_of("erp"), 10'000);
  REQUIRE(kept_alive.request("POST", "/erp/find_sales_order", R"({"reference":"K1"})")->status ==
          200);
  REQUIRE(company.set_faults(rule("outage", R"(,"ms":60000)")).status == 200);
  CHECK(create(company).status == 503); // the common listener is for all of them
  REQUIRE(company.comes_to([&] { return company.refuses("erp"); }));
  // Not only new connections: those that were open are cut.
  CHECK_FALSE(kept_alive.request("POST", "/erp/find_sales_order", R"({"reference":"K1"})"));
  CHECK_FALSE(company.refuses("tms"));
  // Nobody gets the port meanwhile: it has to come back there.
  CHECK_FALSE(company.gives_away_port_of("erp"));
  REQUIRE(company.set_faults("{}").status == 200);
  CHECK(company.comes_to([&] { return !company.refuses("erp"); }));
  CHECK(effects(company) == 0);
}

TEST_CASE("the listener of a system opens again by itself when its outage is over", "[e2e]") {
  sandbox_options options;
  options.own_listeners = {{"erp", "127.0.0.1:0"}};
  company_at_work company(options);
  REQUIRE(company.set_faults(rule("outage", R"(,"ms":300)")).status == 200);
  const auto begun = std::chrono::steady_clock::now();
  // The one that meets the outage is told; it did nothing.
  CHECK(create(company).status == 503);
  REQUIRE(company.comes_to([&] { return company.refuses("erp"); }));
  CHECK(company.comes_to([&] { return !company.refuses("erp"); }));
  CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(300));
  CHECK(create(company).status == 200);
}

TEST_CASE("rules are tried in order, and what they did is shown", "[e2e]") {
  company_at_work company;
  REQUIRE(company
              .set_faults(R"({"seed":7,"rules":[)"
                          R"({"system":"erp","operation":"create_sales_order",)"
                          R"("kind":"refuse","probability":1,"times":2},)"
                          R"({"system":"erp","operation":"*","kind":"lost_before","times":1}]})")
              .status == 200);
  CHECK(create(company).status == 503);
  CHECK(create(company).status == 503);
  CHECK(create(company).status == 0);
  CHECK(create(company).status == 200);
  const auto shown = company.send("GET", "/faults");
  const auto& rules = shown.body.find("rules")->as_list();
  CHECK(text_of(rules.at(0), "fired") == "2");
  CHECK(text_of(rules.at(1), "fired") == "1");
  CHECK(text_of(shown.body.find("requests")
                    ? *shown.body.find("requests")->find("erp.create_sales_order")
                    : value{},
                "") != "");
}

TEST_CASE("the same seed lets the same requests fail", "[e2e]") {
  const auto run = [](const std::string& seed) {
    company_at_work company;
    static_cast<void>(
        company.set_faults(R"({"seed":)" + seed +
                           R"(,"rules":[{"system":"crm","operation":"validate_customer",)"
                           R"("kind":"refuse","probability":0.5}]})"));
    std::string fates;
    for (int i = 0; i < 30; ++i)
      fates += company.call("crm/validate_customer",
                            R"({"account":"C-1001","ship_to":)" + address() + "}")
                           .status == 200
                   ? '+'
                   : '-';
    return fates;
  };
  const auto first = run("7");
  CHECK(run("7") == first);
  CHECK(run("8") != first);
  CHECK(first.find('+') != std::string::npos);
  CHECK(first.find('-') != std::string::npos);
}

TEST_CASE("rules that mean nothing are refused with their path, and change nothing", "[e2e]") {
  company_at_work company;
  REQUIRE(company.set_faults(rule("refuse")).status == 200);
  const auto refused = company.set_faults(
      R"({"rules":[{"system":"erp","operation":"create_sales_order","kind":"refuse"},)"
      R"({"system":"mrp","kind":"boom","probability":2,"often":1},)"
      R"({"system":"tms","operation":"reserve","kind":"latency"}]})");
  CHECK(refused.status == 400);
  std::string paths;
  for (const auto& one : refused.body.find("errors")->as_list())
    paths += text_of(one, "path") + " ";
  CHECK(paths == "rules[1].often rules[1].system rules[1].probability rules[1].kind "
                 "rules[2].operation rules[2].ms ");
  CHECK(company.set_faults("not json").status == 400);
  CHECK(create(company).status == 503);
}

} // namespace gantry::sandbox::test
