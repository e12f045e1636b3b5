#include "bench/overload.hpp"

#include "bench/bench.hpp"
#include "bench/bench_engine.hpp"
#include "bench/bench_flow.hpp"
#include "bench/machine.hpp"
#include "bench/scratch_folder.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace gantry::bench {
namespace {

using namespace std::chrono_literals;

constexpr double calls_an_order = 6;
constexpr std::uint64_t urgent_each = 10;
constexpr double longest_drain_s = 1'800;

/// What became of the orders, by whoever hears of them first.
class offered_orders {
public:
  void answered(std::uint64_t n, std::int64_t began_ns, const result<actors::submit_answer>& answer,
                overload_result& r) {
    const std::lock_guard lock(mutex_);
    if (!answer) {
      ++(answer.error().code == errc::unavailable ? r.refused : r.failed);
      wake_.notify_all();
      return;
    }
    ++r.taken;
    const begun order{began_ns, n % urgent_each == 0};
    if (const auto early = early_.find(answer->order.id); early != early_.end()) {
      end(order, early->second);
      early_.erase(early);
    } else
      under_way_.emplace(answer->order.id, order);
  }

  void ended(std::string_view id) {
    const auto at_ns = monotonic_ns();
    const std::lock_guard lock(mutex_);
    if (const auto known = under_way_.find(std::string(id)); known != under_way_.end()) {
      end(known->second, at_ns);
      under_way_.erase(known);
    } else
      early_.emplace(id, at_ns);
  }

  [[nodiscard]] std::uint64_t ended_now() {
    const std::lock_guard lock(mutex_);
    return urgent_ms_.size() + others_ms_.size();
  }

  [[nodiscard]] bool wait_all(const overload_result& r, double longest_s) {
    std::unique_lock lock(mutex_);
    return wake_.wait_for(lock, std::chrono::duration<double>(longest_s), [&] {
      return r.taken + r.refused + r.failed == r.offered &&
             r.taken == urgent_ms_.size() + others_ms_.size();
    });
  }

  void fill(overload_result& r) {
    const std::lock_guard lock(mutex_);
    r.urgent_p50_ms = of_rank(urgent_ms_, 50);
    r.urgent_p99_ms = of_rank(urgent_ms_, 99);
    r.others_p50_ms = of_rank(others_ms_, 50);
    r.others_p99_ms = of_rank(others_ms_, 99);
  }

private:
  struct begun {
    std::int64_t at_ns = 0;
    bool urgent = false;
  };

  void end(const begun& order, std::int64_t at_ns) {
    (order.urgent ? urgent_ms_ : others_ms_)
        .push_back(static_cast<float>(static_cast<double>(at_ns - order.at_ns) / 1e6));
    wake_.notify_all();
  }

  static double of_rank(std::vector<float>& all, std::size_t percent) {
    if (all.empty())
      return 0;
    const auto rank = std::min(all.size() - 1, all.size() * percent / 100);
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(rank), all.end());
    return static_cast<double>(all[rank]);
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::unordered_map<std::string, begun> under_way_;
  std::unordered_map<std::string, std::int64_t> early_; ///< ended before the answer was heard
  std::vector<float> urgent_ms_, others_ms_;
};

void hand_in(actors::runtime& engine, offered_orders& orders, overload_result& r, std::uint64_t n) {
  auto text = bench_order(n);
  if (n % urgent_each == 0) {
    const std::string usual = R"("rush":false)";
    text.replace(text.find(usual), usual.size(), R"("rush":true)");
  }
  submit_text(engine, "bench", std::move(text),
              [&orders, &r, n, began_ns = monotonic_ns()](const auto& answer) {
                orders.answered(n, began_ns, answer, r);
              });
}

/// In an even stream, whatever becomes of them.
void offer(actors::runtime& engine, offered_orders& orders, const overload_options& options,
           overload_result& r) {
  const double per_s = r.capacity_per_s * options.times;
  const auto began_ns = monotonic_ns();
  for (;;) {
    const double passed_s = static_cast<double>(monotonic_ns() - began_ns) / 1e9;
    if (passed_s >= options.seconds)
      break;
    while (static_cast<double>(r.offered) < passed_s * per_s)
      hand_in(engine, orders, r, r.offered++);
    if (passed_s * 10 >= options.seconds * static_cast<double>(r.rss_mb.size() + 1))
      r.rss_mb.push_back(resident_mb());
    std::this_thread::sleep_for(1ms);
  }
  r.rss_mb.push_back(resident_mb());
}

result<double> capacity_of(const overload_options& options) {
  if (options.far_side_per_s > 0)
    return options.far_side_per_s / calls_an_order;
  bench_options usual;
  usual.orders = 20'000;
  usual.folder = options.folder;
  const auto measured = run_bench(usual);
  if (!measured)
    return tl::unexpected(measured.error());
  return measured->orders_per_s;
}

} // namespace

result<overload_result> run_overload(const overload_options& options) {
  overload_result r;
  const auto capacity = capacity_of(options);
  if (!capacity)
    return tl::unexpected(capacity.error());
  r.capacity_per_s = *capacity;
  auto programs = compile_bench();
  if (!programs)
    return tl::unexpected(programs.error());
  const scratch_folder folder(options.folder);
  const auto environment = actors::real_environment();
  auto store = open_bench_store(folder.engine(), environment);
  if (!store)
    return tl::unexpected(store.error());
  offered_orders orders;
  auto how = bench_options_of(1'024, [&](auto order, auto) { orders.ended(order); });
  how.adapters.front().queue_max = options.queue_max;
  how.adapters.front().rate_per_s = options.far_side_per_s;
  auto engine = actors::runtime::start(std::move(how), environment, *store, *programs);
  if (!engine)
    return tl::unexpected(engine.error());

  offer(**engine, orders, options, r);
  r.ended_per_s = static_cast<double>(orders.ended_now()) / options.seconds;
  const auto over_ns = monotonic_ns();
  if (!orders.wait_all(r, longest_drain_s))
    return fail(errc::internal,
                fmt::format("of {} orders that were taken, {} ended", r.taken, orders.ended_now()));
  r.drained_s = static_cast<double>(monotonic_ns() - over_ns) / 1e9;
  orders.fill(r);
  (*engine)->drain();
  return r;
}

std::string to_json(const overload_result& r) {
  std::string rss;
  for (const auto each : r.rss_mb)
    rss += fmt::format("{}{:.0f}", rss.empty() ? "" : ",", each);
  return fmt::format(
      R"({{"capacity_per_s":{:.0f},"offered":{},"taken":{},"refused":{},"failed":{},)"
      R"("ended_per_s":{:.0f},"urgent_p50_ms":{:.1f},"urgent_p99_ms":{:.1f},"others_p50_ms":{:.1f},)"
      R"("others_p99_ms":{:.1f},"rss_mb":[{}],"drained_s":{:.2f}}})",
      r.capacity_per_s, r.offered, r.taken, r.refused, r.failed, r.ended_per_s, r.urgent_p50_ms,
      r.urgent_p99_ms, r.others_p50_ms, r.others_p99_ms, rss, r.drained_s);
}

} // namespace gantry::bench
