#include "tests/gateway/api_at_work.hpp"

#include <catch2/catch.hpp>

namespace gantry::gateway::test {
namespace {

struct bad {
  std::string what, body;
  int status;
  std::string problem;
  std::string path; ///< of one of the mistakes
};

std::string nested(int levels) {
  return std::string(static_cast<std::size_t>(levels), '[') +
         std::string(static_cast<std::size_t>(levels), ']');
}

} // namespace

TEST_CASE("a submission that is not understood says why and where, and leaves nothing behind",
          "[e2e]") {
  const std::vector<bad> all{
      {"nothing", "", 400, "malformed-json", ""},
      {"half an object", R"({"workflow":"job")", 400, "malformed-json", ""},
      {"bytes that are not UTF-8", submission_of(job("A", "plain", "\"city\":\"\xff\xfe\"")), 400,
       "malformed-json", ""},
      {"a name twice", R"({"workflow":"job","workflow":"job","input":{}})", 400, "malformed-json",
       ""},
      {"33 levels", R"({"workflow":"job","input":)" + nested(32) + "}", 400, "malformed-json", ""},
      {"a list", "[1,2]", 400, "invalid-request", ""},
      {"a member of nobody", R"({"workflow":"job","input":{},"prio":1})", 400, "invalid-request",
       "prio"},
      {"no workflow", R"({"input":{}})", 400, "invalid-request", "workflow"},
      {"no input", R"({"workflow":"job"})", 400, "invalid-request", "input"},
      {"a workflow that is a number", R"({"workflow":7,"input":{}})", 400, "invalid-request",
       "workflow"},
      {"a generation that is a text", R"({"workflow":"job","input":{},"generation":"2"})", 400,
       "invalid-request", "generation"},
      {"a workflow of nobody", submission_of(job("A"), "jobb"), 404, "unknown-workflow", ""},
      {"an id of the sender", submission_of(job("A", "plain", R"("id":"mine")")), 400,
       "invalid-input", "input.id"},
      {"a field of nobody", submission_of(job("A", "plain", R"("colour":"red")")), 400,
       "invalid-input", "input.colour"},
      {"a field of nobody inside",
       submission_of(
           job("A", "plain", R"("source":{"channel":"w","partner":"p","external_id":"A","x":1})")),
       400, "invalid-input", "input.source.x"},
      {"a text for a number", submission_of(job("A", "plain", R"("amount":"a lot")")), 400,
       "invalid-input", "input.amount"},
      {"too many digits",
       submission_of(job("A", "plain", "\"amount\":\"" + std::string(35, '9') + "\"")), 400,
       "invalid-input", "input.amount"},
      {"a number in a list of texts", submission_of(job("A", "plain", R"("tags":["a",2])")), 400,
       "invalid-input", "input.tags[1]"},
      {"an order that is a text", R"({"workflow":"job","input":"order"})", 400, "invalid-input",
       "input"},
  };
  api_at_work at;
  for (const auto& each : all) {
    INFO(each.what);
    const auto refused = at.post("/v1/orders", each.body);
    INFO(refused.text);
    CHECK(refused.status == each.status);
    CHECK(refused.problem() == each.problem);
    CHECK(refused.header("content-type") == "application/problem+json");
    CHECK(refused.at("status") == std::to_string(each.status));
    CHECK_FALSE(refused.at("detail").empty());
    if (!each.path.empty())
      CHECK((" " + refused.mistakes() + " ").find(" " + each.path + " ") != std::string::npos);
  }
  CHECK(at.get("/v1/orders?count=true").at("count") == "0");
  // The engine is as it was.
  CHECK(at.post("/v1/orders?wait=10s", submission_of(job("A"))).at("status") == "completed");
}

TEST_CASE("every mistake of an order is told at once", "[e2e]") {
  api_at_work at;
  const auto refused = at.post(
      "/v1/orders",
      submission_of(R"({"source":{"channel":"w"},"customer":7,"mode":"plain","tags":[],"x":1})"));
  CHECK(refused.status == 400);
  for (const std::string path : {"input.source.partner", "input.source.external_id",
                                 "input.customer", "input.city", "input.amount", "input.x"}) {
    INFO(path << " in " << refused.mistakes());
    CHECK((" " + refused.mistakes() + " ").find(" " + path + " ") != std::string::npos);
  }
}

TEST_CASE("depth 32 is the last that is taken", "[e2e]") {
  api_at_work at;
  // The body is one level itself: 31 more fit, and the order's type speaks then, not the reader.
  const auto fits = at.post("/v1/orders", R"({"workflow":"job","input":)" + nested(31) + "}");
  CHECK(fits.problem() == "invalid-input");
  const auto deeper = at.post("/v1/orders", R"({"workflow":"job","input":)" + nested(32) + "}");
  CHECK(deeper.problem() == "malformed-json");
  const auto abyss = at.post("/v1/orders", nested(400'000));
  CHECK(abyss.problem() == "malformed-json");
}

TEST_CASE("a body that is not said to be JSON in UTF-8 is not guessed at", "[e2e]") {
  api_at_work at;
  const auto body = submission_of(job("A"));
  CHECK(at.send("POST", "/v1/orders", body, {}).status == 415);
  for (const std::string type :
       {"text/plain", "application/xml", "application/json; charset=latin-1"}) {
    INFO(type);
    const auto refused = at.send("POST", "/v1/orders", body, {{"Content-Type", type}});
    CHECK(refused.status == 415);
    CHECK(refused.problem() == "unsupported-media");
  }
  CHECK(at.send("POST", "/v1/orders", body, {{"Content-Type", "Application/JSON; charset=UTF-8"}})
            .status == 202);
}

TEST_CASE("an order has at most 1 MiB and a document 16", "[e2e]") {
  api_at_work at;
  const std::string mib(1u << 20, ' ');
  CHECK(at.post("/v1/orders", mib + "{}").status == 413);
  CHECK(at.post("/v1/orders", submission_of(job("A")) + mib.substr(1'000)).status == 202);
  std::string large;
  for (int i = 0; i < 16; ++i)
    large += mib;
  const header_list edi{{"Content-Type", "application/edi-x12"}};
  CHECK(at.send("POST", "/v1/channels/edi/documents", large, edi).status == 202);
  CHECK(at.send("POST", "/v1/channels/edi/documents", large + " ", edi).status == 413);
}

TEST_CASE("a query is as strict as a body", "[e2e]") {
  api_at_work at;
  const auto body = submission_of(job("A"));
  for (const std::string query :
       {"wait=soon", "wait=61s", "wait=-1s", "wati=10s", "wait=1s&wait=2s"}) {
    INFO(query);
    const auto refused = at.post("/v1/orders?" + query, body);
    CHECK(refused.status == 400);
    CHECK(refused.problem() == "invalid-request");
  }
  CHECK(at.get("/v1/orders?count=true").at("count") == "0");
}

TEST_CASE("an address of nobody, and a method that an address does not have, are told apart",
          "[e2e]") {
  api_at_work at;
  for (const std::string target : {"/", "/v1", "/v2/orders", "/v1/orders/", "/v1/orders/x/y/z"}) {
    INFO(target);
    const auto missing = at.get(target);
    CHECK(missing.status == 404);
    CHECK(missing.problem() == "not-found");
  }
  const auto wrong = at.send("DELETE", "/v1/orders", {});
  CHECK(wrong.status == 405);
  CHECK(wrong.header("allow") == "POST, GET");
  CHECK(at.send("PUT", "/healthz", "{}").status == 405);
  for (const std::string id : {"01890000-0000-7000-8000-000000000000", "17", "%20"}) {
    INFO(id);
    CHECK(at.get("/v1/orders/" + id).problem() == "not-found");
    CHECK(at.get("/v1/orders/" + id + "/timeline").problem() == "not-found");
    CHECK(at.get("/v1/documents/" + id).problem() == "not-found");
    CHECK(at.post("/v1/orders/" + id + "/pause", R"({"reason":"why"})").problem() == "not-found");
  }
}

} // namespace gantry::gateway::test
