#include "cli/log.hpp"
#include "cli/terminal.hpp"
#include "cli/usage.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/version.hpp"
#include "cli/written_output.hpp"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <system_error>

namespace {

constexpr auto about =
    R"(Gantry takes the orders of a distribution company from every channel through ERP, WMS and TMS
without losing, doubling or forgetting one.

  gantry demo                          watch 240 orders run through a company with faults
  gantry serve                         start the engine (settings: gantry.toml, GANTRY_…, flags)
  gantry submit order.json             hand in an order
  gantry orders list --status held     see what needs a person
  gantry new flow hello                begin a flow of your own, workflows/hello.flow
  gantry check workflows               explain every mistake in a folder of flows
  gantry graph workflows --output pictures    draw each of them)";

constexpr auto exits =
    "Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 conflict, 5 unavailable.";

/// A verb without verbs of its own has nothing more to print than its help.
void help_of_all_only_where_verbs_are(CLI::App& at) {
  const auto below = at.get_subcommands([](const CLI::App*) { return true; });
  if (below.empty())
    at.set_help_all_flag();
  for (auto* verb : below)
    help_of_all_only_where_verbs_are(*verb);
}

int run(int argc, char** argv) {
  using namespace gantry::cli;
  log_to_stderr();
  CLI::App app{about, "gantry"};
  app.footer(exits);
  app.require_subcommand(1);
  app.set_help_all_flag("--help-all", "Print the help of every verb and exit");
  app.set_version_flag("--version", std::string("gantry ") + version_text, "Print the version");

  globals all;
  add_serve(app, all);
  add_demo(app, all);
  add_sandbox(app, all);
  add_submit(app, all);
  add_orders(app, all);
  add_incidents(app, all);
  add_inbox(app, all);
  add_documents(app, all);
  add_backup(app, all);
  add_doctor(app, all);
  add_check(app, all);
  add_fmt(app, all);
  add_graph(app, all);
  add_new(app, all);
  add_schema(app, all);
  add_eval(app, all);
  add_map(app, all);
  add_bench(app, all);
  add_config(app, all);
  add_version(app, all);
  add_completion(app, all);
  help_of_all_only_where_verbs_are(app);
  const auto words = words_of_command(argc, argv);
  try {
    app.parse(std::vector<std::string>{words.rbegin(), words.rend()}); // it takes the last first
  } catch (const CLI::Success& e) {
    app.exit(e); // help or version
  } catch (const CLI::ParseError& e) {
    explain_usage(app, words, e);
    return exit_usage;
  }
  return all.code;
}

/// Where the errors go to may be gone, too.
void report_mistake(const std::exception& e) noexcept {
  try {
    gantry::cli::print_error({gantry::errc::internal,
                              e.what(),
                              "this is a mistake of Gantry: please report it with the command",
                              {}});
  } catch (const std::exception&) { // the exit code says it
  }
}

/// What was printed has not arrived: silence would be taken for an answer.
int after_lost_output(const std::error_code& why, int code) {
  if (const auto told = gantry::cli::output_failure(why))
    gantry::cli::print_error(*told);
  return code == gantry::cli::exit_done ? gantry::cli::exit_failed : code;
}

} // namespace

int main(int argc, char** argv) {
  // A reader that went away (`gantry orders list | head`) is no reason to die half way.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const int code = run(argc, argv);
    const auto lost = gantry::cli::finish_output();
    return lost ? after_lost_output(lost, code) : code;
  } catch (const std::system_error& e) {
    if (std::ferror(stdout) != 0)
      return after_lost_output(e.code(), gantry::cli::exit_failed);
    if (e.code().value() != EPIPE) // nobody reads any more: there is nobody to tell either
      report_mistake(e);
  } catch (const std::exception& e) {
    report_mistake(e);
  }
  return gantry::cli::exit_failed;
}
