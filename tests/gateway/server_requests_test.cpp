#include "tests/gateway/server_at_work.hpp"

#include <thread>

namespace gantry::gateway::test {

TEST_CASE("a connection is kept for the next request", "[e2e]") {
  server_at_work at;
  auto client = at.connect();
  for (const std::string path : {"/first", "/second", "/third"}) {
    client.send(get(path));
    CHECK(client.read_answer().body == "GET " + path + " ");
    CHECK(at.server().connections() == 1);
  }
}

TEST_CASE("a caller that says close, and HTTP/1.0, get their answer and the end", "[e2e]") {
  server_at_work at;
  auto polite = at.connect();
  polite.send("GET /bye HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  const auto answer = polite.read_answer();
  CHECK(answer.body == "GET /bye ");
  CHECK(answer.header("connection") == "close");
  CHECK(polite.ends());

  auto old = at.connect();
  old.send("GET /old HTTP/1.0\r\n\r\n");
  CHECK(old.read_answer().body == "GET /old ");
  CHECK(old.ends());

  auto old_but_kept = at.connect();
  old_but_kept.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(old_but_kept.read_answer().header("connection") == "keep-alive");
  old_but_kept.send("GET /again HTTP/1.0\r\n\r\n");
  CHECK(old_but_kept.read_answer().body == "GET /again ");
}

TEST_CASE("pipelined requests are answered one after the other, in order", "[e2e]") {
  // The first answer comes last from its thread, and still goes out first.
  std::vector<std::thread> threads;
  {
    server_at_work at(
        {},
        [&](const http_request& request, const http_answer& answer) {
          threads.emplace_back([request, answer] {
            if (request.path == "/slow")
              std::this_thread::sleep_for(std::chrono::milliseconds(100));
            server_at_work::echo()(request, answer);
          });
        },
        1);
    auto client = at.connect();
    client.send(get("/slow") + post("/two", "body of two") + get("/three") + get("/four"));
    CHECK(client.read_answer().body == "GET /slow ");
    CHECK(client.read_answer().body == "POST /two body of two");
    CHECK(client.read_answer().body == "GET /three ");
    CHECK(client.read_answer().body == "GET /four ");
    at.server().stop(1'000);
  }
  for (auto& thread : threads)
    thread.join();
}

TEST_CASE("a chunked body arrives whole, and its trailer changes nothing", "[e2e]") {
  std::string forwarded;
  server_at_work at({}, [&](const http_request& request, const http_answer& answer) {
    forwarded = request.header("x-late");
    server_at_work::echo()(request, answer);
  });
  auto client = at.connect();
  const std::string head = "POST /c HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string body = "5;ext=1\r\nHello\r\n8\r\n, world!\r\n0\r\nX-Late: 1\r\n\r\n";
  client.send(head + body);
  CHECK(client.read_answer().body == "POST /c Hello, world!");
  CHECK(forwarded.empty());
  // Wherever the bytes are cut, the same comes out.
  for (std::size_t cut = 1; cut < body.size(); ++cut) {
    client.send(head + body.substr(0, cut));
    client.send(body.substr(cut));
    CHECK(client.read_answer().body == "POST /c Hello, world!");
  }
}

TEST_CASE("HEAD has the header of GET and no body", "[e2e]") {
  server_at_work at;
  auto client = at.connect();
  client.send("HEAD /x HTTP/1.1\r\nHost: t\r\n\r\n");
  const auto answer = client.read_answer(false);
  CHECK(answer.status == 200);
  CHECK(answer.header("content-length") == "8");
  client.send(get("/y"));
  CHECK(client.read_answer().body == "GET /y ");
}

TEST_CASE("who expects 100-continue is asked to go on, and anything else is refused", "[e2e]") {
  server_at_work at;
  auto client = at.connect();
  client.send("POST /e HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  CHECK(client.read_answer(false).status == 100);
  client.send("body");
  CHECK(client.read_answer().body == "POST /e body");
  client.send("POST /e HTTP/1.1\r\nHost: t\r\nExpect: the-moon\r\nContent-Length: 4\r\n\r\n");
  CHECK(client.read_answer().status == 417);
  CHECK(client.ends());
}

TEST_CASE("a target is decoded, and its query taken apart", "[e2e]") {
  std::vector<std::pair<std::string, std::string>> query;
  server_at_work at({}, [&](const http_request& request, const http_answer& answer) {
    query = request.query;
    server_at_work::echo()(request, answer);
  });
  auto client = at.connect();
  client.send(get("/M%C3%BCnchen/a+b?name=a+b%26c&empty=&flag"));
  CHECK(client.read_answer().body == "GET /München/a+b ");
  CHECK(query == std::vector<std::pair<std::string, std::string>>{
                     {"name", "a b&c"}, {"empty", ""}, {"flag", ""}});
}

TEST_CASE("what is not HTTP/1.1 is refused with a problem, and the connection ends", "[e2e]") {
  struct bad {
    std::string what, bytes;
    int status;
  };
  const std::string host = "Host: t\r\n";
  const std::vector<bad> all{
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", 400},
      {"no request line", "hello\r\n\r\n", 400},
      {"a version of tomorrow", "GET / HTTP/9.9\r\n" + host + "\r\n", 400},
      {"a method with blanks", "GE T / HTTP/1.1\r\n" + host + "\r\n", 400},
      {"a lone percent", "GET /%zz HTTP/1.1\r\n" + host + "\r\n", 400},
      {"a control character", "GET /a%00b HTTP/1.1\r\n" + host + "\r\n", 400},
      {"bytes that are not UTF-8", "GET /%ff%fe HTTP/1.1\r\n" + host + "\r\n", 400},
      {"a fragment", "GET /a#b HTTP/1.1\r\n" + host + "\r\n", 400},
      {"a field without a colon", "GET / HTTP/1.1\r\n" + host + "nonsense\r\n\r\n", 400},
      {"a length that is no number", "POST / HTTP/1.1\r\n" + host + "Content-Length: many\r\n\r\n",
       400},
      {"a negative length", "POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400},
      {"two lengths",
       "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
      {"length and chunks",
       "POST / HTTP/1.1\r\n" + host +
           "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"a coding that is not chunked",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n", 501},
      {"a chunk size that is no number",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
      {"a header beyond its limit",
       "GET / HTTP/1.1\r\n" + host + "X: " + std::string(20'000, 'x') + "\r\n\r\n", 431},
  };
  server_at_work at;
  for (const auto& each : all) {
    INFO(each.what);
    auto client = at.connect();
    client.send(each.bytes);
    const auto answer = client.read_answer();
    CHECK(answer.status == each.status);
    CHECK(answer.header("content-type") == "application/problem+json");
    CHECK(client.ends());
  }
  CHECK(at.handled() == 0);
}

TEST_CASE("a handler that forgets, throws or answers twice harms nobody else", "[e2e]") {
  server_at_work at({}, [](const http_request& request, const http_answer& answer) {
    http_response response;
    response.body = "first";
    if (request.path == "/throws")
      throw std::runtime_error("no idea");
    if (request.path == "/drops")
      response.drop = true;
    if (request.path != "/forgets")
      answer(response);
    response.body = "second";
    if (request.path == "/twice")
      answer(response);
  });
  auto client = at.connect();
  client.send(get("/forgets"));
  CHECK(client.read_answer().status == 500);
  client.send(get("/throws"));
  const auto thrown = client.read_answer();
  CHECK(thrown.status == 500);
  CHECK(thrown.body.find("no idea") != std::string::npos);
  client.send(get("/twice") + get("/once"));
  CHECK(client.read_answer().body == "first");
  CHECK(client.read_answer().body == "first");
  client.send(get("/drops"));
  CHECK(client.ends());
}

} // namespace gantry::gateway::test
