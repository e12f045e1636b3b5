#pragma once

#include "actors/first_commit.hpp"
#include "actors/runtime_world.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace gantry::actors {

/// Documents of channels: the raw bytes are one commit, what a mapping makes of them another. A
/// restart takes up what was received and not mapped, or mapped and not answered.
class document_intake {
public:
  /// `left_over` is told of every document that failed for a reason that may pass by itself: a
  /// folder for replies that cannot be written, a store that refused its end.
  document_intake(runtime_world& world, std::function<void()> left_over)
      : world_(world), left_over_(std::move(left_over)) {}

  void take(channels::raw_document what, answer<document_answer> done);
  /// A document of which the store holds more to do. `over` is told whether it was done, replies
  /// included. One that is under way already is left to whoever has it.
  void take_up(persistence::document_row row, std::function<void(bool)> over);

private:
  struct job;
  using job_ptr = std::shared_ptr<job>;

  void map(const job_ptr& what);
  [[nodiscard]] std::optional<first_commit> map_order(const job& of, channels::mapped_order& order);
  void finished(const job_ptr& what, const write_desk::written& how);
  [[nodiscard]] persistence::key_difference difference_of(const job& of, const first_commit& order);
  void count_orders(const job& what, const write_desk::written& how);
  void begin_orders(const job& what, const write_desk::written& how);
  void hand_out_replies(const uuid& document, const std::string& channel,
                        const std::vector<channels::reply_document>& replies,
                        std::function<void(bool)> over);

  /// False: it is under way already.
  [[nodiscard]] bool begin(const std::string& document);
  void end(const std::string& document);

  runtime_world& world_;
  const std::function<void()> left_over_;
  std::atomic<std::size_t> bytes_in_hand_{0};
  std::mutex lock_;
  std::set<std::string> under_way_; ///< from their arrival until their replies are handed out
};

} // namespace gantry::actors
