#include "cli/demo/order_feeder.hpp"

#include "gateway/http_connector.hpp"

#include <fmt/format.h>

namespace gantry::cli {

std::string channel_of(const sandbox::stream_document& document) {
  if (document.channel == "shopify")
    return "webshop";
  return document.channel == "x12" ? "edi" : "portal";
}

order_feeder::order_feeder(options how, const std::vector<sandbox::stream_document>& documents)
    : how_(std::move(how)), documents_(documents), left_(documents.size()) {
  for (std::size_t i = 0; i < how_.connections; ++i)
    connections_.emplace_back([this] { run(); });
}

order_feeder::~order_feeder() {
  stop();
}

void order_feeder::stop() {
  stopping_ = true;
  for (auto& connection : connections_)
    if (connection.joinable())
      connection.join();
}

std::vector<std::string> order_feeder::refusals() const {
  const std::lock_guard lock(mutex_);
  return refusals_;
}

void order_feeder::refused(std::string sentence) {
  const std::lock_guard lock(mutex_);
  refusals_.push_back(std::move(sentence));
}

void order_feeder::run() {
  while (!stopping_) {
    const auto mine = next_++;
    if (mine >= documents_.size())
      return;
    wait_for_turn(mine);
    hand_in(documents_[mine]);
    --left_;
  }
}

void order_feeder::wait_for_turn(std::size_t n) const {
  if (how_.documents_per_s > 0)
    std::this_thread::sleep_until(
        began_ + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                     std::chrono::duration<double>(static_cast<double>(n) / how_.documents_per_s)));
}

void order_feeder::hand_in(const sandbox::stream_document& document) {
  using clock = std::chrono::steady_clock;
  const auto until = clock::now() + std::chrono::milliseconds(how_.give_up_after_ms);
  const auto target = "/v1/channels/" + channel_of(document) + "/documents";
  auto headers = document.headers;
  headers.emplace_back("content-type", document.media_type);
  std::string last;
  gateway::http_client client(how_.engine_url, 10'000);
  while (clock::now() < until && !stopping_) {
    const auto answer = client.request("POST", target, document.body, headers);
    if (answer && answer->status / 100 == 2) {
      orders_taken_ += document.orders.size();
      return;
    }
    if (answer && answer->status != 429 && answer->status != 503)
      return refused(fmt::format("{}: HTTP {}: {}", target, answer->status, answer->body));
    last = answer ? fmt::format("HTTP {}", answer->status) : answer.error().message;
    ++repeats_;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  refused(fmt::format("{} was not taken: {}", target, stopping_ ? "stopped" : last));
}

} // namespace gantry::cli
