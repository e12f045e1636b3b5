#include "examples/sandbox/shipping_clock.hpp"

#include "examples/sandbox/clock.hpp"
#include "examples/sandbox/warehouse.hpp"

#include <algorithm>
#include <memory>

namespace gantry::sandbox {

shipping_clock::shipping_clock(books_writer& writer, timer& alarms, std::function<void()> shipped)
    : writer_(writer), alarms_(alarms), shipped_(std::move(shipped)) {}

void shipping_clock::expect(timestamp due) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || (alarm_ && *alarm_ <= due))
      return; // that alarm looks for the next one itself
    alarm_ = due;
  }
  const std::int64_t wait_ms = std::max<std::int64_t>(0, (due - wall_clock()).ns / 1'000'000);
  alarms_.after(wait_ms + 1, [this] { look(); });
}

void shipping_clock::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
}

void shipping_clock::look() {
  {
    const std::lock_guard lock(mutex_);
    alarm_.reset();
  }
  const auto next = std::make_shared<std::optional<timestamp>>();
  writer_.add({[next](books& in) {
                 const timestamp now = wall_clock();
                 for (const auto& due : in.picks.due(now, shipped_at_once_max))
                   ship(in, due, now);
                 *next = in.picks.next_due();
               },
               [this, next](bool committed) {
                 if (!committed)
                   return;
                 shipped_();
                 if (*next)
                   expect(**next);
               }});
}

} // namespace gantry::sandbox
