#include "bench/bench.hpp"

#include "cli/flow_files.hpp"
#include "cli/verbs/bench_figures.hpp"
#include "cli/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>
#include <vector>

namespace gantry::cli {
namespace {

template <class Figures>
void report(globals& all, const result<Figures>& measured) {
  if (!measured)
    return all.failed(measured.error());
  if (all.json)
    fmt::print("{}\n", bench::to_json(*measured));
  else
    print_figures(*measured);
}

/// What is measured besides the standard run; 0 and false: that run.
struct bench_choice {
  std::uint64_t waiting = 0, timers = 0, stored = 0, killed = 0;
  double overload_s = 0, far_side_per_s = 0;
  bool random_keys = false, reducer = false, codec = false, language = false, expressions = false;
  std::string flows = "workflows";
  std::uint64_t rounds = 31;
};

void run_language(globals& all, const bench_choice& what) {
  const auto flows = read_flow_files(what.flows);
  if (!flows)
    return all.failed(flows.error());
  report(all, bench::run_language_alone(*flows, what.rounds));
}

void run(globals& all, const bench_choice& what, const bench::bench_options& options) {
  if (what.waiting > 0) {
    bench::waiting_options waiting;
    waiting.orders = what.waiting;
    waiting.in_flight = options.in_flight;
    waiting.folder = options.folder;
    return report(all, bench::run_waiting(waiting));
  }
  if (what.timers > 0) {
    bench::timers_options timers;
    timers.orders = what.timers;
    timers.folder = options.folder;
    return report(all, bench::run_timers(timers));
  }
  if (what.stored > 0) {
    const auto keys = what.random_keys ? bench::key_order::random : bench::key_order::growing;
    return report(all, bench::run_stored({what.stored, keys, options}));
  }
  if (what.overload_s > 0) {
    bench::overload_options overload;
    overload.seconds = what.overload_s;
    overload.far_side_per_s = what.far_side_per_s;
    if (options.http)
      overload.connections = options.in_flight;
    overload.folder = options.folder;
    return report(all, bench::run_overload(overload));
  }
  if (what.killed > 0) {
    bench::killed_options killed;
    killed.orders = what.killed;
    killed.folder = options.folder;
    return report(all, bench::run_killed(killed));
  }
  if (what.language)
    return run_language(all, what);
  if (what.expressions)
    return report(all, bench::run_expressions(options.orders));
  if (what.codec)
    return report(all, bench::run_codec_alone(options.orders));
  if (what.reducer)
    return report(all, bench::run_reducer_alone(options.orders, options.in_flight));
  report(all, bench::run_bench(options));
}

/// One run measures one of them.
void exclude_each_other(const std::vector<CLI::Option*>& modes) {
  for (auto* one : modes)
    for (auto* other : modes)
      if (one != other)
        one->excludes(other);
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
  auto* raw = verb->add_flag(
      "--raw", options->raw,
      "afterwards, to compare, write the same rows and batches to the database alone");
  const auto what = std::make_shared<bench_choice>();
  auto* waiting =
      verb->add_option("--waiting", what->waiting,
                       "measure so many orders that wait: memory, waking, a start after kill -9")
          ->type_name("NUMBER")
          ->check(CLI::Range(100, 10'000'000));
  auto* timers = verb->add_option("--timers", what->timers,
                                  "measure how late so many orders are that wait for a time, "
                                  "5,000 due a second")
                     ->type_name("NUMBER")
                     ->check(CLI::Range(100, 10'000'000));
  auto* stored = verb->add_option("--stored", what->stored,
                                  "measure on an empty store, then beside so many finished orders "
                                  "(4 KB each)")
                     ->type_name("NUMBER")
                     ->check(CLI::Range(1'000, 100'000'000));
  verb->add_flag("--random-keys", what->random_keys,
                 "with --stored: business keys come in no order, not growing in their channel")
      ->needs(stored);
  auto* overload =
      verb->add_option("--overload", what->overload_s,
                       "offer three times what can be done for so many seconds: what is refused, "
                       "memory, how long urgent and other orders take, and how it ends; with "
                       "--http through the front over --in-flight connections")
          ->type_name("SECONDS")
          ->check(CLI::Range(1, 3'600));
  verb->add_option("--far-side", what->far_side_per_s,
                   "with --overload: calls a second that the far side takes, six an order; the "
                   "engine is no bottleneck then")
      ->type_name("NUMBER")
      ->check(CLI::Range(6, 1'000'000))
      ->needs(overload);
  auto* killed =
      verb->add_option("--killed", what->killed,
                       "hand in so many orders at once, kill -9 when 40 % of them have ended, and "
                       "measure how soon the others have after the start")
          ->type_name("NUMBER")
          ->check(CLI::Range(100, 1'000'000));
  auto* reducer = verb->add_flag("--reducer", what->reducer,
                                 "measure the deciding alone: no actors, no database");
  auto* codec = verb->add_flag("--codec", what->codec,
                               "measure writing and reading the records of an order alone");
  auto* language =
      verb->add_flag("--language", what->language,
                     "measure checking a flow of 2,000 lines and mapping an order of a shop alone");
  verb->add_option("--flows", what->flows,
                   "with --language: folder of the flows with the mapping [default: workflows]")
      ->type_name("FOLDER");
  verb->add_option("--rounds", what->rounds,
                   "with --language: how often; the median is told [default: 31]")
      ->type_name("NUMBER")
      ->check(CLI::Range(1, 10'000));
  auto* expressions =
      verb->add_flag("--expressions", what->expressions,
                     "measure expressions and decimals alone; --orders says how often");
  exclude_each_other(
      {waiting, timers, stored, killed, overload, reducer, codec, language, expressions, raw});
  verb->add_option("--data", options->folder, "folder for the databases [default: /tmp]")
      ->type_name("FOLDER");
  all.add_json(*verb, "print the figures as one JSON object");
  verb->footer("Nothing that production does is switched off.\n"
               "Example: gantry bench --in-flight 1 --orders 2000 --json");
  verb->callback([=, &all] { run(all, *what, *options); });
}

} // namespace gantry::cli
