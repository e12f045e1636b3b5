#include "bench/bench.hpp"

#include "bench/codec_alone.hpp"
#include "bench/due_timers.hpp"
#include "bench/expression_cost.hpp"
#include "bench/language_alone.hpp"
#include "bench/reducer_alone.hpp"
#include "bench/stored_orders.hpp"
#include "bench/waiting_orders.hpp"
#include "cli/flow_files.hpp"
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

void print_cost(const bench::language_cost& c) {
  fmt::print("a flow of {} lines ({} bytes)\n", c.flow_lines, c.flow_bytes);
  fmt::print("  {:>12.1f} ms to check\n", c.check_ms);
  fmt::print("  {:>12.1f} ms to lay out\n", c.format_ms);
  fmt::print("an order of a shop ({} bytes, {} lines)\n", c.document_bytes, c.document_lines);
  fmt::print("  {:>12.1f} µs to map\n", c.map_us);
  fmt::print("  {:>12.1f} µs to read\n", c.read_us);
  fmt::print("  {:>12.1f} µs to read and map\n", c.both_us);
}

void run_language(globals& all, const std::string& folder, std::uint64_t rounds) {
  const auto flows = read_flow_files(folder);
  if (!flows)
    return all.failed(flows.error());
  const auto cost = bench::run_language_alone(*flows, rounds);
  if (!cost)
    return all.failed(cost.error());
  if (all.json)
    fmt::print("{}\n", bench::to_json(*cost));
  else
    print_cost(*cost);
}

void print_cost(const bench::expression_cost& c) {
  fmt::print("expressions over an order with 20 lines, medians of {} rounds\n", c.rounds);
  fmt::print("  {:>12.2f} µs   order.total > 5000m && order.lines.all(l, l.quantity > 0m)\n",
             c.condition_us);
  fmt::print("  {:>12.2f} µs   order.lines.sum(l, l.quantity * l.price)\n", c.sum_us);
  fmt::print("  {:>12.1f} ns   1234.56 + 78.90\n", c.add_ns);
  fmt::print("  {:>12.1f} ns   1234.56 * 78.90\n", c.multiply_ns);
}

void run_expressions(globals& all, std::uint64_t rounds) {
  const auto cost = bench::run_expressions(rounds);
  if (!cost)
    return all.failed(cost.error());
  if (all.json)
    fmt::print("{}\n", bench::to_json(*cost));
  else
    print_cost(*cost);
}

void print_result(const bench::waiting_result& r) {
  fmt::print("{} orders that wait, handed in at {:.0f} a second\n", r.orders, r.created_per_s);
  fmt::print("  {:>12.0f} MB of memory in all\n", r.rss_mb);
  fmt::print("  {:>12.0f} bytes on disk an order\n", r.bytes_per_order);
  fmt::print("  {:>12.4f} cores busy while nothing happens\n", r.idle_cpu_cores);
  fmt::print("  {:>12.2f} ms p50     {:.2f} ms p99 from one event to the order's end\n",
             r.wake_p50_ms, r.wake_p99_ms);
  fmt::print("  {:>12.2f} s from {} events to the ends of their orders ({:.0f} a second)\n",
             r.signal_and_finish_s, r.signalled, r.signalled_per_s);
  fmt::print("after kill -9 with {} orders that wait and {} under way\n", r.open_orders,
             r.interrupted);
  fmt::print("  {:>12.2f} s until intake is open\n", r.start_s);
  fmt::print("  {:>12.2f} s until all that were under way have gone on\n", r.taken_up_s);
}

void run_waiting(globals& all, std::uint64_t orders, const bench::bench_options& options) {
  bench::waiting_options what;
  what.orders = orders;
  what.in_flight = options.in_flight;
  what.folder = options.folder;
  const auto r = bench::run_waiting(what);
  if (!r)
    return all.failed(r.error());
  if (all.json)
    fmt::print("{}\n", bench::to_json(*r));
  else
    print_result(*r);
}

void print_cost(const bench::codec_cost& c) {
  fmt::print("{} records of an order, {} times\n", c.records, c.orders);
  fmt::print("  {:>12.2f} µs to write them all\n", c.encode_us);
  fmt::print("  {:>12.2f} µs to read them all\n", c.decode_us);
}

void run_codec(globals& all, std::uint64_t orders) {
  const auto cost = bench::run_codec_alone(orders);
  if (!cost)
    return all.failed(cost.error());
  if (all.json)
    fmt::print("{}\n", bench::to_json(*cost));
  else
    print_cost(*cost);
}

void print_result(const bench::timers_result& r) {
  fmt::print("{} orders that wait for a time, {:.0f} due each second\n", r.orders, r.due_per_s);
  fmt::print("  {:>12.0f} MB of memory when all wait\n", r.rss_mb);
  fmt::print(
      "  {:>12.2f} ms p50     {:.2f} ms p99     {:.2f} ms at most from the time to the end\n",
      r.late_p50_ms, r.late_p99_ms, r.late_max_ms);
}

