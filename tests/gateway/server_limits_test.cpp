#include "tests/gateway/server_at_work.hpp"

#include <condition_variable>
#include <iostream>
#include <mutex>
#include <sys/resource.h>
#include <thread>

namespace gantry::gateway::test {
namespace {

http_limits quick() {
  http_limits limits;
  limits.header_timeout_ms = 200;
  limits.body_timeout_ms = 300;
  limits.idle_timeout_ms = 250;
  return limits;
}

/// Whether this process may have so many files open; raised as far as the system lets it.
bool files_are_enough(rlim_t wanted) {
  rlimit limit{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0);
  limit.rlim_cur = std::min(limit.rlim_max, std::max(limit.rlim_cur, wanted));
  setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur >= wanted;
}

} // namespace

TEST_CASE("a body beyond the limit is refused by its header alone", "[e2e]") {
  server_at_work at;
  auto client = at.connect();
  const auto start = std::chrono::steady_clock::now();
  client.send("POST /big HTTP/1.1\r\nHost: t\r\nContent-Length: 104857600\r\n\r\n");
  const auto answer = client.read_answer(); // not one byte of the body was sent
  CHECK(answer.status == 413);
  CHECK(answer.body.find("/problems/too-large") != std::string::npos);
  CHECK(answer.body.find("104857600") != std::string::npos);
  CHECK(milliseconds_since(start) < 2'000);
  CHECK(at.handled() == 0);
}

TEST_CASE("a caller in the middle of a refused body still gets the answer", "[e2e]") {
  server_at_work at;
  auto client = at.connect();
  client.send("POST /big HTTP/1.1\r\nHost: t\r\nContent-Length: 3000000\r\n\r\n");
  for (int i = 0; i < 3'000 && client.send(std::string(1'000, 'x')); ++i) {
  }
  CHECK(client.read_answer().status == 413);
}

