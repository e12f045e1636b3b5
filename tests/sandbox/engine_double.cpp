#include "tests/sandbox/engine_double.hpp"

#include <catch2/catch.hpp>

#include <chrono>

namespace gantry::sandbox::test {

engine_double::engine_double(std::function<int(int)> status_of, std::uint16_t port)
    : status_of_(std::move(status_of)) {
  gateway::http_limits limits;
  limits.body_bytes_max = [](std::string_view, std::string_view) { return std::size_t{1} << 20; };
  auto server = gateway::http_server::listen(
      "127.0.0.1:" + std::to_string(port), limits,
      [this](const gateway::http_request& request, const gateway::http_answer& reply) {
        take(request, reply);
      });
  if (!server)
    FAIL(server.error().message);
  server_ = std::move(*server);
}

engine_double::~engine_double() {
  server_->stop(1'000);
}

std::string engine_double::address() const {
  return "http://127.0.0.1:" + std::to_string(server_->port());
}

void engine_double::take(const gateway::http_request& request, const gateway::http_answer& reply) {
  const auto event = parse_json(request.body);
  int status = 400;
  {
    const std::lock_guard lock(mutex_);
    status = status_of_(++requests_);
    const bool structured = request.header("content-type") == "application/cloudevents+json";
    if (request.path == "/v1/events" && event && structured)
      events_.push_back(
          {event->find("id")->as_string(), event->find("type")->as_string(), *event->find("data")});
  }
  gateway::http_response response;
  response.status = status;
  reply(response);
  came_.notify_all();
}

std::vector<engine_double::received> engine_double::wait_for(std::size_t count) {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, std::chrono::seconds(5), [&] { return events_.size() >= count; });
  return events_;
}

std::vector<engine_double::received> engine_double::events() {
  const std::lock_guard lock(mutex_);
  return events_;
}

} // namespace gantry::sandbox::test
