#include "dsl/base/digest.hpp"
#include "tests/gateway/api_at_work.hpp"

#include <catch2/catch.hpp>

#include <chrono>

namespace gantry::gateway::test {
namespace {

const header_list json_type{{"Content-Type", "application/json"}};

header_list with(const std::string& name, const std::string& content) {
  auto headers = json_type;
  headers.emplace_back(name, content);
  return headers;
}

std::size_t orders_in(api_at_work& at) {
  return at.get("/v1/orders").list("items").size();
}

} // namespace

TEST_CASE("an order that was taken is on disk, and shown with all that is known of it", "[e2e]") {
  api_at_work at;
  const auto body = submission_of(job("A-1", "wait"));
  const auto taken = at.send("POST", "/v1/orders", body, with("X-Request-Id", "from-the-test"));
  CHECK(taken.status == 202);
  CHECK(taken.at("key") == "web/p/A-1");
  CHECK(taken.at("duplicate") == "false");
  const auto id = taken.at("id");
  CHECK(taken.header("location") == "/v1/orders/" + id);
  CHECK(taken.header("x-request-id") == "from-the-test");
  at.restart();
  const auto shown = at.when(id, "waiting");
  CHECK(shown.at("workflow") == "job");
  CHECK(shown.at("phase") == "running");
  CHECK(shown.at("control") == "active");
  CHECK(shown.at("stage") == "looked");
  CHECK(shown.at("channel") == "web");
  CHECK(shown.at("customer") == "C-1");
  CHECK(shown.at("search.city") == "Graz");
  CHECK(shown.at("in_doubt") == "false");
  CHECK(shown.at("test") == "false");
  CHECK(shown.at("input.id") == id);
  CHECK(shown.at("input.amount") == "12.50");
  CHECK(shown.at("input_version") == "1");
  REQUIRE(shown.list("input_versions").size() == 1);
  const auto& version = shown.list("input_versions").at(0);
  CHECK(version.find("version")->as_int() == 1);
  // The one that a conflict names.
  const auto conflict = at.post("/v1/orders", submission_of(job("A-1", "plain")));
  CHECK(conflict.status == 409);
  CHECK(conflict.at("detail").find(version.find("digest")->as_string() + " there") !=
        std::string::npos);
  CHECK(version.find("at")->as_string() == shown.at("created_at"));
  CHECK(shown.at("values.seen.text") == "seen");
  CHECK(shown.at("values.made.amount") == "12.50");
  CHECK(shown.list("open_calls").empty());
  CHECK(shown.list("waits").at(0).as_string().find("far.told(" + id + ")") != std::string::npos);
  CHECK(shown.at("legal") == R"(["pause","cancel","abort","priority","note","assign"])");
  // The bytes as they came are a document of their own.
  const auto document = at.get("/v1/documents/" + shown.at("document"));
  CHECK(document.status == 200);
  CHECK(document.at("digest") == to_hex(sha256(body)));
  CHECK(document.at("bytes") == std::to_string(body.size()));
}

TEST_CASE("who waits gets the result of an order that ends in time", "[e2e]") {
  api_at_work at;
  const auto done = at.post("/v1/orders?wait=10s", submission_of(job("A-1")));
  CHECK(done.status == 200);
  CHECK(done.at("status") == "completed");
  CHECK(done.at("result.amount") == "12.50");
  const auto rejected = at.post("/v1/orders?wait=10s", submission_of(job("A-2", "reject")));
  CHECK(rejected.status == 200);
  CHECK(rejected.at("status") == "rejected");
  CHECK(rejected.at("result") == "null");
  CHECK(rejected.at("end_reason") == "nothing is there");
  const auto not_yet = at.post("/v1/orders?wait=50ms", submission_of(job("A-3", "wait")));
  CHECK(not_yet.status == 202);
  CHECK(not_yet.json.find("result") == nullptr);
}

TEST_CASE("the same key with the same order is the same order, however it is written", "[e2e]") {
  api_at_work at;
  const auto id = at.submit("A-1");
  const auto again =
      at.post("/v1/orders", submission_of(job("A-1", "plain", R"("amount":12.5,"note":null)")));
  CHECK(again.status == 200);
  CHECK(again.at("id") == id);
  CHECK(again.at("duplicate") == "true");
  CHECK(orders_in(at) == 1);
  CHECK(at.far().asked("make").size() <= 1);
}

TEST_CASE("the same key with other content is a conflict that says where it differs", "[e2e]") {
  api_at_work at;
  const auto id = at.submit("A-1", "wait", R"("tags":["a","b"])");
  const auto other =
      at.post("/v1/orders", submission_of(job("A-1", "wait", R"("tags":["a","c"])")));
  CHECK(other.status == 409);
  CHECK(other.problem() == "key-conflict");
  CHECK(other.at("code") == "GE1007");
  CHECK(other.at("instance") == "/v1/orders");
  CHECK(other.at("detail").find(id) != std::string::npos);
  std::map<std::string, std::string> rules;
  for (const auto& each : other.list("errors"))
    rules[each.find("rule")->as_string()] =
        each.find("path")->as_string() + "=" + each.find("value")->as_string();
  CHECK(rules.at("first-difference") == R"(input.tags[1]="b" there, "c" here)");
  CHECK(rules.at("existing").size() == std::string{"digest="}.size() + 64);
  CHECK(rules.at("given").size() == rules.at("existing").size());
  CHECK(rules.at("given") != rules.at("existing"));
  CHECK(orders_in(at) == 1);
}

TEST_CASE("an Idempotency-Key is answered with the same bytes, also after a restart", "[e2e]") {
  api_at_work at;
  const auto body = submission_of(job("A-1"));
  const auto key = with("Idempotency-Key", "5d1e6a");
  const auto first = at.send("POST", "/v1/orders", body, key);
  CHECK(first.status == 202);
  at.when(first.at("id"), "completed");
  const auto second = at.send("POST", "/v1/orders", body, key);
  CHECK(second.status == first.status);
  CHECK(second.text == first.text);
  CHECK(second.header("location") == first.header("location"));
  at.restart();
  CHECK(at.send("POST", "/v1/orders", body, key).text == first.text);
  // Without the key it is what it is by now: a duplicate.
  CHECK(at.post("/v1/orders", body).at("duplicate") == "true");
  CHECK(orders_in(at) == 1);
}

TEST_CASE("an Idempotency-Key with another body is refused, and nothing is taken", "[e2e]") {
  api_at_work at;
  const auto key = with("Idempotency-Key", "5d1e6a");
  CHECK(at.send("POST", "/v1/orders", submission_of(job("A-1")), key).status == 202);
  const auto other = at.send("POST", "/v1/orders", submission_of(job("A-2")), key);
  CHECK(other.status == 422);
  CHECK(other.problem() == "idempotency-mismatch");
  // Whoever sends it: one sender may have several addresses and names.
  auto elsewhere = key;
  elsewhere.emplace_back("X-Gantry-Principal", "cli:alice");
  CHECK(at.send("POST", "/v1/orders", submission_of(job("A-2")), elsewhere).status == 422);
  // The same order in other bytes is another body, too.
  CHECK(at.send("POST", "/v1/orders", submission_of(job("A-1")) + " ", key).status == 422);
  CHECK(orders_in(at) == 1);
  CHECK(at.send("POST", "/v1/orders", submission_of(job("A-2")), with("Idempotency-Key", "7"))
            .status == 202);
  CHECK(at.send("POST", "/v1/orders", submission_of(job("A-3")),
                with("Idempotency-Key", std::string(256, 'k')))
            .status == 400);
}

TEST_CASE("an Idempotency-Key of an order that was there before keeps its answer, too", "[e2e]") {
  api_at_work at;
  const auto id = at.submit("A-1");
  const auto key = with("Idempotency-Key", "late");
  const auto first = at.send("POST", "/v1/orders", submission_of(job("A-1")), key);
  CHECK(first.status == 200);
  CHECK(first.at("id") == id);
  const auto second = at.send("POST", "/v1/orders", submission_of(job("A-1")), key);
  CHECK(second.status == 200);
  CHECK(second.text == first.text);
  CHECK(at.send("POST", "/v1/orders", submission_of(job("A-2")), key).status == 422);
}

TEST_CASE("who waits under an Idempotency-Key gets the result, every time", "[e2e]") {
  api_at_work at;
  const auto body = submission_of(job("A-1"));
  const auto key = with("Idempotency-Key", "5d1e6a");
  const auto first = at.send("POST", "/v1/orders?wait=10s", body, key);
  CHECK(first.status == 200);
  CHECK(first.at("result.amount") == "12.50");
  const auto second = at.send("POST", "/v1/orders?wait=10s", body, key);
  CHECK(second.status == 200);
  CHECK(second.text == first.text);
}

TEST_CASE("a deliberate new run of a key needs a reason and is an order of its own", "[e2e]") {
  api_at_work at;
  const auto id = at.submit("A-1");
  const auto run = [](const std::string& more) {
    return R"({"workflow":"job","input":)" + job("A-1") + more + "}";
  };
  const auto bare = at.post("/v1/orders", run(R"(,"generation":2)"));
  CHECK(bare.status == 400);
  CHECK(bare.mistakes() == "reason");
  const auto taken =
      at.post("/v1/orders", run(R"(,"generation":2,"reason":"the number is used again")"));
  CHECK(taken.status == 202);
  CHECK(taken.at("id") != id);
  CHECK(at.get("/v1/orders/" + taken.at("id")).at("generation") == "2");
}

TEST_CASE("trace and request id of a submission go on to the far systems", "[e2e]") {
  api_at_work at;
  auto headers = with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  headers.emplace_back("X-Request-Id", "r-17");
  at.send("POST", "/v1/orders?wait=10s", submission_of(job("A-1")), headers);
  const auto asked = at.far().asked("look");
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].request_id == "r-17");
  CHECK(asked[0].traceparent.find("0af7651916cd43dd8448eb211c80319c") != std::string::npos);
}

