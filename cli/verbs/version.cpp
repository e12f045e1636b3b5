#include "cli/version.hpp"

#include "cli/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace gantry::cli {

void add_version(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("version", "Print the version");
  all.add_json(*verb, "print it as a JSON object");
  verb->callback([&all] {
    if (all.json)
      fmt::print("{{\"version\":\"{}\"}}\n", version_text);
    else
      fmt::print("gantry {}\n", version_text);
  });
}

} // namespace gantry::cli
