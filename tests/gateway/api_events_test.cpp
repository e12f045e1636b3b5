#include "tests/gateway/api_at_work.hpp"

#include <catch2/catch.hpp>

namespace gantry::gateway::test {
namespace {

const header_list structured{{"Content-Type", "application/cloudevents+json"}};
const header_list batch{{"Content-Type", "application/cloudevents-batch+json; charset=utf-8"}};

std::string event(const std::string& id, const std::string& type, const std::string& data) {
  return R"({"specversion":"1.0","id":")" + id + R"(","source":"/wms","type":")" + type +
         R"(","data":)" + data + "}";
}
std::string told(const std::string& id, const std::string& order) {
  return event(id, "far.told", R"({"id":")" + order + R"(","count":3})");
}

std::vector<std::string> inbox(api_at_work& at, const std::string& state) {
  std::vector<std::string> ids;
  for (const auto& item : at.get("/v1/inbox?state=" + state).list("items"))
    ids.push_back(item.find("id")->as_string());
  return ids;
}

} // namespace

TEST_CASE("a structured event reaches the order that waits for it", "[e2e]") {
  api_at_work at;
  const auto order = at.submit("A-1", "wait");
  at.when(order, "waiting");
  const auto stored = at.send("POST", "/v1/events", told("e-1", order), structured);
  CHECK(stored.status == 202);
  CHECK(stored.at("source") == "/wms");
  CHECK(stored.at("id") == "e-1");
  CHECK(stored.at("duplicate") == "false");
  CHECK(stored.json.find("finding") == nullptr);
  CHECK(at.when(order, "completed").at("values.word.count") == "3");
}

TEST_CASE("a binary event, and one under plain application/json, are the same", "[e2e]") {
  api_at_work at;
  const auto first = at.submit("A-1", "wait");
  const auto binary = at.send("POST", "/v1/events", R"({"id":")" + first + R"(","count":1})",
                              {{"Content-Type", "application/json"},
                               {"ce-specversion", "1.0"},
                               {"ce-id", "e-1"},
                               {"ce-source", "/wms"},
                               {"ce-type", "far.told"}});
  CHECK(binary.status == 202);
  CHECK(binary.at("id") == "e-1");
  at.when(first, "completed");
  const auto second = at.submit("A-2", "wait");
  CHECK(at.post("/v1/events", told("e-2", second)).status == 202);
  at.when(second, "completed");
}

TEST_CASE("a batch is answered event by event, in order", "[e2e]") {
  api_at_work at;
  const auto first = at.submit("A-1", "wait");
  const auto second = at.submit("A-2", "wait");
  const auto stored = at.send(
      "POST", "/v1/events",
      "[" + told("e-1", first) + "," + told("e-2", second) + "," + told("e-1", first) + "]", batch);
  CHECK(stored.status == 202);
  const auto& events = stored.list("events");
  REQUIRE(events.size() == 3);
  CHECK(events.at(0).find("id")->as_string() == "e-1");
  CHECK(events.at(1).find("id")->as_string() == "e-2");
  CHECK(events.at(0).find("duplicate")->as_bool() != events.at(2).find("duplicate")->as_bool());
  at.when(first, "completed");
  at.when(second, "completed");
  CHECK(at.send("POST", "/v1/events", "[]", batch).text == R"({"events":[]})");
}

TEST_CASE("the same source and id again is a duplicate, also after a restart [E8.2]", "[e2e]") {
  api_at_work at;
  const auto order = at.submit("A-1", "wait");
  CHECK(at.send("POST", "/v1/events", told("e-1", order), structured).at("duplicate") == "false");
  const auto again = at.send("POST", "/v1/events", told("e-1", order), structured);
  CHECK(again.status == 202);
  CHECK(again.at("duplicate") == "true");
  at.restart();
  CHECK(at.send("POST", "/v1/events", told("e-1", order), structured).at("duplicate") == "true");
}

TEST_CASE("an event that comes before its order waits for it [E8.6]", "[e2e]") {
  api_at_work at;
  // Its order is not known yet, so nothing can be said but that it is stored.
  CHECK(at.send("POST", "/v1/events", told("e-1", "nobody-yet"), structured).status == 202);
  CHECK(inbox(at, "unmatched") == std::vector<std::string>{"e-1"});
}

