#include "actors/recovery.hpp"

#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

namespace gantry::actors {

namespace {

constexpr std::int64_t orders_again_ns = 1'000'000'000;
constexpr std::int64_t documents_again_ns = 60'000'000'000;

} // namespace

result<void> recovery::begin() {
  under_way_ = true;
  if (auto handed_out = world_.hand_out_deliveries(); !handed_out)
    return handed_out;
  world_.timers.start();
  world_.background.post([this] { next_orders(); });
  world_.background.post([this] { next_documents(documents_page); });
  return {};
}

void recovery::next_orders_later() {
  world_.clock.at(world_.clock.now_ns() + orders_again_ns,
                  [this] { world_.background.post([this] { next_orders(); }); });
}

void recovery::next_orders() {
  const auto found = world_.store().needing_attention(cursor_, page);
  if (!found) {
    spdlog::error("open orders cannot be read: {}", found.error().message);
    next_orders_later();
    return;
  }
  if (found->empty())
    return end();
  taken_up_ += found->size();
  cursor_ = persistence::attention_cursor(found->back());
  std::vector<persistence::instance_number> orders;
  for (const auto& row : *found)
    orders.push_back(row.number);
  // Half of what fits, so that new orders find room meanwhile.
  const auto room = static_cast<std::int64_t>(world_.options.open_orders_max / 2);
  const bool is_last = found->size() < page;
  world_.take_ups.add(std::move(orders), std::max<std::int64_t>(1, room),
                      [this, is_last] { is_last ? end() : next_orders(); });
}

void recovery::end() {
  under_way_ = false;
  if (taken_up_ > 0)
    spdlog::info("{} open orders were taken up", taken_up_);
}

void recovery::look_again_for_documents() {
  if (looks_again_.exchange(true))
    return;
  world_.clock.at(world_.clock.now_ns() + documents_again_ns, [this] {
    world_.background.post([this] {
      looks_again_ = false;
      next_documents(documents_page);
    });
  });
}

void recovery::next_documents(std::size_t limit) {
  auto found = world_.store().documents_received(limit);
  if (!found) {
    spdlog::error("received documents cannot be read: {}", found.error().message);
    return;
  }
  if (found->empty())
    return;
  struct tally {
    std::atomic<std::size_t> left;
    std::atomic<std::size_t> done{0};
  };
  const auto count = std::make_shared<tally>();
  count->left = found->size();
  const bool more = found->size() == limit;
  for (auto& row : *found)
    documents_.take_up(std::move(row), [this, count, limit, more](bool done) {
      count->done += done ? 1 : 0;
      if (--count->left != 0)
        return;
      // A page of which nothing could be done would come back for ever; those behind it may do.
      if (count->done > 0)
        world_.background.post([this, limit] { next_documents(limit); });
      else if (more)
        world_.background.post([this, limit] { next_documents(2 * limit); });
    });
}

} // namespace gantry::actors
