#include "tests/gateway/far_system.hpp"
#include "tests/gateway/scripted_server.hpp"
#include "tests/support/raw_connection.hpp"

#include <catch2/catch.hpp>

#include <thread>

/// What becomes of an attempt when connections do not come about, break, or take too long.
namespace gantry::gateway::test {
namespace {

using gantry::test::milliseconds_since;
using kind = engine::outcome::kind;

constexpr auto made_document = R"({"number":"N-1"})";

} // namespace

TEST_CASE("connection refused and name not found are refused: nothing was written", "[e2e]") {
  far_system deserted("http://127.0.0.1:" + std::to_string(deserted_port()) + "/erp");
  const auto refused = deserted.attempt();
  CHECK(refused.is() == kind::refused);
  CHECK_FALSE(refused.first_byte_written);
  far_system nameless("http://no-such-host.invalid:7500/erp");
  const auto unknown_name = nameless.attempt();
  CHECK(unknown_name.is() == kind::refused);
  CHECK_FALSE(unknown_name.first_byte_written);
}

TEST_CASE("a URL that cannot be spoken to is refused when the connector is made", "[unit]") {
  for (const std::string url : {"https://erp.example", "ftp://erp.example", "127.0.0.1:7500", "",
                                "http://", "http://erp:0", "http://erp:99999", "http://e/x?y=1"}) {
    INFO(url);
    const auto refused = make_http_connector({url});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == errc::config_invalid);
    CHECK(refused.error().message.find("`" + url + "`") != std::string::npos);
  }
}

TEST_CASE("a connection lost after the first byte was written leaves the outcome unknown",
          "[e2e]") {
  const std::vector<std::pair<std::string, scripted_server::act>> ways{
      {"closed after the request", [](scripted_connection& at) { at.read_request(); }},
      {"reset after the request",
       [](scripted_connection& at) {
         at.read_request();
         at.reset();
       }},
      {"half a header",
       [](scripted_connection& at) {
         at.read_request();
         at.write("HTTP/1.1 200 OK\r\nContent-Le");
       }},
      {"half a body",
       [](scripted_connection& at) {
         at.read_request();
         at.write("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"number\"");
       }},
      {"half a chunk",
       [](scripted_connection& at) {
         at.read_request();
         at.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"num");
       }},
      {"something that is not HTTP",
       [](scripted_connection& at) {
         at.read_request();
         at.write("+OK ready\r\n\r\n");
       }},
  };
  for (const auto& [name, way] : ways) {
    INFO(name);
    scripted_server far({way});
    far_system system(far.url());
    const auto end = system.attempt();
    CHECK(end.is() == kind::unknown);
    CHECK(end.first_byte_written);
    CHECK_FALSE(end.how.detail.empty());
  }
}

TEST_CASE("a connection that ends before a byte of the request was read is never taken for refused "
          "once a byte was written",
          "[e2e]") {
  for (int i = 0; i < 20; ++i) { // who is first, the end or the byte, is up to the kernel
    scripted_server far({[](scripted_connection& at) { at.reset(); }});
    far_system system(far.url());
    const auto end = system.attempt();
    CHECK(end.is() == (end.first_byte_written ? kind::unknown : kind::refused));
  }
}

TEST_CASE("a kept connection that was closed meanwhile is replaced before the first byte",
          "[e2e]") {
  scripted_server far({[&](scripted_connection& at) {
                         far.saw(at.read_request());
                         at.answer(200, made_document);
                       },
                       [&](scripted_connection& at) {
                         far.saw(at.read_request());
                         at.answer(200, made_document);
                       }});
  far_system system(far.url());
  CHECK(system.attempt().is() == kind::ok);
  std::this_thread::sleep_for(std::chrono::milliseconds(50)); // the far side's close arrives
  CHECK(system.attempt().is() == kind::ok);
  far.finish();
  CHECK(far.seen().size() == 2); // nothing was sent twice
}

TEST_CASE("attempts share a kept connection, and none gets the answer of another", "[e2e]") {
  scripted_server far({[&](scripted_connection& at) {
    for (int i = 0; i < 20; ++i) {
      const auto request = at.read_request();
      const auto n = request.substr(request.find("\"text\":\"") + 8, 2);
      at.answer(200, R"({"number":")" + n + "\"}");
    }
  }});
  far_system system(far.url(), 1);
  for (int i = 10; i < 30; ++i) {
    attempt_wish wish;
    wish.arguments = R"({"text":")" + std::to_string(i) + "\"}";
    const auto end = system.attempt(wish);
    REQUIRE(end.is() == kind::ok);
    CHECK(end.how.result.find("number")->as_string() == std::to_string(i));
  }
  CHECK(far.accepted() == 1);
}

