#include "cli/demo/demo.hpp"

#include "cli/own_place.hpp"
#include "cli/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace gantry::cli {

void add_demo(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand(
      "demo", "Watch orders of three channels run through a company with faults");
  const auto options = std::make_shared<demo_options>();
  verb->add_option("--orders", options->orders_count, "orders to hand in [default: 240]")
      ->type_name("NUMBER")
      ->check(CLI::Range(1, 100'000));
  verb->add_option("--seed", options->seed,
                   "seed of orders and faults: the same seed draws the same ones [default: 7]")
      ->type_name("NUMBER");
  verb->add_option("--flows", options->flows,
                   "folder of the flows [default: workflows, here or as installed]")
      ->type_name("FOLDER");
  verb->add_option("--data", options->folder,
                   "folder for data and logs; kept [default: a temporary one, removed]")
      ->type_name("FOLDER");
  verb->add_flag("--keep", options->keep, "leave engine and company running, and say what to try");
  verb->footer("Example: gantry demo --orders 1000 --seed 42\n"
               "The last line is the proof, read from the ledgers of the far systems:\n"
               "  every once effect happened exactly once: N of N");
  verb->callback([&all, options] {
    if (options->flows.empty())
      options->flows = own_place("workflows");
    const end_signals signals;
    const auto end = run_demo(*options, signals);
    if (!end)
      return all.failed(end.error());
    if (*end != demo_end::proven)
      all.code = exit_failed;
    if (*end == demo_end::interrupted)
      signals.let_act();
  });
}

} // namespace gantry::cli
