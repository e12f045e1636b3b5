#include "cli/client.hpp"
#include "cli/order_text.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/flag_types.hpp"
#include "cli/verbs/verbs.hpp"
#include "dsl/base/size_text.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <fmt/format.h>
#include <memory>
#include <thread>

namespace gantry::cli {
namespace {

constexpr auto look_every = std::chrono::milliseconds(250);

struct backup_flags {
  std::string name;
  bool list = false;
};

std::string size_of(const value& object, std::string_view name) {
  const auto* found = object.find(name);
  return megabytes(found != nullptr && found->is_int() && found->as_int() > 0
                       ? static_cast<std::uint64_t>(found->as_int())
                       : 0);
}

void show_progress(const value& backup) {
  if (!is_terminal(stderr))
    return;
  fmt::print(stderr, "\r{} of {} ", size_of(backup, "bytes_copied"), size_of(backup, "bytes"));
  std::fflush(stderr);
}

void end_progress() {
  if (is_terminal(stderr))
    fmt::print(stderr, "\r\033[K");
}

/// The engine makes it in its own time; this looks how far it is.
std::optional<engine_answer> when_ended(globals& all, engine_answer latest) {
  const auto target = "/v1/backups/" + url_encode(text_of(latest.json, "name"));
  while (text_of(latest.json, "state") == "running") {
    show_progress(latest.json);
    std::this_thread::sleep_for(look_every);
    auto next = ask(all, "GET", target);
    if (!next)
      return std::nullopt;
    latest = std::move(*next);
  }
  end_progress();
  return latest;
}

void make_backup(globals& all, const backup_flags& flags) {
  std::string body = "{}";
  if (!flags.name.empty()) {
    body = "{\"name\":";
    append_json_string(body, flags.name);
    body += "}";
  }
  auto begun = ask(all, "POST", "/v1/backups", body);
  if (!begun)
    return;
  const auto made = when_ended(all, std::move(*begun));
  if (!made)
    return;
  const bool done = text_of(made->json, "state") == "done";
  if (all.json)
    fmt::print("{}\n", made->body);
  else if (done)
    fmt::print("{}  {}\n", text_of(made->json, "file"), size_of(made->json, "bytes"));
  if (done)
    return;
  all.code = exit_failed;
  if (!all.json)
    fmt::print(stderr, "{} {}\n", paint(stderr, tint::red, "error:"),
               text_of(made->json, "detail"));
}

void list_backups(globals& all) {
  const auto answer = ask(all, "GET", "/v1/backups");
  if (!answer)
    return;
  if (all.json) {
    fmt::print("{}\n", answer->body);
    return;
  }
  text_table table;
  table.add({"NAME", "STATE", "SIZE", "AT", "FILE"});
  for (const auto& item : answer->json.find("items")->as_list())
    table.add({text_of(item, "name"), text_of(item, "state"), size_of(item, "bytes"),
               short_time(text_of(item, "at")), text_of(item, "file")});
  fmt::print("{}", table.has_rows() ? table.render(stdout) : "no backups\n");
}

} // namespace

void add_backup(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("backup", "Copy the database of a running engine, as it goes on");
  const auto flags = std::make_shared<backup_flags>();
  auto* name = verb->add_option("--name", flags->name, "of the file; default: the present time");
  name->check(flag_types::not_blank());
  verb->add_flag("--list", flags->list, "list backups and what is being made")->excludes(name);
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->footer("The engine writes it to its folder of backups (setting `backups`), whole or not at "
               "all, and never over another one.\n"
               "To restore: put the file as gantry.db into an empty folder, make sure that the "
               "original engine never runs again, and start with `gantry serve --adopt`.\n"
               "Example: gantry backup --name before-upgrade");
  verb->callback([&all, flags] { flags->list ? list_backups(all) : make_backup(all, *flags); });
}

} // namespace gantry::cli
