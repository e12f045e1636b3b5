#include "dsl/base/json.hpp"
#include "gateway/http/http_date.hpp"
#include "tests/gateway/far_system.hpp"
#include "tests/gateway/scripted_server.hpp"

#include <catch2/catch.hpp>

#include <ctime>

/// The table "what plain HTTP/JSON means to an adapter of kind http" of docs/interfaces.md, row by
/// row, over real sockets.
namespace gantry::gateway::test {
namespace {

using kind = engine::outcome::kind;

/// What the connector makes of one answer.
attempt_end of_answer(const std::string& operation, int status, const std::string& body,
                      const std::string& headers = {}) {
  scripted_server far({[&](scripted_connection& at) {
    at.read_request();
    at.answer(status, body, headers);
  }});
  far_system system(far.url());
  attempt_wish wish;
  wish.operation = operation;
  return system.attempt(wish);
}

bool mentions(const attempt_end& end, const std::string& text) {
  return end.how.detail.find(text) != std::string::npos;
}

constexpr auto found = R"({"text":"spade","amount":"12.50"})";

} // namespace

TEST_CASE("a request carries key, attempt, trace and arguments, and nothing that was smuggled",
          "[e2e]") {
  scripted_server far({[&](scripted_connection& at) {
    far.saw(at.read_request());
    at.answer(200, R"({"number":"N-1"})");
  }});
  far_system system(far.url());
  attempt_wish wish;
  wish.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  wish.request_id = "evil\r\nX-Injected: yes";
  CHECK(system.attempt(wish).is() == kind::ok);
  far.finish();
  const auto request = far.seen().at(0);
  CHECK(request.rfind("POST /erp/make HTTP/1.1\r\n", 0) == 0);
  CHECK(request.find("\r\nIdempotency-Key: 0123456789ABCDEFGHJKMNPQRS\r\n") != std::string::npos);
  CHECK(request.find("\r\nX-Gantry-Attempt: 1\r\n") != std::string::npos);
  CHECK(request.find("\r\ntraceparent: " + wish.traceparent + "\r\n") != std::string::npos);
  CHECK(request.find("\r\n\r\n" + wish.arguments) == request.size() - wish.arguments.size() - 4);
  CHECK(request.find("X-Injected") == std::string::npos);
}

TEST_CASE("200 with the result of the contract is ok", "[e2e]") {
  const auto typed = of_answer("look", 200, found);
  CHECK(typed.is() == kind::ok);
  CHECK(typed.first_byte_written);
  CHECK(to_json(typed.how.result) == found);
  // An absent optional may be null, and what the contract does not name is ignored.
  const auto wide =
      of_answer("look", 200, R"({"text":"spade","amount":12.50,"note":null,"shelf":[1,2]})");
  CHECK(wide.is() == kind::ok);
  CHECK(wide.how.result.find("amount")->is_decimal());
  CHECK(wide.how.result.find("shelf") == nullptr);
  // An operation without a result does not look at the body.
  CHECK(of_answer("drop", 200, "").is() == kind::ok);
  CHECK(of_answer("drop", 200, "done!").is() == kind::ok);
}

TEST_CASE("201 is an answer of success, and 204 one without a result", "[e2e]") {
  CHECK(of_answer("look", 201, found).is() == kind::ok);
  CHECK(of_answer("make", 201, "{}").is() == kind::unknown);
  CHECK(of_answer("drop", 204, "").is() == kind::ok);
  CHECK(of_answer("make", 204, "").is() == kind::unknown); // its document is not there
  CHECK(of_answer("keep", 204, "").is() == kind::contract_violation);
}

TEST_CASE("what is accepted for later, or is somewhere else, leaves the outcome unknown", "[e2e]") {
  for (const int status : {202, 206, 301, 302, 307}) {
    INFO(status);
    CHECK(of_answer("make", status, "{}").is() == kind::unknown);
  }
}

TEST_CASE("200 with a result that does not fit is unknown for once, else held with the difference",
          "[e2e]") {
  for (const std::string body : {R"({"number":7})", "{}", "null", "<html>fine</html>", ""}) {
    INFO(body);
    CHECK(of_answer("make", 200, body).is() == kind::unknown);
  }
  for (const std::string operation : {"look", "keep"}) {
    const auto held = of_answer(operation, 200, R"({"text":"spade","amount":"a lot"})");
    CHECK(held.is() == kind::contract_violation);
    CHECK(mentions(held, "far." + operation + " returns Found"));
    CHECK(mentions(held, "result.amount"));
    CHECK(mentions(held, "a lot"));
  }
}

TEST_CASE("422 with a declared error is that business error", "[e2e]") {
  const auto plain = of_answer("make", 422, R"({"error":"missing"})");
  CHECK(plain.is() == kind::business_error);
  CHECK(plain.how.error_name == "missing");
  const auto with = of_answer("look", 422, R"({"error":"closed","fields":{"reason":"sunday"}})");
  CHECK(with.is() == kind::business_error);
  CHECK(with.how.error_name == "closed");
  CHECK(with.how.error_fields.find("reason")->as_string() == "sunday");
}

TEST_CASE("an undeclared error, or one whose fields do not fit, is held with both sides", "[e2e]") {
  const auto undeclared = of_answer("make", 422, R"({"error":"on_fire","fields":{}})");
  CHECK(undeclared.is() == kind::contract_violation);
  CHECK(mentions(undeclared, "far.make declares the errors missing, closed"));
  CHECK(mentions(undeclared, "on_fire"));
  CHECK(of_answer("keep", 422, R"({"error":"closed","fields":{"reason":"x"}})").is() ==
        kind::contract_violation);
  CHECK(of_answer("make", 422, R"({"error":"closed","fields":{"reason":7}})").is() ==
        kind::contract_violation);
  CHECK(of_answer("make", 422, R"({"error":"closed"})").is() == kind::contract_violation);
  CHECK(of_answer("make", 422, "no").is() == kind::contract_violation);
}

TEST_CASE("429, and 503 with Retry-After, are refused and say when to come back", "[e2e]") {
  const auto busy = of_answer("make", 429, "");
  CHECK(busy.is() == kind::refused);
  CHECK(busy.how.retry_after_ms == 0);
  CHECK(of_answer("make", 429, "", "Retry-After: 7\r\n").how.retry_after_ms == 7'000);
  const auto down = of_answer("make", 503, "", "Retry-After: 2\r\n");
  CHECK(down.is() == kind::refused);
  CHECK(down.how.retry_after_ms == 2'000);
  // A slip of a digit does not put a lane to sleep for years.
  CHECK(of_answer("make", 503, "", "Retry-After: 99999999\r\n").how.retry_after_ms ==
        24 * 3'600'000);
}

TEST_CASE("Retry-After as a date is a span from now", "[unit]") {
  const auto at = parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
  REQUIRE(at.has_value());
  CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", *at - 90) == 90'000);
  CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", *at + 90) == 0);
  CHECK(parse_retry_after("soon", *at) == std::nullopt);
  CHECK(parse_retry_after("-1", *at) == std::nullopt);
  CHECK(parse_retry_after("", *at) == std::nullopt);
}

TEST_CASE("503 without Retry-After, 500 and their like leave the outcome unknown", "[e2e]") {
  for (const int status : {500, 501, 502, 503, 504}) {
    INFO(status);
    const auto end = of_answer("make", status, "oops");
    CHECK(end.is() == kind::unknown);
    CHECK(mentions(end, "answered " + std::to_string(status) + " `oops`"));
  }
  for (const int status : {201, 204, 302})
    CHECK(of_answer("make", status, "").is() == kind::unknown);
}

TEST_CASE("any other 4xx was understood and not done: held, not retried", "[e2e]") {
  for (const int status : {400, 401, 403, 404, 405, 409, 413, 415}) {
    INFO(status);
    const auto end = of_answer("make", status, "not with me");
    CHECK(end.is() == kind::contract_violation);
    CHECK(mentions(end, "not with me"));
  }
}

TEST_CASE("answers in chunks, until the close, and after a 102 are answers", "[e2e]") {
  const std::string chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "9\r\n{\"number\"\r\n7\r\n:\"N-1\"}\r\n0\r\n\r\n";
  const std::string until_close = "HTTP/1.1 200 OK\r\n\r\n{\"number\":\"N-1\"}";
  const std::string after_interim = "HTTP/1.1 102 Processing\r\n\r\n" + chunks;
  for (const auto& bytes : {chunks, until_close, after_interim}) {
    INFO(bytes);
    scripted_server far({[&](scripted_connection& at) {
      at.read_request();
      at.write(bytes);
    }});
    far_system system(far.url());
    const auto end = system.attempt();
    CHECK(end.is() == kind::ok);
    CHECK(to_json(end.how.result) == R"({"number":"N-1"})");
  }
}

TEST_CASE("an answer larger than is taken is unknown for once, and held otherwise", "[e2e]") {
  const std::string large = "\"" + std::string(5u << 20, 'x') + "\"";
  CHECK(of_answer("make", 200, large).is() == kind::unknown);
  CHECK(of_answer("look", 200, large).is() == kind::contract_violation);
}

} // namespace gantry::gateway::test
