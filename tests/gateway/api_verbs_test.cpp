#include "tests/gateway/api_at_work.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace gantry::gateway::test {
namespace {

constexpr auto because = R"({"reason":"the test says so"})";

struct operator_desk {
  api_at_work& at;
  std::string order;
  reply say(const std::string& verb, const std::string& body = because) const {
    return at.post("/v1/orders/" + order + "/" + verb, body);
  }
};

bool lists(const reply& problem, const std::string& verb) {
  const auto& legal = problem.list("legal");
  return std::any_of(legal.begin(), legal.end(),
                     [&](const value& each) { return each.as_string() == verb; });
}

} // namespace

TEST_CASE("a verb without a reason is refused and changes nothing", "[e2e]") {
  api_at_work at;
  const operator_desk desk{at, at.submit("A-1", "wait")};
  at.when(desk.order, "waiting");
  for (const std::string body : {"{}", R"({"reason":""})", R"({"reason":7})"}) {
    INFO(body);
    const auto refused = desk.say("pause", body);
    CHECK(refused.status == 400);
    CHECK(refused.mistakes() == "reason");
  }
  CHECK(desk.say("pause", R"({"reason":"x","why":"y"})").mistakes() == "why");
  CHECK(desk.say("pause", R"({"reason":"x","hold":"one"})").mistakes() == "hold");
  CHECK(at.get("/v1/orders/" + desk.order).at("control") == "active");
}

TEST_CASE("pause, resume and cancel are done, and a race is ignored politely [E7.6]", "[e2e]") {
  api_at_work at;
  const operator_desk desk{at, at.submit("A-1", "wait")};
  at.when(desk.order, "waiting");
  const auto paused = desk.say("pause");
  CHECK(paused.status == 200);
  CHECK(paused.at("id") == desk.order);
  CHECK(paused.at("status") == "paused");
  CHECK(paused.json.find("ignored") == nullptr);
  const auto twice = desk.say("pause");
  CHECK(twice.status == 200);
  CHECK(twice.at("ignored") == "already paused");
  CHECK(desk.say("resume").at("control") == "active");
  CHECK(desk.say("resume").at("ignored") == "already active");
  CHECK(desk.say("cancel").status == 200);
  const auto ended = at.when(desk.order, "cancelled");
  CHECK(at.far().asked("take_back").size() == 1);
  CHECK(ended.at("legal") == R"(["note"])");
  const auto late = desk.say("cancel");
  CHECK(late.status == 200);
  CHECK(late.at("ignored").find("cancelled") != std::string::npos);
}

TEST_CASE("who said what, and why, stands in the timeline [E7.7]", "[e2e]") {
  api_at_work at;
  const operator_desk desk{at, at.submit("A-1", "wait")};
  at.when(desk.order, "waiting");
  at.send("POST", "/v1/orders/" + desk.order + "/note", R"({"reason":"called the customer"})",
          {{"Content-Type", "application/json"}, {"X-Gantry-Principal", "cli:anna"}});
  desk.say("priority", R"({"reason":"urgent","priority":90})");
  desk.say("assign", R"({"reason":"her customer","assignee":"anna"})");
  CHECK(at.get("/v1/orders/" + desk.order).at("priority") == "90");
  const auto timeline = at.get("/v1/orders/" + desk.order + "/timeline").text;
  CHECK(timeline.find(
            R"x("by":"http:127.0.0.1 (claims cli:anna)","reason":"called the customer")x") !=
        std::string::npos);
  CHECK(timeline.find(R"("reason":"urgent")") != std::string::npos);
  CHECK(timeline.find(R"("reason":"her customer")") != std::string::npos);
}

TEST_CASE("arguments of verbs are checked before anything happens", "[e2e]") {
  api_at_work at;
  const operator_desk desk{at, at.submit("A-1", "wait")};
  at.when(desk.order, "waiting");
  CHECK(desk.say("priority").mistakes() == "priority");
  CHECK(desk.say("priority", R"({"reason":"x","priority":101})").mistakes() == "priority");
  CHECK(desk.say("priority", R"({"reason":"x","priority":"high"})").mistakes() == "priority");
  CHECK(desk.say("assign").mistakes() == "assignee");
  CHECK(desk.say("edit").mistakes() == "arguments");
  CHECK(desk.say("adopt").mistakes() == "document");
  CHECK(desk.say("adopt", R"({"reason":"x","document":{},"value":{}})").mistakes() == "value");
  // Nothing is the result of what has none: it is for the order to say whether that fits.
  CHECK(desk.say("adopt", R"({"reason":"x","document":null})").problem() == "illegal-verb");
  CHECK(desk.say("release", R"({"reason":"x","until":"tomorrow"})").mistakes() == "until");
  CHECK(at.get("/v1/orders/" + desk.order).at("priority") == "50");
}

