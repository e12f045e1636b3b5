#include "bench/bench.hpp"

#include "bench/reducer_alone.hpp"
#include "cli/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

void print_result(const bench::bench_result& r) {
  fmt::print("{} orders, {} in flight\n", r.orders, r.in_flight);
  fmt::print("  {:>12.0f} orders/s   {:.0f} steps/s\n", r.orders_per_s, r.steps_per_s);
  fmt::print("  {:>12.2f} ms p50     {:.2f} ms p95   {:.2f} ms p99\n", r.p50_ms, r.p95_ms,
             r.p99_ms);
  fmt::print("  {:>12.0f} µs CPU an order\n", r.cpu_us_per_order);
  fmt::print("  {:>12.0f} bytes on disk an order\n", r.bytes_per_order);
  fmt::print("  {:>12.0f} MB of memory\n", r.rss_mb);
  fmt::print("  {:>12} commits\n", r.commits);
  if (r.raw_orders_per_s > 0)
    fmt::print("  {:>12.0f} orders/s that the database takes alone; ours is {:.0f} %\n",
               r.raw_orders_per_s, r.raw_share * 100);
}

void print_cost(const bench::reducer_cost& c) {
  fmt::print("{} orders through the reducer alone, each\n", c.orders);
  fmt::print("  {:>12.1f} µs to decide\n", c.advance_us);
  fmt::print("  {:>12.1f} µs to write {:.0f} records of {:.0f} bytes together\n", c.encode_us,
             c.records, c.record_bytes);
  fmt::print("  {:>12.1f} µs to leave memory\n", c.destroy_us);
  fmt::print("record of a step: {}\n", c.last_step);
}

void run_reducer(globals& all, const bench::bench_options& options) {
  const auto cost = bench::run_reducer_alone(options.orders, options.in_flight);
  if (!cost)
    return all.failed(cost.error());
  if (all.json)
    fmt::print("{}\n", bench::to_json(*cost));
  else
    print_cost(*cost);
}

} // namespace

void add_bench(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("bench", "Measure six-step orders against instant systems");
  const auto options = std::make_shared<bench::bench_options>();
  verb->add_option("--orders", options->orders, "orders that count [default: 20000]")
      ->check(CLI::Range(1, 10'000'000));
  verb->add_option("--in-flight", options->in_flight, "orders under way [default: 1024]")
      ->check(CLI::Range(1, 100'000));
  verb->add_flag("--http", options->http, "hand in through the HTTP front");
  verb->add_flag("--raw", options->raw,
                 "then write the same rows and batches to the database with nothing around it");
  const auto reducer = std::make_shared<bool>(false);
  verb->add_flag("--reducer", *reducer, "only decide and write records: no actor, no store");
  verb->add_option("--data", options->folder, "folder for the databases [default: /tmp]")
      ->type_name("FOLDER");
  all.add_json(*verb);
  verb->footer("Nothing that production does is switched off.\n"
               "Example: gantry bench --in-flight 1 --orders 2000 --json");
  verb->callback([&all, options, reducer] {
    if (*reducer)
      return run_reducer(all, *options);
    const auto r = bench::run_bench(*options);
    if (!r)
      return all.failed(r.error());
    if (all.json)
      fmt::print("{}\n", bench::to_json(*r));
    else
      print_result(*r);
  });
}

} // namespace gantry::cli
