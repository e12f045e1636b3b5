#include "bench/bench.hpp"

#include "bench/bench_engine.hpp"
#include "bench/bench_flow.hpp"
#include "bench/bench_point.hpp"
#include "bench/closed_loop.hpp"
#include "bench/http_hand_in.hpp"
#include "bench/machine.hpp"
#include "bench/raw_replay.hpp"
#include "bench/scratch_folder.hpp"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <thread>

namespace gantry::bench {
namespace {

constexpr double steps_an_order = 6;

std::uint64_t warm_up_of(const bench_options& options) {
  return std::max(options.in_flight, options.orders / 10);
}

void hand_in_directly(actors::runtime& engine, closed_loop& loop, std::uint64_t n,
                      std::uint64_t order) {
  submit_bench_order(engine, "bench", order, [&loop, n](result<actors::submit_answer> answer) {
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

/// Something beside the orders, on a thread of its own, until they have ended.
class beside {
public:
  beside(const point_surroundings& where, const actors::runtime& engine) {
    if (where.beside)
      thread_ = std::thread([&] {
        while (!ended_)
          where.beside(engine);
      });
  }
  ~beside() {
    ended_ = true;
    if (thread_.joinable())
      thread_.join();
  }
  beside(const beside&) = delete;
  beside& operator=(const beside&) = delete;

private:
  std::atomic<bool> ended_{false};
  std::thread thread_;
};

result<bool> run_loop(actors::runtime& engine, closed_loop& loop, const bench_options& options,
                      const point_surroundings& where) {
  const beside others(where, engine);
  if (!options.http)
    return loop.run([&](std::uint64_t n) {
      hand_in_directly(engine, loop, n, key_number(where.first_order + n, where.keys));
    });
  http_hand_in::wishes what;
  what.text = bench_order;
  what.answered = [&](std::uint64_t n, int status, std::string id, const std::string& answer) {
    if (status == 202)
      loop.handed_in(n, std::move(id));
    else
      loop.failed("an order was answered with " + answer);
  };
  what.failed = [&](std::string why) { loop.failed(std::move(why)); };
  auto front = http_hand_in::open(engine, options.in_flight, std::move(what));
  if (!front)
    return tl::unexpected(front.error());
  return loop.run([&](std::uint64_t n) { (*front)->hand_in(n); });
}

} // namespace

result<bench_result> run_point(const bench_options& options, const point_surroundings& where) {
  auto programs = compile_bench();
  if (!programs)
    return tl::unexpected(programs.error());
  const auto environment = actors::real_environment();
  auto store = open_bench_store(where.engine, environment);
  if (!store)
    return tl::unexpected(store.error());
  const auto used = where.recorded ? make_recording_store(*store, where.recorded) : *store;

  const auto warm_up = warm_up_of(options);
  closed_loop loop(warm_up, options.orders, options.in_flight);
  auto engine = actors::runtime::start(
      bench_options_of(options.in_flight,
                       [&loop](auto order, auto phase) { loop.finished(order, phase); }),
      environment, used, *programs);
  if (!engine)
    return tl::unexpected(engine.error());
  const auto bytes_before = folder_bytes(where.engine);
  const auto commits_before = (*engine)->stats().commits;
  const auto fine = run_loop(**engine, loop, options, where);
  if (!fine)
    return tl::unexpected(fine.error());
  if (!*fine)
    return fail(errc::internal, "the bench stopped: " + loop.failure());
  auto r = measure(loop, options);
  r.commits = (*engine)->stats().commits - commits_before;
  (*engine)->drain();
  engine->reset();
  store->reset();
  r.bytes_per_order = (folder_bytes(where.engine) - (where.first_order > 0 ? bytes_before : 0)) /
                      static_cast<double>(options.orders + warm_up);
  return r;
}

result<bench_result> run_bench(const bench_options& options) {
  const scratch_folder folder(options.folder);
  point_surroundings where;
  where.engine = folder.engine();
  if (options.raw)
    where.recorded = std::make_shared<recorded_batches>();
  auto r = run_point(options, where);
  if (!r || !options.raw)
    return r;
  const auto raw =
      replay_raw(*where.recorded, folder.path() / "raw", actors::real_environment().wall_clock());
  if (!raw)
    return tl::unexpected(raw.error());
  r->raw_orders_per_s = static_cast<double>(options.orders + warm_up_of(options)) / *raw;
  r->raw_share = r->orders_per_s / r->raw_orders_per_s;
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
