#include "cli/settings/settings.hpp"
#include "cli/settings/toml_reader.hpp"
#include "dsl/base/time.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>

namespace gantry::cli {
namespace {

std::string variable_of(std::string_view name) {
  std::string out = "GANTRY_";
  for (char c : name)
    out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return out;
}

result<std::int64_t> to_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc{} || stopped != end)
    return fail(errc::config_invalid, fmt::format("`{}` is not a whole number", text));
  return number;
}

result<void> check(const setting_definition& definition, const setting_value& value) {
  using kind = setting_definition::kind;
  const auto where = fmt::format("setting `{}` (from {})", definition.name, value.origin);
  if (definition.is == kind::integer) {
    const auto number = to_integer(value.text);
    if (!number)
      return fail(errc::config_invalid, fmt::format("{}: {}", where, number.error().message));
    if (*number < definition.least || *number > definition.most)
      return fail(errc::config_invalid, fmt::format("{}: {} is not between {} and {}", where,
                                                    *number, definition.least, definition.most));
  } else if (definition.is == kind::span && !parse_duration(value.text)) {
    return fail(errc::config_invalid, fmt::format("{}: `{}` is not a time span", where, value.text),
                "write a span such as 200ms, 10s, 5min or 1h30min");
  } else if (value.text.empty()) {
    return fail(errc::config_invalid, fmt::format("{} is empty", where));
  }
  return {};
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

} // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t least = word.size() / 3 + 2;
  for (const auto& candidate : known)
    if (const auto distance = edit_distance(word, candidate); distance < least) {
      least = distance;
      best = candidate;
    }
  return best;
}

const std::string& settings::text(std::string_view name) const {
  return values_.find(name)->second.text;
}

std::int64_t settings::integer(std::string_view name) const {
  return *to_integer(text(name));
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
    for (const auto& definition : setting_definitions()) {
      auto& value = loaded_.values_[std::string(definition.name)];
      const auto variable = variable_of(definition.name);
      if (const char* set = std::getenv(variable.c_str()); set != nullptr && *set != '\0')
        value = {set, variable};
      if (const auto flag = sources_.flags.find(std::string(definition.name));
          flag != sources_.flags.end())
        value = {flag->second, fmt::format("--{}", definition.name)};
      if (auto fine = check(definition, value); !fine)
        return tl::unexpected(fine.error());
    }
    return std::move(loaded_);
  }

private:
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
