#include "actors/old_orders.hpp"

#include <spdlog/spdlog.h>

namespace gantry::actors {

namespace {

constexpr std::int64_t first_pass_ns = 60'000'000'000;
constexpr std::int64_t every_pass_ns = 3'600'000'000'000;
/// A step of so many orders takes some milliseconds of the writer.
constexpr std::size_t rows_a_step = 50;
constexpr std::int64_t rest_ns = 50'000'000;

} // namespace

void old_orders::start() {
  if (keep_.orders.ns > 0 || keep_.documents.ns > 0)
    later(first_pass_ns, &old_orders::begin_pass);
}

void old_orders::later(std::int64_t after_ns, void (old_orders::*what)()) {
  around_.clock.at(around_.clock.now_ns() + after_ns, [this, what] { (this->*what)(); });
}

void old_orders::begin_pass() {
  const auto now = around_.wall_clock();
  next_ = {};
  next_.limit = rows_a_step;
  if (keep_.orders.ns > 0)
    next_.orders_before = now - keep_.orders;
  if (keep_.documents.ns > 0)
    next_.documents_before = now - keep_.documents;
  orders_before_ = orders_;
  step();
}

void old_orders::step() {
  around_.desk.write(next_, [this](const write_desk::written& how) { done(how); });
}

void old_orders::done(const write_desk::written& how) {
  if (how.result.failed) {
    spdlog::error("old orders could not be removed, which is tried again in an hour: {} {}",
                  how.result.failed->message, how.result.failed->help);
    later(every_pass_ns, &old_orders::begin_pass);
    return;
  }
  const auto& removed = *how.result.removed;
  orders_ += removed.orders;
  documents_ += removed.documents;
  events_ += removed.events;
  next_.after = removed.next;
  if (!removed.done) {
    later(rest_ns, &old_orders::step);
    return;
  }
  if (const auto orders = orders_ - orders_before_; orders > 0)
    spdlog::info("{} finished orders were removed, as the policy says", orders);
  later(every_pass_ns, &old_orders::begin_pass);
}

} // namespace gantry::actors