TEST_CASE("an undeclared type and ill-typed data are kept and said, not refused", "[e2e]") {
  api_at_work at;
  const auto unknown =
      at.send("POST", "/v1/events", event("e-1", "far.exploded", "{}"), structured);
  CHECK(unknown.status == 202);
  CHECK(unknown.at("finding").find("far.exploded") != std::string::npos);
  const auto ill_typed = at.send(
      "POST", "/v1/events", event("e-2", "far.told", R"({"id":"x","count":"three"})"), structured);
  CHECK(ill_typed.status == 202);
  CHECK(ill_typed.at("finding").find("data.count") != std::string::npos);
  const auto without = at.send("POST", "/v1/events", event("e-3", "far.told", "null"), structured);
  CHECK(without.status == 202);
  // Every mistake once, with its path.
  const auto empty = at.send("POST", "/v1/events", event("e-4", "far.told", "{}"), structured);
  CHECK(empty.at("finding") == "data.id is missing; data.count is missing");
  CHECK(inbox(at, "unmatched") ==
        std::vector<std::string>{"e-4", "e-3", "e-2", "e-1"}); // newest first
  CHECK(inbox(at, "finding").size() == 4);
  const auto row = at.get("/v1/inbox").list("items").at(3);
  CHECK(row.find("type")->as_string() == "far.exploded");
  CHECK(row.find("state")->as_string() == "finding");
  CHECK(row.find("by")->as_string() == "http:127.0.0.1");
  CHECK(row.find("data")->is_map());
}

TEST_CASE("the inbox is listed findings first, in pages without gap or overlap", "[e2e]") {
  api_at_work at;
  for (int i = 0; i < 9; ++i) {
    const auto id = "e-" + std::to_string(i);
    // Unmatched ones and findings in turn: findings are for a person to look at.
    at.send("POST", "/v1/events", i % 2 == 0 ? told(id, "nobody") : event(id, "far.odd", "1"),
            structured);
  }
  const std::vector<std::string> expected{"e-7", "e-5", "e-3", "e-1", "e-8",
                                          "e-6", "e-4", "e-2", "e-0"};
  std::vector<std::string> listed;
  std::string cursor;
  do {
    const auto page = at.get("/v1/inbox?limit=4" + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const auto& item : page.list("items"))
      listed.push_back(item.find("id")->as_string());
    cursor = page.at("next");
  } while (cursor != "null" && listed.size() < 40);
  CHECK(listed == expected);
  CHECK(at.get("/v1/inbox?limit=9").at("next") == "null");
  CHECK(at.get("/v1/inbox?state=lost").mistakes() == "query.state");
}

TEST_CASE("what is not CloudEvents is refused with every mistake's path", "[e2e]") {
  api_at_work at;
  const auto bare = at.send("POST", "/v1/events", "{}", structured);
  CHECK(bare.status == 400);
  CHECK(bare.mistakes() == "specversion id source type");
  const auto old =
      at.send("POST", "/v1/events",
              R"({"specversion":"0.3","id":"1","source":"s","type":7,"data":{}})", structured);
  CHECK(old.mistakes().find("specversion") != std::string::npos);
  CHECK(old.mistakes().find("type") != std::string::npos);
  const auto inside = at.send("POST", "/v1/events", "[" + told("e-1", "x") + ",{}]", batch);
  CHECK(inside.status == 400);
  CHECK(inside.mistakes().find("[1].id") != std::string::npos);
  CHECK(inbox(at, "unmatched").empty()); // nothing of a bad batch is stored
  CHECK(at.send("POST", "/v1/events", "{", structured).problem() == "malformed-json");
  CHECK(at.send("POST", "/v1/events", "<event/>", {{"Content-Type", "application/xml"}}).status ==
        415);
  const auto headers_missing =
      at.send("POST", "/v1/events", "{}",
              {{"Content-Type", "application/json"}, {"ce-specversion", "1.0"}});
  CHECK(headers_missing.mistakes() == "ce-id ce-source ce-type");
}

} // namespace gantry::gateway::test