TEST_CASE("a cancel that waits for the end of a pause is shown [E6.4]", "[e2e]") {
  api_at_work at;
  const operator_desk desk{at, at.submit("A-1", "wait")};
  at.when(desk.order, "waiting");
  CHECK(at.get("/v1/orders/" + desk.order).json.find("cancel_requested") == nullptr);
  REQUIRE(desk.say("pause").status == 200);
  const auto asked = desk.say("cancel", R"({"reason":"customer withdrew"})");
  CHECK(asked.status == 200);
  CHECK(asked.at("control") == "paused");
  CHECK(asked.at("cancel_requested.reason") == "customer withdrew");
  CHECK_FALSE(asked.at("cancel_requested.by").empty());
  REQUIRE(desk.say("resume").status == 200);
  const auto ended = at.when(desk.order, "cancelled");
  CHECK(ended.json.find("cancel_requested") == nullptr);
}

TEST_CASE("a verb that is not legal now is a conflict that lists those that are [E7.6]", "[e2e]") {
  api_at_work at;
  const operator_desk desk{at, at.submit("A-1", "wait")};
  at.when(desk.order, "waiting");
  const auto nothing_held = desk.say("retry");
  CHECK(nothing_held.status == 409);
  CHECK(nothing_held.problem() == "illegal-verb");
  CHECK(lists(nothing_held, "pause"));
  CHECK(lists(nothing_held, "cancel"));
  CHECK_FALSE(lists(nothing_held, "resume"));
  const auto unknown = desk.say("explode");
  CHECK(unknown.status == 409);
  CHECK(unknown.problem() == "illegal-verb");
  CHECK(lists(unknown, "pause"));

  const operator_desk held{at, at.submit("A-2", "hold")};
  at.when(held.order, "held");
  const auto wrong = held.say("verify");
  CHECK(wrong.status == 409);
  CHECK(lists(wrong, "release (hold 1)"));
  CHECK(lists(wrong, "adopt (hold 1)"));
  CHECK_FALSE(lists(wrong, "verify (hold 1)"));
}

TEST_CASE("a hold is shown with its cause and verbs, and released by one of them [E7.2, E7.4]",
          "[e2e]") {
  api_at_work at;
  const operator_desk desk{at, at.submit("A-1", "hold")};
  const auto held = at.when(desk.order, "held");
  CHECK(held.at("held") == "flow");
  const auto& hold = held.list("holds").at(0);
  CHECK(hold.find("id")->as_int() == 1);
  CHECK(hold.find("cause")->as_string() == "flow");
  CHECK(hold.find("evidence")->as_string().find("closed: sunday") != std::string::npos);
  CHECK(to_json(*hold.find("legal")) == R"(["release","adopt","edit"])");
  at.far().on("look",
              [](const engine::far_request& request) { return ok(request, R"({"text":"seen"})"); });
  CHECK(desk.say("release", R"({"reason":"monday","hold":7})").status == 409);
  CHECK(desk.say("release", R"({"reason":"monday","hold":1})").status == 200);
  at.when(desk.order, "completed");
  CHECK(desk.say("release", R"({"reason":"again","hold":1})").at("ignored").find("hold 1") !=
        std::string::npos);
}

TEST_CASE("a typed result stands in for an answer that broke the contract", "[e2e]") {
  api_at_work at;
  const operator_desk desk{at, at.submit("A-1", "odd")};
  CHECK(at.when(desk.order, "held").at("held") == "contract_violation");
  const auto ill_typed = desk.say("adopt", R"({"reason":"x","value":{"text":7}})");
  CHECK(ill_typed.status == 400);
  CHECK(at.get("/v1/orders/" + desk.order).at("status") == "held");
  CHECK(desk.say("adopt", R"({"reason":"looked myself","value":{"text":"there"}})").status == 200);
  CHECK(at.when(desk.order, "completed").at("values.seen.text") == "there");
}

