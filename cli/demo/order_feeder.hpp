#pragma once

#include "examples/sandbox/order_stream.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gantry::cli {

/// Hands documents in as senders do: over several connections, each document again and again until
/// the engine has taken it. A lost connection or a full engine makes it wait, never give up, so it
/// lives through restarts of the engine.
class order_feeder {
public:
  struct options {
    std::string engine_url;
    std::size_t connections = 8;
    double documents_per_s = 0;              ///< over all connections; 0: as fast as they are taken
    std::int64_t give_up_after_ms = 120'000; ///< of one document
  };
  order_feeder(options how, const std::vector<sandbox::stream_document>& documents);
  ~order_feeder();
  order_feeder(const order_feeder&) = delete;
  order_feeder& operator=(const order_feeder&) = delete;

  [[nodiscard]] bool finished() const { return left_ == 0; }
  [[nodiscard]] std::uint64_t orders_taken() const { return orders_taken_; }
  /// Times that a document was sent once more, because the answer was lost or the engine was full.
  [[nodiscard]] std::uint64_t repeats() const { return repeats_; }
  /// Documents that the engine did not take, each a sentence.
  [[nodiscard]] std::vector<std::string> refusals() const;
  /// Lets what is under way end and hands in nothing more.
  void stop();

private:
  void run();
  void wait_for_turn(std::size_t n) const;
  void hand_in(const sandbox::stream_document& document);
  void refused(std::string sentence);

  options how_;
  const std::vector<sandbox::stream_document>& documents_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::atomic<std::size_t> next_ = 0, left_ = 0;
  std::atomic<std::uint64_t> orders_taken_ = 0, repeats_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> refusals_;
  std::vector<std::thread> connections_;
};

/// The demo's channel for a kind of document: `json` is the portal, `x12` is edi.
[[nodiscard]] std::string channel_of(const sandbox::stream_document& document);

} // namespace gantry::cli
