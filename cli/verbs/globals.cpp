#include "cli/terminal.hpp"
#include "cli/verbs/flag_types.hpp"
#include "cli/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace gantry::cli {
namespace {

const char* type_of(setting_definition::kind is) {
  using kind = setting_definition::kind;
  switch (is) {
  case kind::text: return "TEXT";
  case kind::path: return "FOLDER";
  case kind::integer: return "NUMBER";
  case kind::span:
  case kind::keep: return "SPAN";
  case kind::address: return "ADDRESS:PORT";
  case kind::url: return "URL";
  case kind::log_level: return "{debug,info,warn,error}";
  case kind::bodies: return "{compressed,text}";
  }
  return "";
}

} // namespace

void globals::add_setting(CLI::App& verb, std::string_view name) {
  for (const auto& definition : setting_definitions()) {
    if (definition.name != name)
      continue;
    const std::string key(name);
    verb.add_option_function<std::string>(
            flag_of(name), [this, key](const std::string& text) { sources.flags[key] = text; },
            fmt::format("{} [default: {}]", definition.help, definition.default_value))
        ->type_name(type_of(definition.is))
        ->check(flag_types::setting(definition));
  }
}

void globals::add_all_settings(CLI::App& verb) {
  verb.add_option("--config", sources.config_file, "settings file [default: gantry.toml]")
      ->type_name("FILE");
  for (const auto& definition : setting_definitions())
    if (definition.name != "server")
      add_setting(verb, definition.name);
}

void globals::add_json(CLI::App& verb, const char* what) {
  verb.add_flag("--json", json, what);
}

void globals::failed(const error& e) {
  print_error(e);
  code = exit_code_of(e);
}

std::optional<settings> globals::load(std::vector<std::string> only) {
  auto wanted = sources;
  wanted.only = std::move(only);
  auto loaded = load_settings(wanted);
  if (!loaded) {
    failed(loaded.error());
    return std::nullopt;
  }
  return std::move(*loaded);
}

} // namespace gantry::cli
