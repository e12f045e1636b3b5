#include "cli/terminal.hpp"
#include "cli/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace gantry::cli {

void globals::add_setting(CLI::App& verb, std::string_view name) {
  for (const auto& definition : setting_definitions()) {
    if (definition.name != name)
      continue;
    const std::string key(name);
    verb.add_option_function<std::string>(
            "--" + key, [this, key](const std::string& text) { sources.flags[key] = text; },
            fmt::format("{} [default: {}]", definition.help, definition.default_value))
        ->type_name("TEXT");
  }
}

void globals::add_all_settings(CLI::App& verb) {
  verb.add_option("--config", sources.config_file, "settings file [default: gantry.toml]");
  for (const auto& definition : setting_definitions())
    if (definition.name != "server")
      add_setting(verb, definition.name);
}

void globals::add_json(CLI::App& verb) {
  verb.add_flag("--json", json, "print the shapes of the HTTP interface, one JSON object a line");
}

void globals::failed(const error& e) {
  print_error(e);
  code = exit_code_of(e);
}

std::optional<settings> globals::load() {
  auto loaded = load_settings(sources);
  if (!loaded) {
    failed(loaded.error());
    return std::nullopt;
  }
  return std::move(*loaded);
}

} // namespace gantry::cli
