#include "gateway/http_connector.hpp"
#include "tests/gateway/scripted_server.hpp"
#include "tests/gateway/server_at_work.hpp"

#include <thread>

namespace gantry::gateway::test {
namespace {

std::string url_of(std::uint16_t port) {
  return "http://127.0.0.1:" + std::to_string(port);
}

} // namespace

TEST_CASE("the client asks again and again over one connection", "[e2e]") {
  server_at_work at;
  http_client client(url_of(at.port()) + "/base/");
  for (int i = 0; i < 10; ++i) {
    const auto answer = client.request("POST", "/path?x=1", "body");
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
    CHECK(answer->body == "POST /base/path body");
  }
  CHECK(at.server().connections() == 1);
  const auto head = client.request("HEAD", "/path");
  REQUIRE(head.has_value());
  CHECK(head->body.empty());
}

TEST_CASE("threads share a client", "[e2e]") {
  server_at_work at;
  http_client client(url_of(at.port()));
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const auto mine = std::to_string(t) + "-" + std::to_string(i);
        const auto answer = client.request("POST", "/", mine);
        right += answer && answer->body == "POST / " + mine ? 1 : 0;
      }
    });
  for (auto& thread : threads)
    thread.join();
  CHECK(right == 400);
}

TEST_CASE("the client replaces a connection that the server has closed meanwhile", "[e2e]") {
  http_limits limits;
  limits.idle_timeout_ms = 60;
  server_at_work at(limits);
  http_client client(url_of(at.port()));
  CHECK(client.request("GET", "/").has_value());
  const auto start = std::chrono::steady_clock::now();
  while (at.server().connections() > 0 && milliseconds_since(start) < 5'000)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(at.server().connections() == 0);
  CHECK(client.request("GET", "/").has_value());
}

TEST_CASE("the client tells an engine that is not there from one that does not answer", "[e2e]") {
  const auto nobody = http_client(url_of(deserted_port())).request("GET", "/healthz");
  REQUIRE_FALSE(nobody.has_value());
  CHECK(nobody.error().code == errc::connection_failed);

  scripted_server silent({[](scripted_connection& at) { at.read_rest(2'000); }});
  const auto nothing = http_client(silent.url(), 150).request("GET", "/");
  REQUIRE_FALSE(nothing.has_value());
  CHECK(nothing.error().code == errc::timed_out);

  const auto odd = http_client("gopher://old.example").request("GET", "/");
  REQUIRE_FALSE(odd.has_value());
  CHECK(odd.error().code == errc::connection_failed);
  CHECK(odd.error().message.find("gopher://old.example") != std::string::npos);
}

TEST_CASE("the client gets the refusal of a body that it is still sending", "[e2e]") {
  server_at_work at;
  http_client client(url_of(at.port()));
  const auto refused = client.request("POST", "/", std::string(30u << 20, 'x'));
  REQUIRE(refused.has_value());
  CHECK(refused->status == 413);
  CHECK(client.request("GET", "/after")->status == 200);
}

} // namespace gantry::gateway::test
