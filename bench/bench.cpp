#include "bench/bench.hpp"

#include "bench/bench_engine.hpp"
#include "bench/closed_loop.hpp"
#include "bench/http_hand_in.hpp"
#include "bench/machine.hpp"
#include "bench/raw_replay.hpp"
#include "bench/recording_store.hpp"
#include "bench/scratch_folder.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace gantry::bench {
namespace {

constexpr double steps_an_order = 6;

void hand_in_directly(actors::runtime& engine, closed_loop& loop, std::uint64_t n) {
  submit_bench_order(engine, "bench", n, [&loop, n](result<actors::submit_answer> answer) {
    if (answer)
      loop.handed_in(n, answer->order.id);
    else
      loop.failed(answer.error().message);
  });
}

bench_result measure(closed_loop& loop, const bench_options& options) {
  bench_result r;
  r.orders = options.orders;
  r.in_flight = options.in_flight;
  r.orders_per_s = static_cast<double>(options.orders) / loop.seconds();
  r.steps_per_s = r.orders_per_s * steps_an_order;
  r.p50_ms = loop.latency_ms(0.50);
  r.p95_ms = loop.latency_ms(0.95);
  r.p99_ms = loop.latency_ms(0.99);
  r.cpu_us_per_order = loop.cpu_seconds() * 1e6 / static_cast<double>(options.orders);
  r.rss_mb = resident_mb();
  return r;
}

} // namespace

result<bench_result> run_bench(const bench_options& options) {
  auto programs = compile_bench();
  if (!programs)
    return tl::unexpected(programs.error());
  const scratch_folder folder(options.folder);
  const auto environment = actors::real_environment();
  auto store = open_bench_store(folder.engine(), environment);
  if (!store)
    return tl::unexpected(store.error());
  const auto recorded = std::make_shared<recorded_batches>();
  const auto used = options.raw ? make_recording_store(*store, recorded) : *store;

  const auto warm_up = std::max(options.in_flight, options.orders / 10);
  closed_loop loop(warm_up, options.orders, options.in_flight);
  auto engine = actors::runtime::start(
      bench_options_of(options.in_flight,
                       [&loop](auto order, auto phase) { loop.finished(order, phase); }),
      environment, used, *programs);
  if (!engine)
    return tl::unexpected(engine.error());
  const auto commits_before = (*engine)->stats().commits;
  bool fine = false;
  if (options.http) {
    auto front = http_hand_in::open(**engine, loop, options.in_flight);
    if (!front)
      return tl::unexpected(front.error());
    fine = loop.run([&](std::uint64_t n) { (*front)->hand_in(n); });
  } else {
    fine = loop.run([&](std::uint64_t n) { hand_in_directly(**engine, loop, n); });
  }
  if (!fine)
    return fail(errc::internal, "the bench stopped: " + loop.failure());
  auto r = measure(loop, options);
  r.commits = (*engine)->stats().commits - commits_before;
  (*engine)->drain();
  engine->reset();
  store->reset();
  r.bytes_per_order = folder_bytes(folder.engine()) / static_cast<double>(options.orders + warm_up);
  if (options.raw) {
    const auto raw = replay_raw(*recorded, folder.path() / "raw", environment.wall_clock());
    if (!raw)
      return tl::unexpected(raw.error());
    r.raw_orders_per_s = static_cast<double>(options.orders + warm_up) / *raw;
    r.raw_share = r.orders_per_s / r.raw_orders_per_s;
  }
  return r;
}

namespace {

/// What was not measured is no zero.
std::string measured(double number, int digits) {
  return number > 0 ? fmt::format("{:.{}f}", number, digits) : "null";
}

} // namespace

std::string to_json(const bench_result& r) {
  return fmt::format("{{\"orders\":{},\"in_flight\":{},\"orders_per_s\":{:.1f},"
                     "\"steps_per_s\":{:.1f},\"p50_ms\":{:.3f},\"p95_ms\":{:.3f},"
                     "\"p99_ms\":{:.3f},\"cpu_us_per_order\":{:.1f},\"rss_mb\":{:.1f},"
                     "\"bytes_per_order\":{:.0f},\"commits\":{},\"raw_orders_per_s\":{},"
                     "\"raw_share\":{}}}",
                     r.orders, r.in_flight, r.orders_per_s, r.steps_per_s, r.p50_ms, r.p95_ms,
                     r.p99_ms, r.cpu_us_per_order, r.rss_mb, r.bytes_per_order, r.commits,
                     measured(r.raw_orders_per_s, 1), measured(r.raw_share, 3));
}

} // namespace gantry::bench
