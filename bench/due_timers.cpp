#include "bench/due_timers.hpp"

#include "bench/bench_engine.hpp"
#include "bench/machine.hpp"
#include "bench/scratch_folder.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace gantry::bench {
namespace {

using namespace std::chrono_literals;

/// What is known of the orders, by whoever hears of them first.
class due_orders {
public:
  due_orders(const timers_options& options, timestamp first)
      : options_(options), first_(first), now_(actors::real_environment().wall_clock) {}

  [[nodiscard]] timestamp due(std::uint64_t n) const {
    return first_ +
           duration{static_cast<std::int64_t>(static_cast<double>(n) * 1e9 / options_.due_per_s)};
  }
  void enter() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return inside_ < options_.in_flight; });
    ++inside_;
  }
  void handed_in(std::uint64_t n, const result<actors::submit_answer>& answer) {
    const std::lock_guard lock(mutex_);
    --inside_;
    ++answered_;
    if (answer)
      number_of_[answer->order.id] = n;
    else
      why_ = answer.error().message;
    wake_.notify_all();
  }
  void ended(std::string_view order) {
    const auto at = now_();
    const std::lock_guard lock(mutex_);
    const auto found = number_of_.find(std::string(order));
    if (found == number_of_.end())
      why_ = "an order ended before it was known";
    else
      late_ms_.push_back(static_cast<double>((at - due(found->second)).ns) / 1e6);
    wake_.notify_all();
  }
  /// False: not within the time, or an order was not taken.
  [[nodiscard]] bool wait_answered() {
    std::unique_lock lock(mutex_);
    return wake_.wait_for(lock, 60s, [this] { return answered_ == options_.orders; }) &&
           why_.empty();
  }
  [[nodiscard]] bool wait_ended(std::chrono::duration<double> time) {
    std::unique_lock lock(mutex_);
    return wake_.wait_for(lock, time, [this] { return late_ms_.size() == options_.orders; }) &&
           why_.empty();
  }
  [[nodiscard]] std::vector<double> late_ms() {
    const std::lock_guard lock(mutex_);
    std::sort(late_ms_.begin(), late_ms_.end());
    return late_ms_;
  }
  [[nodiscard]] tl::unexpected<error> failed(const std::string& what) {
    const std::lock_guard lock(mutex_);
    return fail(errc::internal, what + (why_.empty() ? "" : ": " + why_));
  }

private:
  const timers_options& options_;
  const timestamp first_;
  const std::function<timestamp()> now_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::uint64_t inside_ = 0, answered_ = 0;
  std::unordered_map<std::string, std::uint64_t> number_of_;
  std::vector<double> late_ms_;
  std::string why_;
};

void submit_reminder(actors::runtime& engine, due_orders& orders, std::uint64_t n) {
  auto text = fmt::format(R"({{"source":{{"channel":"bench","partner":"timers",)"
                          R"("external_id":"T{:010}"}},"due":"{}"}})",
                          n, format_timestamp(orders.due(n)));
  submit_text(
      engine, "reminder", std::move(text),
      [&orders, n](const result<actors::submit_answer>& answer) { orders.handed_in(n, answer); });
}

} // namespace

result<timers_result> run_timers(const timers_options& options) {
  auto programs = compile_bench();
  if (!programs)
    return tl::unexpected(programs.error());
  const scratch_folder folder(options.folder);
  const auto environment = actors::real_environment();
  auto store = open_bench_store(folder.engine(), environment);
  if (!store)
    return tl::unexpected(store.error());
  // Time enough to hand all of them in, on a slow machine too.
  const auto first =
      environment.wall_clock() + seconds(20 + static_cast<std::int64_t>(options.orders / 1'500));
  due_orders orders(options, first);
  auto engine = actors::runtime::start(
      bench_options_of(options.in_flight, [&](auto order, auto) { orders.ended(order); }),
      environment, *store, *programs);
  if (!engine)
    return tl::unexpected(engine.error());
  for (std::uint64_t n = 0; n < options.orders; ++n) {
    orders.enter();
    submit_reminder(**engine, orders, n);
  }
  if (!orders.wait_answered())
    return orders.failed("not every order was taken");
  if (environment.wall_clock() + seconds(5) > first)
    return orders.failed("the orders were handed in too slowly");
  timers_result r;
  r.orders = options.orders;
  r.due_per_s = options.due_per_s;
  std::this_thread::sleep_for(std::chrono::nanoseconds((first - environment.wall_clock()).ns) - 1s);
  r.rss_mb = resident_mb();
  const auto lasts = static_cast<double>(options.orders) / options.due_per_s;
  if (!orders.wait_ended(std::chrono::duration<double>(120 + 2 * lasts)))
    return orders.failed("not every order has ended");
  const auto late = orders.late_ms();
  r.late_p50_ms = late[late.size() / 2];
  r.late_p99_ms = late[late.size() * 99 / 100];
  r.late_max_ms = late.back();
  (*engine)->drain();
  return r;
}

std::string to_json(const timers_result& r) {
  return fmt::format(R"({{"timers":{},"due_per_s":{:.0f},"rss_mb":{:.1f},"late_p50_ms":{:.2f},)"
                     R"("late_p99_ms":{:.2f},"late_max_ms":{:.2f}}})",
                     r.orders, r.due_per_s, r.rss_mb, r.late_p50_ms, r.late_p99_ms, r.late_max_ms);
}

} // namespace gantry::bench
