#include "bench/overload.hpp"

#include "bench/bench.hpp"
#include "bench/bench_engine.hpp"
#include "bench/bench_flow.hpp"
#include "bench/http_hand_in.hpp"
#include "bench/machine.hpp"
#include "bench/scratch_folder.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fmt/format.h>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace gantry::bench {
namespace {

using namespace std::chrono_literals;

constexpr double calls_an_order = 6;
constexpr std::uint64_t urgent_each = 10;
constexpr double longest_drain_s = 1'800;

bool is_urgent(std::uint64_t n) {
  return n % urgent_each == 0;
}

std::string order_text(std::uint64_t n) {
  auto text = bench_order(n);
  if (is_urgent(n)) {
    const std::string usual = R"("rush":false)";
    text.replace(text.find(usual), usual.size(), R"("rush":true)");
  }
  return text;
}

/// What became of the orders, by whoever hears of them first.
class offered_orders {
public:
  explicit offered_orders(overload_result& r) : result_(r) {}

  void begin(std::uint64_t n) {
    const std::lock_guard lock(mutex_);
    ++result_.offered;
    result_.urgent_offered += is_urgent(n) ? 1 : 0;
    begun_ns_.emplace(n, monotonic_ns());
  }

  void refused(std::uint64_t n, bool as_asked) {
    const std::lock_guard lock(mutex_);
    begun_ns_.erase(n);
    ++(as_asked ? result_.refused : result_.failed);
    wake_.notify_all();
  }

  void taken(std::uint64_t n, std::string id) {
    const std::lock_guard lock(mutex_);
    const begun order{begun_ns_.extract(n).mapped(), is_urgent(n)};
    ++result_.taken;
    result_.urgent_taken += order.urgent ? 1 : 0;
    if (const auto early = early_.find(id); early != early_.end()) {
      end(order, early->second);
      early_.erase(early);
    } else
      under_way_.emplace(std::move(id), order);
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

  /// The load itself does not go on.
  void stopped(std::string why) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(why);
    wake_.notify_all();
  }

  [[nodiscard]] std::string failure() {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

  [[nodiscard]] std::uint64_t ended_now() {
    const std::lock_guard lock(mutex_);
    return urgent_ms_.size() + others_ms_.size();
  }

  [[nodiscard]] bool wait_all(double longest_s) {
    std::unique_lock lock(mutex_);
    return wake_.wait_for(lock, std::chrono::duration<double>(longest_s), [&] {
      return !failure_.empty() || (begun_ns_.empty() && under_way_.empty());
    });
  }

  void fill() {
    const std::lock_guard lock(mutex_);
    result_.urgent_p50_ms = of_rank(urgent_ms_, 50);
    result_.urgent_p99_ms = of_rank(urgent_ms_, 99);
    result_.others_p50_ms = of_rank(others_ms_, 50);
    result_.others_p99_ms = of_rank(others_ms_, 99);
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

  overload_result& result_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::unordered_map<std::uint64_t, std::int64_t> begun_ns_; ///< not answered yet
  std::unordered_map<std::string, begun> under_way_;
  std::unordered_map<std::string, std::int64_t> early_; ///< ended before the answer was heard
  std::vector<float> urgent_ms_, others_ms_;
  std::string failure_;
};

/// How orders come in. `has_room`: another one would not only wait for a connection.
struct way_in {
  std::function<void(std::uint64_t n)> hand_in;
  std::function<bool()> has_room;
};

way_in directly(actors::runtime& engine, offered_orders& orders) {
  const auto hand_in = [&](std::uint64_t n) {
    submit_text(engine, "bench", order_text(n), [&orders, n](const auto& answer) {
      if (answer)
        orders.taken(n, answer->order.id);
      else
        orders.refused(n, answer.error().code == errc::unavailable);
    });
  };
  return {hand_in, [] { return true; }};
}

http_hand_in::wishes through_http(offered_orders& orders) {
  http_hand_in::wishes what;
  what.text = order_text;
  what.answered = [&orders](std::uint64_t n, int status, std::string id,
                            const std::string& answer) {
    if (status == 202)
      orders.taken(n, std::move(id));
    else
      orders.refused(n, (status == 503 || status == 429) &&
                            answer.find("\r\nRetry-After: ") != std::string::npos);
  };
  what.failed = [&orders](std::string why) { orders.stopped(std::move(why)); };
  return what;
}

/// In an even stream, whatever becomes of them.
void offer(const way_in& in, offered_orders& orders, const overload_options& options,
           overload_result& r) {
  const double per_s = r.capacity_per_s * options.times;
  const auto began_ns = monotonic_ns();
  std::uint64_t n = 0;
  for (;;) {
    const double passed_s = static_cast<double>(monotonic_ns() - began_ns) / 1e9;
    if (passed_s >= options.seconds)
      break;
    for (; static_cast<double>(n) < passed_s * per_s && in.has_room(); ++n) {
      orders.begin(n);
      in.hand_in(n);
    }
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
  usual.http = options.connections > 0;
  if (usual.http)
    usual.in_flight = options.connections;
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
  offered_orders orders(r);
  auto how = bench_options_of(1'024, [&](auto order, auto) { orders.ended(order); });
  how.adapters.front().queue_max = options.queue_max;
  how.adapters.front().rate_per_s = options.far_side_per_s;
  auto engine = actors::runtime::start(std::move(how), environment, *store, *programs);
  if (!engine)
    return tl::unexpected(engine.error());

  auto in = directly(**engine, orders);
  std::unique_ptr<http_hand_in> front;
  if (options.connections > 0) {
    auto opened = http_hand_in::open(**engine, options.connections, through_http(orders));
    if (!opened)
      return tl::unexpected(opened.error());
    front = std::move(*opened);
    in = {[&](std::uint64_t n) { front->hand_in(n); },
          [&] { return front->waiting() < options.connections; }};
  }
  offer(in, orders, options, r);
  r.ended_per_s = static_cast<double>(orders.ended_now()) / options.seconds;
  const auto over_ns = monotonic_ns();
  if (!orders.wait_all(longest_drain_s))
    return fail(errc::internal,
                fmt::format("of {} orders that were taken, {} ended", r.taken, orders.ended_now()));
  if (auto why = orders.failure(); !why.empty())
    return fail(errc::internal, std::move(why));
  r.drained_s = static_cast<double>(monotonic_ns() - over_ns) / 1e9;
  orders.fill();
  front.reset();
  (*engine)->drain();
  return r;
}

std::string to_json(const overload_result& r) {
  std::string rss;
  for (const auto each : r.rss_mb)
    rss += fmt::format("{}{:.0f}", rss.empty() ? "" : ",", each);
  return fmt::format(
      R"({{"capacity_per_s":{:.0f},"offered":{},"taken":{},"urgent_offered":{},"urgent_taken":{},)"
      R"("refused":{},"failed":{},)"
      R"("ended_per_s":{:.0f},"urgent_p50_ms":{:.1f},"urgent_p99_ms":{:.1f},"others_p50_ms":{:.1f},)"
      R"("others_p99_ms":{:.1f},"rss_mb":[{}],"drained_s":{:.2f}}})",
      r.capacity_per_s, r.offered, r.taken, r.urgent_offered, r.urgent_taken, r.refused, r.failed,
      r.ended_per_s, r.urgent_p50_ms, r.urgent_p99_ms, r.others_p50_ms, r.others_p99_ms, rss,
      r.drained_s);
}

} // namespace gantry::bench
