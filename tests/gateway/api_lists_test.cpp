#include "tests/gateway/api_at_work.hpp"

#include <catch2/catch.hpp>

#include <set>

namespace gantry::gateway::test {
namespace {

/// The senders' numbers in a page, in its order.
std::string numbers(const reply& page) {
  std::string all;
  for (const auto& item : page.list("items")) {
    const auto key = item.find("key")->as_string();
    all += (all.empty() ? "" : " ") + key.substr(key.rfind('/') + 1);
  }
  return all;
}

std::string source(const std::string& channel, const std::string& number) {
  return R"("source":{"channel":")" + channel + R"(","partner":"p","external_id":")" + number +
         "\"}";
}

} // namespace

TEST_CASE("every filter of the list finds its orders and no others", "[e2e]") {
  api_at_work at;
  at.when(at.submit("done"), "completed");
  at.when(at.submit("gone", "reject"), "rejected");
  at.when(at.submit("stuck", "hold"), "held");
  at.when(at.submit("patient", "wait"), "waiting");
  at.when(at.submit("other", "plain",
                    R"("customer":"C-2","city":"St. Pölten",)" + source("edi", "other")),
          "completed");

  const auto list = [&](const std::string& query) {
    return numbers(at.get("/v1/orders?" + query));
  };
  CHECK(list("") == "other patient stuck gone done"); // newest first
  CHECK(list("status=completed") == "other done");
  CHECK(list("status=rejected") == "gone");
  CHECK(list("status=held") == "stuck");
  CHECK(list("status=waiting") == "patient");
  CHECK(list("status=cancelled").empty());
  CHECK(list("stage=finished") == "other done");
  CHECK(list("stage=looked") == "patient");
  CHECK(list("channel=edi") == "other");
  CHECK(list("channel=web") == "patient stuck gone done");
  CHECK(list("customer=C-2") == "other");
  CHECK(list("key=web%2Fp%2Fgone") == "gone");
  CHECK(list("key=gone").empty()); // a key is whole
  CHECK(list("search.city=Graz") == "patient stuck gone done");
  CHECK(list("search.city=St.+P%C3%B6lten") == "other");
  CHECK(list("search.city=Graz&search.customer=C-1&status=held") == "stuck");
  CHECK(list("older_than=1h").empty());
  CHECK(list("older_than=0s") == "other patient stuck gone done");
  CHECK(list("older_than=2020-01-01T00:00:00Z").empty());
  CHECK(list("older_than=2150-01-01T00:00:00Z") == "other patient stuck gone done");
  CHECK(at.get("/v1/orders?status=completed&count=true").at("count") == "2");
  CHECK(at.get("/v1/orders?status=completed").json.find("count") == nullptr);
}

TEST_CASE("a row of the list has every member that it promises", "[e2e]") {
  api_at_work at;
  const auto id = at.submit("stuck", "hold");
  at.when(id, "held");
  const auto page = at.get("/v1/orders");
  CHECK(page.at("next") == "null");
  const auto& row = page.list("items").at(0);
  for (const char* member :
       {"id", "key", "workflow", "status", "phase", "control", "held", "stage", "waiting_for",
        "in_doubt", "priority", "test", "created_at", "updated_at"}) {
    INFO(member);
    CHECK(row.find(member) != nullptr);
  }
  CHECK(row.as_map().size() == 14);
  CHECK(row.find("id")->as_string() == id);
  CHECK(row.find("held")->as_string() == "flow");
  CHECK(row.find("priority")->as_int() == 50);
  CHECK(parse_timestamp(row.find("created_at")->as_string()).has_value());
}

TEST_CASE("pages follow each other without gap or overlap while orders come in", "[e2e]") {
  api_at_work at;
  std::set<std::string> before;
  for (int i = 0; i < 25; ++i)
    before.insert(at.submit("A-" + std::to_string(i), "wait"));
  std::multiset<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const auto page = at.get("/v1/orders?limit=7" + (cursor.empty() ? "" : "&cursor=" + cursor));
    REQUIRE(page.status == 200);
    for (const auto& item : page.list("items"))
      seen.insert(item.find("id")->as_string());
    cursor = page.at("next");
    at.submit("later-" + std::to_string(++pages), "wait");
  } while (cursor != "null" && pages < 10);
  CHECK(pages == 4);
  CHECK(std::multiset<std::string>(before.begin(), before.end()) == seen);
}

TEST_CASE("a list that is asked wrongly names every mistake and what there is", "[e2e]") {
  api_at_work at;
  const auto refused = at.get("/v1/orders?status=lost&search.town=Graz&limit=0&older_than=long"
                              "&sort=key&count=maybe");
  CHECK(refused.status == 400);
  CHECK(refused.problem() == "invalid-request");
  for (const std::string name : {"status", "search.town", "limit", "older_than", "sort", "count"}) {
    INFO(name << " in " << refused.mistakes());
    CHECK((" " + refused.mistakes() + " ").find(" query." + name + " ") != std::string::npos);
  }
  CHECK(refused.text.find("there are: city, customer") != std::string::npos);
  CHECK(at.get("/v1/orders?limit=501").status == 400);
  CHECK(at.get("/v1/orders?limit=500").status == 200);
  CHECK(at.get("/v1/orders?cursor=made-up").status == 400);
}

TEST_CASE("a timeline names the request that a far system saw", "[e2e]") {
  api_at_work at;
  const auto taken = at.send("POST", "/v1/orders", submission_of(job("A-1")),
                             {{"Content-Type", "application/json"}, {"X-Request-Id", "mine-7"}});
  REQUIRE(taken.status == 202);
  const auto id = taken.at("id");
  at.when(id, "completed");
  std::size_t sent = 0;
  for (const auto& item : at.get("/v1/orders/" + id + "/timeline").list("items")) {
    const auto* request = item.find("request_id");
    REQUIRE(request != nullptr);
    const bool is_sent = item.find("kind")->as_string() == "sent";
    sent += is_sent ? 1 : 0;
    CHECK(to_json(*request) == (is_sent ? "\"mine-7\"" : "null"));
  }
  CHECK(sent == 2); // look, make
}

TEST_CASE("a timeline tells what happened, in pages", "[e2e]") {
  api_at_work at;
  const auto id = at.submit("A-1");
  at.when(id, "completed");
  const auto whole = at.get("/v1/orders/" + id + "/timeline");
  const auto& items = whole.list("items");
  REQUIRE(items.size() >= 5);
  CHECK(whole.at("next") == "null");
  std::int64_t last = 0;
  bool made = false;
  for (const auto& item : items) {
    CHECK(item.as_map().size() == 11);
    CHECK(item.find("seq")->as_int() >= last);
    last = item.find("seq")->as_int();
    if (const auto* step = item.find("step"); step->is_string() && step->as_string() == "made")
      made = made || item.find("key")->is_string();
  }
  CHECK(made);
  CHECK(items.at(0).find("by")->as_string() == "http:127.0.0.1");

  std::size_t seen = 0;
  std::string cursor = "0";
  while (cursor != "null") {
    const auto page = at.get("/v1/orders/" + id + "/timeline?limit=2&cursor=" + cursor);
    for (const auto& item : page.list("items"))
      CHECK(to_json(item) == to_json(items.at(seen++)));
    cursor = page.at("next");
  }
  CHECK(seen == items.size());
}

} // namespace gantry::gateway::test