TEST_CASE("a connection with bytes that nobody asked for is not used again", "[e2e]") {
  scripted_server far({[](scripted_connection& at) {
                         at.read_request();
                         at.answer(200, made_document);
                         at.answer(200, R"({"number":"stray"})"); // an answer to nothing
                         at.read_rest(500);
                       },
                       [](scripted_connection& at) {
                         at.read_request();
                         at.answer(200, made_document);
                       }});
  far_system system(far.url(), 1);
  CHECK(system.attempt().is() == kind::ok);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto second = system.attempt();
  REQUIRE(second.is() == kind::ok);
  CHECK(second.how.result.find("number")->as_string() == "N-1");
}

TEST_CASE("no answer within the time-out is unknown, and the connection is gone by then", "[e2e]") {
  scripted_server far({[&](scripted_connection& at) {
    at.read_request();
    far.saw(at.read_rest()); // until the caller gives up
    far.saw("ended");
  }});
  far_system system(far.url());
  attempt_wish wish;
  wish.timeout_ms = 150;
  const auto start = std::chrono::steady_clock::now();
  const auto end = system.attempt(wish);
  CHECK(end.is() == kind::unknown);
  CHECK(end.first_byte_written);
  CHECK(milliseconds_since(start) >= 150);
  CHECK(milliseconds_since(start) < 2'000);
  far.finish();
  CHECK(far.seen() == std::vector<std::string>{"", "ended"});
}

TEST_CASE("no first byte is written when the time to send by has passed [E2.5]", "[e2e]") {
  scripted_server far({[&](scripted_connection& at) { far.saw(at.read_rest(500)); }});
  far_system system(far.url());
  attempt_wish late;
  late.send_by_ns = boot_clock_ns() - 1;
  const auto end = system.attempt(late);
  CHECK(end.is() == kind::refused);
  CHECK_FALSE(end.first_byte_written);
  far.finish();
  CHECK(far.seen() == std::vector<std::string>{""}); // connected, and not one byte came
}

TEST_CASE("an attempt that waited for a connection beyond its send_by is not sent [E2.5]",
          "[e2e]") {
  std::promise<void> taken;
  scripted_server far({[&](scripted_connection& at) {
    at.read_request();
    taken.set_value();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    at.answer(200, made_document);
    far.saw(at.read_rest(500)); // the second attempt would come over the same connection
  }});
  far_system system(far.url(), 1);
  auto first = system.begin();
  taken.get_future().wait(); // the only connection is in use
  attempt_wish stalled;
  stalled.send_by_ns = boot_clock_ns() + 100'000'000;
  const auto second = system.attempt(stalled);
  CHECK(first.end.get().is() == kind::ok);
  CHECK(second.is() == kind::refused);
  CHECK_FALSE(second.first_byte_written);
  far.finish();
  CHECK(far.seen() == std::vector<std::string>{""});
}

TEST_CASE("an attempt that is given up before it was sent is refused and never sent [E2.5]",
          "[e2e]") {
  std::promise<void> taken;
  scripted_server far({[&](scripted_connection& at) {
    at.read_request();
    taken.set_value();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    at.answer(200, made_document);
    far.saw(at.read_rest(500));
  }});
  far_system system(far.url(), 1);
  auto first = system.begin();
  taken.get_future().wait(); // the only connection is in use
  auto second = system.begin();
  second.call->abort();
  const auto given_up = second.end.get();
  CHECK(given_up.is() == kind::refused);
  CHECK_FALSE(given_up.first_byte_written);
  CHECK(first.end.get().is() == kind::ok);
  far.finish();
  CHECK(far.seen() == std::vector<std::string>{""});
}

TEST_CASE("after an abort nothing of the attempt reaches the far side any more [E2.5]", "[e2e]") {
  // The request is larger than all buffers on the way, and the far side does not read.
  attempt_wish large;
  large.arguments = R"({"text":")" + std::string(32u << 20, 'x') + "\"}";
  std::promise<void> aborted;
  scripted_server far({[&](scripted_connection& at) {
    aborted.get_future().wait();
    far.saw(std::to_string(at.read_rest(2'000).size()));
  }});
  far_system system(far.url());
  auto begun = system.begin(large);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  begun.call->abort();
  const auto end = begun.end.get();
  CHECK(end.is() == kind::unknown); // a first byte had left
  CHECK(end.first_byte_written);
  aborted.set_value();
  far.finish();
  CHECK(std::stoull(far.seen().at(0)) < large.arguments.size());
}

TEST_CASE("an abort after the end changes nothing", "[e2e]") {
  scripted_server far({[](scripted_connection& at) {
    at.read_request();
    at.answer(200, made_document);
  }});
  far_system system(far.url());
  auto begun = system.begin();
  CHECK(begun.end.get().is() == kind::ok); // set twice, the promise would throw
  begun.call->abort();
}

} // namespace gantry::gateway::test