TEST_CASE("a document found twice is held, adopted by hand, and the other is an incident "
          "[E5.5, E7.5]",
          "[e2e]") {
  api_at_work at;
  const operator_desk desk{at, at.submit("A-1", "twice")};
  const auto held = at.when(desk.order, "held");
  CHECK(held.at("held") == "conflicting_document");
  CHECK(
      desk.say("adopt", R"({"reason":"N-1 is ours","document":{"number":"N-1","amount":"12.50"}})")
          .status == 200);
  CHECK(at.when(desk.order, "completed").at("values.made.number") == "N-1");

  const auto incidents = at.get("/v1/incidents");
  REQUIRE(incidents.list("items").size() == 1);
  const auto& incident = incidents.list("items").at(0);
  CHECK(incident.find("kind")->as_string() == "duplicate_effect");
  CHECK(incident.find("order")->as_string() == desk.order);
  CHECK(incident.find("step")->as_string() == "made");
  CHECK(incident.find("ours")->find("number")->as_string() == "N-1");
  CHECK(incident.find("other")->find("number")->as_string() == "N-2");
  CHECK(incident.find("closed")->is_none());
  const auto id = incident.find("id")->as_string();

  CHECK(at.post("/v1/incidents/" + id + "/acknowledge", "{}").mistakes() == "reason");
  CHECK(at.post("/v1/incidents/" + id + "/forget", because).problem() == "illegal-verb");
  CHECK(at.post("/v1/incidents/" + desk.order + "/99/acknowledge", because).status == 404);
  const auto undone = at.post("/v1/incidents/" + id + "/compensate-second", because);
  INFO(undone.text);
  CHECK(undone.status == 200);
  const auto start = std::chrono::steady_clock::now();
  while (at.far().asked("take_back").empty() &&
         std::chrono::steady_clock::now() - start < std::chrono::seconds(5)) {
  }
  REQUIRE(at.far().asked("take_back").size() == 1);
  CHECK(argument(at.far().asked("take_back")[0], "number") == "N-2");
}

TEST_CASE("an incident is acknowledged with a reason, once", "[e2e]") {
  api_at_work at;
  const operator_desk desk{at, at.submit("A-1", "twice")};
  at.when(desk.order, "held");
  desk.say("adopt", R"({"reason":"ours","document":{"number":"N-2","amount":"12.50"}})");
  at.when(desk.order, "completed");
  const auto id = at.get("/v1/incidents").at("items") == "[]"
                      ? std::string{}
                      : at.get("/v1/incidents").list("items").at(0).find("id")->as_string();
  const auto done = at.post("/v1/incidents/" + id + "/acknowledge", because);
  INFO(done.text);
  CHECK(done.status == 200);
  CHECK(done.at("id") == id);
  CHECK(done.json.find("ignored") == nullptr);
  CHECK_FALSE(at.get("/v1/incidents").list("items").at(0).find("closed")->is_none());
  CHECK(at.post("/v1/incidents/" + id + "/acknowledge", because).at("ignored") ==
        "the incident is closed already");
}

TEST_CASE("incidents are listed newest first, in pages", "[e2e]") {
  api_at_work at;
  std::vector<std::string> orders;
  for (int i = 0; i < 5; ++i) {
    const operator_desk desk{at, at.submit("A-" + std::to_string(i), "twice")};
    at.when(desk.order, "held");
    desk.say("adopt", R"({"reason":"ours","document":{"number":"N-1","amount":"12.50"}})");
    at.when(desk.order, "completed");
    orders.insert(orders.begin(), desk.order);
  }
  std::vector<std::string> listed;
  std::string cursor;
  do {
    const auto page = at.get("/v1/incidents?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const auto& item : page.list("items"))
      listed.push_back(item.find("order")->as_string());
    cursor = page.at("next");
  } while (cursor != "null" && listed.size() < 20);
  CHECK(listed == orders);
  CHECK(at.get("/v1/incidents?limit=0").status == 400);
}

} // namespace gantry::gateway::test