TEST_CASE("a body in chunks is refused as soon as it is too large", "[e2e]") {
  server_at_work at;
  auto client = at.connect();
  client.send("POST /big HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 3; ++i)
    client.send("190\r\n" + std::string(400, 'x') + "\r\n"); // 400 bytes each of 1,000
  const auto answer = client.read_answer();
  CHECK(answer.status == 413);
  CHECK(at.handled() == 0);
}

TEST_CASE("a body of exactly the limit is taken", "[e2e]") {
  server_at_work at;
  auto client = at.connect();
  client.send(post("/fits", std::string(1'000, 'x')));
  CHECK(client.read_answer().status == 200);
  client.send(post("/one-more", std::string(1'001, 'x')));
  CHECK(client.read_answer().status == 413);
}

TEST_CASE("a header that drips is given up when its time is over, whatever still drips", "[e2e]") {
  server_at_work at(quick());
  auto client = at.connect();
  const auto start = std::chrono::steady_clock::now();
  client.send("GET / HTTP/1.1\r\nHost: t\r\nX-Slow: ");
  while (client.send("x") && milliseconds_since(start) < 3'000) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    client.patience(1);
    const auto answer = client.read_answer();
    if (answer.status == 0)
      continue;
    CHECK(answer.status == 408);
    break;
  }
  CHECK(milliseconds_since(start) >= 200);
  CHECK(milliseconds_since(start) < 1'500);
  CHECK(at.handled() == 0);
}

TEST_CASE("a body that drips is given up when its time is over", "[e2e]") {
  server_at_work at(quick());
  auto client = at.connect();
  const auto start = std::chrono::steady_clock::now();
  client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 900\r\n\r\nbegin");
  const auto answer = client.read_answer();
  CHECK(answer.status == 408);
  CHECK(answer.body.find("/problems/timed-out") != std::string::npos);
  CHECK(milliseconds_since(start) >= 300);
  CHECK(milliseconds_since(start) < 1'500);
  CHECK(client.ends());
  CHECK(at.handled() == 0);
}

TEST_CASE("an idle connection is closed without a word", "[e2e]") {
  server_at_work at(quick());
  auto client = at.connect();
  client.send(get("/"));
  CHECK(client.read_answer().status == 200);
  CHECK(client.read_answer().status == 0);
  CHECK(client.ends());
}

TEST_CASE("a handler may take longer than any limit of reading", "[e2e]") {
  std::thread later;
  server_at_work at(quick(), [&](const http_request& request, const http_answer& answer) {
    later = std::thread([request, answer] {
      std::this_thread::sleep_for(std::chrono::milliseconds(600));
      server_at_work::echo()(request, answer);
    });
  });
  auto client = at.connect();
  client.send(get("/wait"));
  CHECK(client.read_answer().status == 200);
  later.join();
}

TEST_CASE("the thousand and first connection is told to come back", "[e2e]") {
  if (!files_are_enough(2'600)) {
    std::cout << "skipped: this system lets a process have too few files open\n";
    return;
  }
  http_limits limits; // the product's own: 1,000
  server_at_work at(limits);
  std::vector<raw_connection> held;
  for (int i = 0; i < 1'000; ++i)
    held.push_back(at.connect());
  held.back().send(get("/last-one-in"));
  CHECK(held.back().read_answer().status == 200);
  CHECK(at.server().connections() == 1'000);

  auto one_more = at.connect();
  const auto answer = one_more.read_answer(); // without having asked anything
  CHECK(answer.status == 503);
  CHECK(answer.header("retry-after") == "1");
  CHECK(answer.body.find("/problems/unavailable") != std::string::npos);
  CHECK(one_more.ends());

  held.front().send(get("/still-served"));
  CHECK(held.front().read_answer().status == 200);
  held.clear();
  // The places are free again as soon as the server has seen the ends.
  const auto start = std::chrono::steady_clock::now();
  while (at.server().connections() > 1 && milliseconds_since(start) < 5'000)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  auto again = at.connect();
  again.send(get("/again"));
  CHECK(again.read_answer().status == 200);
}

TEST_CASE("far beyond the limit connections are reset, not kept", "[e2e]") {
  http_limits limits;
  limits.connections_max = 10;
  server_at_work at(limits);
  std::vector<raw_connection> held;
  for (int i = 0; i < 60; ++i)
    held.push_back(at.connect());
  held.front().send(get("/"));
  CHECK(held.front().read_answer().status == 200);
  CHECK(held.back().ends());
  CHECK(at.server().connections() <= 12);
}

TEST_CASE("bodies that are still arriving are bounded all together", "[e2e]") {
  http_limits limits;
  limits.unfinished_bytes_max = 1'500;
  server_at_work at(limits);
  const std::string begin =
      "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\n" + std::string(900, 'x');
  auto first = at.connect();
  first.send(begin);
  auto other = at.connect();
  other.send(get("/")); // the first one's bytes have been read once this is answered
  CHECK(other.read_answer().status == 200);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  auto second = at.connect();
  second.send(begin);
  const auto refused = second.read_answer();
  CHECK(refused.status == 503);
  // Its bytes do not count any more, although its connection is not gone yet.
  CHECK(refused.header("retry-after") == "1");
  first.send(std::string(100, 'x'));
  CHECK(first.read_answer().status == 200);
  auto third = at.connect();
  third.send(begin + std::string(100, 'x'));
  CHECK(third.read_answer().status == 200);
}

TEST_CASE("a stop lets the answer under way go out and closes who is idle", "[e2e]") {
  std::mutex mutex;
  std::condition_variable came;
  http_answer owed;
  server_at_work at({}, [&](const http_request&, const http_answer& answer) {
    const std::lock_guard lock(mutex);
    owed = answer;
    came.notify_all();
  });
  auto idle = at.connect();
  auto asking = at.connect();
  asking.send(get("/under-way"));
  {
    std::unique_lock lock(mutex);
    REQUIRE(came.wait_for(lock, std::chrono::seconds(5), [&] { return owed != nullptr; }));
  }
  std::thread answering([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    http_response response;
    response.body = "done";
    owed(std::move(response));
    owed = nullptr;
  });
  const auto start = std::chrono::steady_clock::now();
  at.server().stop(5'000);
  CHECK(milliseconds_since(start) < 4'000);
  answering.join();
  const auto answer = asking.read_answer();
  CHECK(answer.body == "done");
  CHECK(answer.header("connection") == "close");
  CHECK(idle.ends());
}

TEST_CASE("a stop does not wait for requests that are still arriving: they can be sent again",
          "[e2e]") {
  server_at_work at;
  auto header = at.connect();
  header.send("GET / HTTP/1.1\r\nHost: t\r\nX-Slow: ");
  auto body = at.connect();
  body.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nhalf");
  auto known = at.connect(); // what was sent before has arrived once this is answered
  known.send(get("/"));
  CHECK(known.read_answer().status == 200);
  std::thread stopping([&] { at.server().stop(8'000); });
  for (auto* each : {&header, &body}) {
    const auto answer = each->read_answer();
    CHECK(answer.status == 503);
    CHECK(answer.header("retry-after") == "1");
    CHECK(each->ends());
  }
  const auto start = std::chrono::steady_clock::now();
  stopping.join();
  CHECK(milliseconds_since(start) < 5'000);
  CHECK(at.handled() == 1);
}

TEST_CASE("a stop waits no longer than it is told", "[e2e]") {
  http_answer never;
  server_at_work at({}, [&](const http_request&, const http_answer& answer) { never = answer; });
  auto client = at.connect();
  client.send(get("/"));
  client.patience(50);
  CHECK(client.read_answer().status == 0);
  const auto start = std::chrono::steady_clock::now();
  at.server().stop(200);
  CHECK(milliseconds_since(start) < 2'000);
  CHECK(client.ends());
}

TEST_CASE("a port in use and an address of nobody are told apart", "[e2e]") {
  server_at_work at;
  const auto address = "127.0.0.1:" + std::to_string(at.port());
  const auto taken = http_server::listen(address, {}, server_at_work::echo());
  REQUIRE_FALSE(taken.has_value());
  CHECK(taken.error().code == errc::address_in_use);
  CHECK(taken.error().message.find(address) != std::string::npos);
  for (const std::string wrong : {"127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", ":7400",
                                  "127.0.0.1:7400x", "203.0.113.7:0", ""}) {
    INFO(wrong);
    const auto refused = http_server::listen(wrong, {}, server_at_work::echo());
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == errc::bad_argument);
  }
}

} // namespace gantry::gateway::test
