#include "bench/bench.hpp"

#include "actors/runtime.hpp"
#include "bench/bench_flow.hpp"
#include "bench/closed_loop.hpp"
#include "bench/http_hand_in.hpp"
#include "bench/instant_systems.hpp"
#include "bench/machine.hpp"
#include "bench/raw_replay.hpp"
#include "bench/recording_store.hpp"
#include "dsl/base/json.hpp"
#include "persistence/sqlite/sqlite_store.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace gantry::bench {
namespace {

namespace fs = std::filesystem;
constexpr double steps_an_order = 6;

result<std::vector<dsl::program_ptr>> compile_flow() {
  const auto files = bench_flow();
  auto compiled = dsl::compile(files);
  if (compiled.has_errors())
    return fail(errc::flow_invalid, dsl::render(compiled.diagnostics.front(), files, false));
  return std::move(compiled.programs);
}

/// A new folder below the given one, gone with its owner.
class scratch_folder {
public:
  explicit scratch_folder(const fs::path& below) {
    fs::create_directories(below);
    auto name = (below / "bench-XXXXXX").string();
    path_ = ::mkdtemp(name.data()) != nullptr ? fs::path(name) : below / "bench";
    fs::create_directories(path_ / "engine");
  }
  ~scratch_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

private:
  fs::path path_;
};

actors::runtime_options options_for(closed_loop& loop, std::uint64_t in_flight) {
  actors::runtime_options options;
  actors::adapter_options systems;
  systems.name = systems.contract = "systems";
  systems.to = make_instant_systems();
  systems.max_in_flight = std::max<std::size_t>(16, in_flight);
  options.adapters.push_back(std::move(systems));
  options.on_finished = [&loop](std::string_view order, std::string_view phase) {
    loop.finished(order, phase);
  };
  return options;
}

void hand_in_directly(actors::runtime& engine, closed_loop& loop, std::uint64_t n) {
  auto order = bench_order(n);
  actors::submission what;
  what.workflow = "bench";
  auto parsed = parse_json(order);
  what.input = std::move(*parsed);
  what.raw_body = std::move(order);
  what.cause.principal = "cli:bench";
  engine.submit(std::move(what), [&loop, n](result<actors::submit_answer> answer) {
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
  auto programs = compile_flow();
  if (!programs)
    return tl::unexpected(programs.error());
  const scratch_folder folder(options.folder.empty() ? fs::temp_directory_path() : options.folder);
  const auto environment = actors::real_environment();
  persistence::sqlite_options where;
  where.folder = folder.path() / "engine";
  auto store = persistence::open_sqlite(where, environment.wall_clock());
  if (!store)
    return tl::unexpected(store.error());
  const auto recorded = std::make_shared<recorded_batches>();
  const auto used = options.raw ? make_recording_store(*store, recorded) : *store;

  const auto warm_up = std::max(options.in_flight, options.orders / 10);
  closed_loop loop(warm_up, options.orders, options.in_flight);
  auto engine =
      actors::runtime::start(options_for(loop, options.in_flight), environment, used, *programs);
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
  r.bytes_per_order =
      folder_bytes(folder.path() / "engine") / static_cast<double>(options.orders + warm_up);
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