TEST_CASE("who waits for an order that is held is told so at once", "[e2e]") {
  api_at_work at;
  const auto began = std::chrono::steady_clock::now();
  const auto taken = at.post("/v1/orders?wait=60s", submission_of(job("A-1", "hold")));
  CHECK(taken.status == 202);
  CHECK(taken.at("status") == "held");
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(30));
  const auto again = at.post("/v1/orders?wait=60s", submission_of(job("A-1", "hold")));
  CHECK(again.status == 200);
  CHECK(again.at("status") == "held");
}

TEST_CASE("a wait that is over answers the status of then", "[e2e]") {
  api_at_work at;
  const auto taken = at.post("/v1/orders?wait=1s", submission_of(job("A-1", "wait")));
  CHECK(taken.status == 202);
  CHECK(taken.at("status") == "waiting");
}

TEST_CASE("an order shows the request that brought it", "[e2e]") {
  api_at_work at;
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const auto taken = at.send(
      "POST", "/v1/orders", submission_of(job("A-1")),
      {{"Content-Type", "application/json"}, {"X-Request-Id", "shop-17"}, {"traceparent", trace}});
  const auto shown = at.get("/v1/orders/" + taken.at("id"));
  CHECK(shown.at("by") == "http:127.0.0.1");
  CHECK(shown.at("request_id") == "shop-17");
  CHECK(shown.at("traceparent") == trace);
}

} // namespace gantry::gateway::test
