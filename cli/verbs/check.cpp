#include "cli/flow_files.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

struct check_flags {
  std::vector<std::string> places;
  bool strict = false;
  bool explain = false;
};

struct tally {
  std::size_t errors = 0, warnings = 0, workflows = 0;
};

void print_diagnostics(const shown_diagnostics& shown, bool json, tally& count) {
  for (const auto& d : shown.diagnostics) {
    ++(d.level == dsl::diagnostic::severity::error ? count.errors : count.warnings);
    if (json)
      fmt::print("{}\n", dsl::to_json_line(d));
    else
      fmt::print(stderr, "{}\n", dsl::render(d, shown.files, wants_colour(stderr)));
  }
}

void check_places(globals& all, const check_flags& flags) {
  tally count;
  for (const auto& place : flags.places) {
    const auto files = read_flow_files(place);
    if (!files)
      return all.failed(files.error());
    const auto compiled = dsl::compile(*files);
    print_diagnostics(as_shown(compiled, *files, place), all.json, count);
    count.workflows += compiled.programs.size();
    if (flags.explain && !all.json)
      for (const auto& program : compiled.programs)
        fmt::print("{}\n", dsl::explain(*program));
  }
  if (all.json)
    fmt::print("{{\"workflows\":{},\"errors\":{},\"warnings\":{}}}\n", count.workflows,
               count.errors, count.warnings);
  else if (!flags.explain)
    fmt::print("{} {}, {} {}, {} {}\n", count.workflows,
               count.workflows == 1 ? "workflow" : "workflows", count.errors,
               count.errors == 1 ? "error" : "errors", count.warnings,
               count.warnings == 1 ? "warning" : "warnings");
  if (count.errors > 0 || (flags.strict && count.warnings > 0))
    all.code = exit_failed;
}

} // namespace

void add_check(CLI::App& app, globals& all) {
  auto* verb =
      app.add_subcommand("check", "Explain every mistake in flows before they are deployed");
  const auto flags = std::make_shared<check_flags>();
  verb->add_option("place", flags->places, "a folder of flows, or one file and what it imports")
      ->required()
      ->type_name("FILE");
  verb->add_flag("--strict", flags->strict, "fail on warnings too");
  verb->add_flag("--explain", flags->explain,
                 "print every default, policy and deadline that will apply, step by step");
  all.add_json(*verb);
  verb->footer("Example: gantry check workflows\n"
               "         gantry check --explain workflows/order_to_cash.flow");
  verb->callback([&all, flags] { check_places(all, *flags); });
}

} // namespace gantry::cli
