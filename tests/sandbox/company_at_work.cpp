#include "tests/sandbox/company_at_work.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <netinet/in.h>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace gantry::sandbox::test {

temporary_folder::temporary_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "gantry-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void company_at_work::open() {
  options_.data = folder_.path();
  options_.listen = "127.0.0.1:0";
  auto opened = company::open(options_);
  if (!opened)
    FAIL(opened.error().message);
  company_ = std::move(*opened);
}

void company_at_work::close() {
  company_->stop();
  company_.reset();
}

std::string company_at_work::address() const {
  return "http://127.0.0.1:" + std::to_string(company_->port());
}

std::string company_at_work::address_of(const std::string& system) const {
  return "http://127.0.0.1:" + std::to_string(company_->port_of(system));
}

namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

} // namespace

bool company_at_work::gives_away_port_of(const std::string& system) const {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(socket >= 0);
  const auto at = loopback(company_->port_of(system));
  const bool bound = ::bind(socket, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  ::close(socket);
  return bound;
}

bool company_at_work::refuses(const std::string& system) const {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(socket >= 0);
  const auto at = loopback(company_->port_of(system));
  const bool open = ::connect(socket, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  const bool refused = !open && errno == ECONNREFUSED;
  ::close(socket);
  return refused;
}

bool company_at_work::comes_to(const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until)
      return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

reply company_at_work::send(const std::string& method, const std::string& target,
                            const std::string& body, const std::string& key) {
  // A connection for each request: what a fault does to one must not reach the next.
  gateway::http_client client(address(), 10'000);
  std::vector<std::pair<std::string, std::string>> headers;
  if (!key.empty())
    headers.emplace_back("Idempotency-Key", key);
  const auto answer = client.request(method, target, body, headers);
  reply got;
  if (!answer)
    return got;
  got.status = answer->status;
  got.text = answer->body;
  if (const auto parsed = parse_json(answer->body))
    got.body = *parsed;
  for (const auto& [name, content] : answer->headers)
    if (name == "retry-after" || name == "Retry-After")
      got.retry_after = content;
  return got;
}

value::list_type company_at_work::ledger(const std::string& operation) {
  const auto dot = operation.find('.');
  const auto got = send("GET", "/ledger?system=" + operation.substr(0, dot) +
                                   "&operation=" + operation.substr(dot + 1));
  REQUIRE(got.status == 200);
  return got.body.find("items")->as_list();
}

std::string address(const std::string& country) {
  return R"({"name":"Anna Huber","street":"Gartenweg 4","postal_code":"80331","city":"Muenchen",)"
         R"("country":")" +
         country + R"("})";
}

std::string lines(const std::string& sku, const std::string& quantity) {
  return R"([{"id":"1","sku":")" + sku + R"(","quantity":")" + quantity +
         R"(","unit":"EA","unit_price":"4.50"}])";
}

std::string order(const std::string& account, const std::string& sku) {
  return R"({"id":"O-1","order_number":"W-1","version":1,"buyer":{"account":")" + account +
         R"(","name":"Huber"},"ship_to":)" + address() + R"(,"lines":)" + lines(sku) +
         R"(,"currency":"EUR","payable_amount":"13.50"})";
}

std::string price() {
  return R"({"total":"13.50","currency":"EUR","lines":[{"line":"1","unit_price":"4.50",)"
         R"("amount":"13.50"}]})";
}

std::string text_of(const value& document, const std::string& path) {
  const value* const found = document.find_path(path);
  if (!found)
    return "(no " + path + ")";
  return found->is_string() ? found->as_string() : to_json(*found);
}

reply fulfil(company_at_work& company, const std::string& order_id) {
  const std::string of_order = R"({"order_id":")" + order_id + R"(",)";
  const auto held =
      company.call("wms/reserve", of_order + R"("lines":)" + lines() + "}", order_id + "-reserve");
  REQUIRE(held.status == 200);
  return company.call("wms/create_fulfillment",
                      of_order + R"("reservation":")" + text_of(held.body, "id") +
                          R"(","ship_to":)" + address() + "}",
                      order_id + "-pick");
}

} // namespace gantry::sandbox::test
