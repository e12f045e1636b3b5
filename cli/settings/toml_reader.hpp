#pragma once

#include "cli/settings/settings.hpp"

#include <filesystem>

namespace gantry::cli {

/// What stands in a settings file, before environment and flags.
struct toml_contents {
  std::map<std::string, setting_value> values;
  std::vector<adapter_settings> adapters;
  std::vector<channel_settings> channels;
};

/// Errors: config_invalid, with file and line. Unknown keys are refused with the nearest known one.
[[nodiscard]] result<toml_contents> read_toml(const std::filesystem::path& file);

} // namespace gantry::cli