void run_timers(globals& all, std::uint64_t orders, const bench::bench_options& options) {
  bench::timers_options what;
  what.orders = orders;
  what.folder = options.folder;
  const auto r = bench::run_timers(what);
  if (!r)
    return all.failed(r.error());
  if (all.json)
    fmt::print("{}\n", bench::to_json(*r));
  else
    print_result(*r);
}

void print_result(const bench::stored_result& r) {
  fmt::print("{} finished orders stored, {:.1f} GB, loaded at {:.0f} a second\n", r.stored,
             r.stored_gb, r.loaded_per_s);
  fmt::print("  {:>12.0f} orders/s beside them, {:.0f} on an empty store: {:.1f} % lost\n",
             r.full.orders_per_s, r.empty.orders_per_s, r.lost_share * 100);
  fmt::print("  {:>12.2f} ms p50     {:.2f} ms p99\n", r.full.p50_ms, r.full.p99_ms);
  fmt::print("  {:>12} lists while orders ran, slowest of hundred by\n", r.lists);
  for (const auto& [name, ms] : r.list_p99_ms)
    fmt::print("  {:>12.2f} ms {}\n", ms, name);
}

void run_stored(globals& all, const bench::stored_options& options) {
  const auto r = bench::run_stored(options);
  if (!r)
    return all.failed(r.error());
  if (all.json)
    fmt::print("{}\n", bench::to_json(*r));
  else
    print_result(*r);
}

} // namespace

void add_bench(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("bench", "Measure six-step orders against instant systems");
  const auto options = std::make_shared<bench::bench_options>();
  verb->add_option("--orders", options->orders, "orders that are measured [default: 20000]")
      ->type_name("NUMBER")
      ->check(CLI::Range(1, 10'000'000));
  verb->add_option("--in-flight", options->in_flight,
                   "orders under way at the same time [default: 1024]")
      ->type_name("NUMBER")
      ->check(CLI::Range(1, 100'000));
  verb->add_flag("--http", options->http, "hand the orders in through the HTTP front");
  verb->add_flag("--raw", options->raw,
                 "afterwards, to compare, write the same rows and batches to the database alone");
  const auto waiting = std::make_shared<std::uint64_t>(0);
  verb->add_option("--waiting", *waiting,
                   "measure so many orders that wait: memory, waking, a start after kill -9")
      ->type_name("NUMBER")
      ->check(CLI::Range(100, 10'000'000));
  const auto timers = std::make_shared<std::uint64_t>(0);
  verb->add_option("--timers", *timers,
                   "measure how late so many orders are that wait for a time, 5,000 due a second")
      ->type_name("NUMBER")
      ->check(CLI::Range(100, 10'000'000));
  const auto stored = std::make_shared<std::uint64_t>(0);
  verb->add_option("--stored", *stored,
                   "measure on an empty store, then beside so many finished orders (4 KB each)")
      ->type_name("NUMBER")
      ->check(CLI::Range(1'000, 100'000'000));
  const auto random_keys = std::make_shared<bool>(false);
  verb->add_flag("--random-keys", *random_keys,
                 "with --stored: business keys come in no order, not growing in their channel");
  const auto reducer = std::make_shared<bool>(false);
  verb->add_flag("--reducer", *reducer, "measure the deciding alone: no actors, no database");
  const auto codec = std::make_shared<bool>(false);
  verb->add_flag("--codec", *codec, "measure writing and reading the records of an order alone");
  const auto language = std::make_shared<bool>(false);
  verb->add_flag("--language", *language,
                 "measure checking a flow of 2,000 lines and mapping an order of a shop alone");
  const auto flows = std::make_shared<std::string>("workflows");
  verb->add_option("--flows", *flows,
                   "with --language: folder of the flows with the mapping [default: workflows]")
      ->type_name("FOLDER");
  const auto rounds = std::make_shared<std::uint64_t>(31);
  verb->add_option("--rounds", *rounds,
                   "with --language: how often; the median is told [default: 31]")
      ->type_name("NUMBER")
      ->check(CLI::Range(1, 10'000));
  const auto expressions = std::make_shared<bool>(false);
  verb->add_flag("--expressions", *expressions,
                 "measure expressions and decimals alone; --orders says how often");
  verb->add_option("--data", options->folder, "folder for the databases [default: /tmp]")
      ->type_name("FOLDER");
  all.add_json(*verb, "print the figures as one JSON object");
  verb->footer("Nothing that production does is switched off.\n"
               "Example: gantry bench --in-flight 1 --orders 2000 --json");
  verb->callback([=, &all] {
    if (*expressions)
      return run_expressions(all, options->orders);
    if (*timers > 0)
      return run_timers(all, *timers, *options);
    if (*stored > 0)
      return run_stored(
          all,
          {*stored, *random_keys ? bench::key_order::random : bench::key_order::growing, *options});
    if (*waiting > 0)
      return run_waiting(all, *waiting, *options);
    if (*codec)
      return run_codec(all, options->orders);
    if (*reducer)
      return run_reducer(all, *options);
    if (*language)
      return run_language(all, *flows, *rounds);
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
