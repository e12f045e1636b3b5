#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::cli {

/// One key of `gantry.toml`. Every key has a flag (`--data`) and a variable (`GANTRY_DATA`).
struct setting_definition {
  enum class kind : std::uint8_t {
    text,
    path,
    integer,
    span,
    keep,
    address,
    url,
    log_level,
    bodies
  };
  std::string_view name;          ///< as in the file: `read_gather`
  std::string_view default_value; ///< as it would be written
  kind is;
  std::string_view help;
  std::int64_t least = 0, most = 0; ///< of integers
};

[[nodiscard]] const std::vector<setting_definition>& setting_definitions();
/// The flag as it is shown and completed: `--open-orders-max`. `--open_orders_max` is taken too.
[[nodiscard]] std::string flag_of(std::string_view name);
/// Whether a text is a value of this setting. Errors: config_invalid, with what would fit.
[[nodiscard]] result<void> check_setting(const setting_definition& definition,
                                         std::string_view text);

struct setting_value {
  std::string text;
  std::string origin; ///< `default`, `gantry.toml:3`, `GANTRY_DATA`, `--data`
};

struct adapter_settings {
  std::string name, contract, kind, url;
  std::int64_t max_in_flight = 16;
  double rate_per_s = 0;
  std::string origin;
};

struct channel_settings {
  std::string name, kind, workflow, partner, secret, replies;
  std::string mapping; ///< of the flows; empty: the usual one of the kind, if it has one
  std::string origin;
};

/// What is in force, and where each value came from: flags > environment > file > defaults.
class settings {
public:
  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] std::int64_t span_ns(std::string_view name) const;
  [[nodiscard]] const std::map<std::string, setting_value, std::less<>>& values() const {
    return values_;
  }
  [[nodiscard]] const std::vector<adapter_settings>& adapters() const { return adapters_; }
  [[nodiscard]] const std::vector<channel_settings>& channels() const { return channels_; }

private:
  friend class settings_loader;
  std::map<std::string, setting_value, std::less<>> values_;
  std::vector<adapter_settings> adapters_;
  std::vector<channel_settings> channels_;
};

struct settings_sources {
  std::map<std::string, std::string> flags; ///< by setting name, as typed
  std::string config_file;                  ///< empty: `gantry.toml` here, where there is one
  std::vector<std::string> only = {}; ///< what is wanted; mistakes elsewhere are not looked at
};

/// Errors: config_invalid, with file, line, the unknown key and the nearest known one. A variable
/// `GANTRY_…` that is nearly a setting is refused too; others may be anybody's (a scheduler of
/// containers makes some for each service), so they are left alone.
[[nodiscard]] result<settings> load_settings(const settings_sources& sources);

/// `env:NAME` and `file:PATH` become what they name; anything else is refused, so that no secret
/// stands in the file itself. Empty stays empty.
[[nodiscard]] result<std::string> resolve_secret(std::string_view reference,
                                                 std::string_view where);

} // namespace gantry::cli
