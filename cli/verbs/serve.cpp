#include "cli/serve/engine_process.hpp"
#include "cli/signals.hpp"
#include "cli/verbs/verbs.hpp"
#include "gateway/http/address.hpp"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

void serve(globals& all, const engine_flags& flags) {
  const auto in_force = all.load();
  if (!in_force)
    return;
  spdlog::set_level(spdlog::level::from_str(in_force->text("log_level")));
  const end_signals signals;
  const auto process = engine_process::start(*in_force, flags);
  if (!process)
    return all.failed(process.error());
  // The setting may ask for a free port, so the port is told apart from the address.
  const auto listen = gateway::parse_address(in_force->text("listen"));
  const auto workflows = (*process)->workflow_count();
  spdlog::info("gantry listens on port {} of {}, data in {}, {} {} deployed", (*process)->port(),
               listen ? listen->host : in_force->text("listen"), in_force->text("data"), workflows,
               workflows == 1 ? "workflow" : "workflows");
  signals.wait();
  spdlog::info("ending: intake is closed, calls under way are recorded");
  (*process)->stop(in_force->span_ns("drain") / 1'000'000);
  spdlog::info("ended");
}

} // namespace

void add_serve(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("serve", "Start the engine");
  const auto flags = std::make_shared<engine_flags>();
  all.add_all_settings(*verb);
  verb->add_flag("--adopt", flags->adopt,
                 "take over a copied or restored data folder; only when the original is gone");
  verb->footer("Ends cleanly on SIGTERM and SIGINT; starts again by itself after kill -9.\n"
               "Example: gantry serve --data /var/lib/gantry --listen 127.0.0.1:7400 "
               "--flows workflows --config gantry.toml");
  verb->callback([&all, flags] { serve(all, *flags); });
}

} // namespace gantry::cli
