#include "cli/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "dsl/base/json.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace gantry::cli {
namespace {

using row = std::pair<std::string, setting_value>;

/// Every key with its value and origin; secrets only as `***`.
std::vector<row> rows_of(const settings& in_force) {
  std::vector<row> rows(in_force.values().begin(), in_force.values().end());
  for (const auto& adapter : in_force.adapters()) {
    const auto prefix = fmt::format("adapters.{}.", adapter.name);
    rows.push_back({prefix + "contract", {adapter.contract, adapter.origin}});
    rows.push_back({prefix + "kind", {adapter.kind, adapter.origin}});
    rows.push_back({prefix + "url", {adapter.url, adapter.origin}});
    rows.push_back(
        {prefix + "max_in_flight", {std::to_string(adapter.max_in_flight), adapter.origin}});
    rows.push_back(
        {prefix + "rate_per_s", {fmt::format("{}", adapter.rate_per_s), adapter.origin}});
  }
  for (const auto& channel : in_force.channels()) {
    const auto prefix = fmt::format("channels.{}.", channel.name);
    rows.push_back({prefix + "kind", {channel.kind, channel.origin}});
    rows.push_back({prefix + "workflow", {channel.workflow, channel.origin}});
    if (!channel.partner.empty())
      rows.push_back({prefix + "partner", {channel.partner, channel.origin}});
    if (!channel.secret.empty())
      rows.push_back({prefix + "secret", {"***", channel.origin}});
    if (!channel.replies.empty())
      rows.push_back({prefix + "replies", {channel.replies, channel.origin}});
  }
  return rows;
}

void print_config(globals& all) {
  const auto in_force = all.load();
  if (!in_force)
    return;
  if (all.json) {
    for (const auto& [name, value] : rows_of(*in_force)) {
      std::string line = "{\"key\":";
      append_json_string(line, name);
      line += ",\"value\":";
      append_json_string(line, value.text);
      line += ",\"origin\":";
      append_json_string(line, value.origin);
      fmt::print("{}}}\n", line);
    }
    return;
  }
  text_table table;
  table.add({"KEY", "VALUE", "FROM"});
  for (const auto& [name, value] : rows_of(*in_force))
    table.add({name, value.text, value.origin});
  fmt::print("{}", table.render(stdout));
}

} // namespace

void add_config(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("config", "Print the settings in force and where they came from");
  all.add_all_settings(*verb);
  all.add_setting(*verb, "server");
  all.add_json(*verb, "print each setting as a JSON object a line");
  verb->footer(
      "Flags go before GANTRY_… variables, these before the file, this before defaults.\n"
      "Example: GANTRY_LISTEN=0.0.0.0:7400 gantry config --config /etc/gantry/gantry.toml");
  verb->callback([&all] { print_config(all); });
}

} // namespace gantry::cli
