#pragma once

#include "cli/exit_codes.hpp"
#include "cli/settings/settings.hpp"

#include <CLI/App.hpp>

namespace gantry::cli {

/// What all verbs share: where settings come from, and what the process will answer.
struct globals {
  settings_sources sources;
  bool json = false;
  int code = exit_done;

  /// Adds the flag of a setting to a verb (`--data`).
  void add_setting(CLI::App& verb, std::string_view name);
  void add_all_settings(CLI::App& verb);
  /// `what` is printed, for the help.
  void
  add_json(CLI::App& verb,
           const char* what = "print the answer of the engine as it is: JSON, one object a line");
  /// Prints and keeps the exit code.
  void failed(const error& e);
  /// The settings in force; on an error that is printed and nothing is returned. A verb that needs
  /// some `only` does not care for mistakes in the others.
  [[nodiscard]] std::optional<settings> load(std::vector<std::string> only = {});
};

/// One function a verb, each in a file of its own; the callback sets `globals::code`.
void add_serve(CLI::App& app, globals& all);
void add_demo(CLI::App& app, globals& all);
void add_sandbox(CLI::App& app, globals& all);
void add_submit(CLI::App& app, globals& all);
void add_orders(CLI::App& app, globals& all);
void add_orders_list(CLI::App& orders, globals& all);
void add_orders_show(CLI::App& orders, globals& all);
void add_orders_timeline(CLI::App& orders, globals& all);
void add_order_verbs(CLI::App& orders, globals& all);
void add_incidents(CLI::App& app, globals& all);
void add_inbox(CLI::App& app, globals& all);
void add_documents(CLI::App& app, globals& all);
void add_backup(CLI::App& app, globals& all);
void add_doctor(CLI::App& app, globals& all);
void add_check(CLI::App& app, globals& all);
void add_schema(CLI::App& app, globals& all);
void add_fmt(CLI::App& app, globals& all);
void add_graph(CLI::App& app, globals& all);
void add_new(CLI::App& app, globals& all);
void add_eval(CLI::App& app, globals& all);
void add_map(CLI::App& app, globals& all);
void add_bench(CLI::App& app, globals& all);
void add_config(CLI::App& app, globals& all);
void add_version(CLI::App& app, globals& all);
void add_completion(CLI::App& app, globals& all);

} // namespace gantry::cli
