#include "cli/settings/settings.hpp"
#include "cli/settings/toml_reader.hpp"
#include "dsl/base/time.hpp"
#include "dsl/syntax/parse/words.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <unistd.h>

namespace gantry::cli {
namespace {

std::string variable_of(std::string_view name) {
  std::string out = "GANTRY_";
  for (char c : name)
    out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return out;
}

/// Names that begin with GANTRY_ and are set, without that beginning, in lower case.
std::vector<std::string> gantry_variables() {
  constexpr std::string_view prefix = "GANTRY_";
  std::vector<std::string> names;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view text(*entry);
    if (!text.starts_with(prefix))
      continue;
    std::string name(text.substr(prefix.size(), text.find('=') - prefix.size()));
    for (char& c : name)
      c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

} // namespace

const std::string& settings::text(std::string_view name) const {
  return values_.find(name)->second.text;
}

std::int64_t settings::integer(std::string_view name) const {
  std::int64_t number = 0;
  const auto& written = text(name);
  std::from_chars(written.data(), written.data() + written.size(), number);
  return number; // it was checked when it was loaded
}

std::int64_t settings::span_ns(std::string_view name) const {
  return parse_duration(text(name))->ns;
}

class settings_loader {
public:
  explicit settings_loader(const settings_sources& sources) : sources_(sources) {}

  result<settings> load() {
    for (const auto& definition : setting_definitions())
      loaded_.values_[std::string(definition.name)] = {std::string(definition.default_value),
                                                       "default"};
    if (auto read = read_file(); !read)
      return tl::unexpected(read.error());
    if (auto fine = check_variables(); !fine)
      return tl::unexpected(fine.error());
    for (const auto& definition : setting_definitions()) {
      if (!is_wanted(definition.name))
        continue;
      auto& value = loaded_.values_[std::string(definition.name)];
      const auto variable = variable_of(definition.name);
      if (const char* set = std::getenv(variable.c_str()); set != nullptr && *set != '\0')
        value = {set, variable};
      if (const auto flag = sources_.flags.find(std::string(definition.name));
          flag != sources_.flags.end())
        value = {flag->second, flag_of(definition.name)};
      if (auto fine = check_setting(definition, value.text); !fine)
        return fail(errc::config_invalid,
                    fmt::format("setting `{}` (from {}): {}", definition.name, value.origin,
                                fine.error().message),
                    fine.error().help);
    }
    return std::move(loaded_);
  }

private:
  [[nodiscard]] bool is_wanted(std::string_view name) const {
    return sources_.only.empty() ||
           std::find(sources_.only.begin(), sources_.only.end(), name) != sources_.only.end();
  }

  [[nodiscard]] bool holds_secret(const std::string& variable) const {
    return std::any_of(loaded_.channels_.begin(), loaded_.channels_.end(),
                       [&](const auto& channel) { return channel.secret == "env:" + variable; });
  }

  [[nodiscard]] result<void> check_variables() const {
    if (!sources_.only.empty())
      return {};
    std::vector<std::string> known{"config"};
    for (const auto& definition : setting_definitions())
      known.emplace_back(definition.name);
    for (const auto& name : gantry_variables()) {
      const auto variable = variable_of(name);
      if (std::find(known.begin(), known.end(), name) != known.end() || holds_secret(variable))
        continue;
      if (const auto near = dsl::words::nearest(name, known); !near.empty())
        return fail(errc::config_invalid, fmt::format("the variable {} is no setting", variable),
                    fmt::format("did you mean {}?", variable_of(near)));
    }
    return {};
  }

  result<void> read_file() {
    std::filesystem::path file = sources_.config_file;
    if (file.empty())
      if (const char* set = std::getenv("GANTRY_CONFIG"); set != nullptr && *set != '\0')
        file = set;
    const bool named = !file.empty();
    if (!named)
      file = "gantry.toml";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
      if (!named)
        return {};
      return fail(errc::config_invalid,
                  fmt::format("the settings file `{}` does not exist", file.string()),
                  "name an existing file with --config, or leave it out to use the defaults");
    }
    auto read = read_toml(file);
    if (!read)
      return tl::unexpected(read.error());
    for (auto& [name, value] : read->values)
      loaded_.values_[name] = std::move(value);
    loaded_.adapters_ = std::move(read->adapters);
    loaded_.channels_ = std::move(read->channels);
    return {};
  }

  const settings_sources& sources_;
  settings loaded_;
};

result<settings> load_settings(const settings_sources& sources) {
  return settings_loader(sources).load();
}

} // namespace gantry::cli
