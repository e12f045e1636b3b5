#include "cli/client.hpp"
#include "cli/order_text.hpp"
#include "cli/verbs/flag_types.hpp"
#include "cli/verbs/paged_table.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

struct incident_list_flags {
  page_flags page;
  bool all = false;
};

void list_incidents(globals& all, const incident_list_flags& flags) {
  paged_table table;
  table.columns = {{"id", "ID"},       {"step", "STEP"}, {"ours", "OURS"},
                   {"other", "OTHER"}, {"why", "WHY"},   {"opened_at", "OPENED"}};
  if (flags.all)
    table.columns.push_back({"closed", "CLOSED"});
  else
    table.wanted = [](const value& incident) { return text_of(incident, "closed").empty(); };
  table.nothing = flags.all ? "no incidents" : "no open incidents";
  print_pages(all, "/v1/incidents", flags.page, table);
}

void add_list(CLI::App& verb, globals& all, const std::shared_ptr<incident_list_flags>& flags) {
  verb.add_flag("--all", flags->all, "closed ones too; --json always prints them");
  add_page_flags(verb, flags->page);
  all.add_setting(verb, "server");
  all.add_json(verb);
}

struct incident_flags {
  std::string id, reason;
};

void run_verb(globals& all, const std::string& verb, const incident_flags& flags) {
  const auto slash = flags.id.rfind('/');
  std::string body = "{\"reason\":";
  append_json_string(body, flags.reason);
  const auto answer =
      ask(all, "POST",
          fmt::format("/v1/incidents/{}/{}/{}", url_encode(flags.id.substr(0, slash)),
                      flags.id.substr(slash + 1), verb),
          body + "}");
  if (!answer)
    return;
  if (all.json) {
    fmt::print("{}\n", answer->body);
    return;
  }
  const auto ignored = text_of(answer->json, "ignored");
  fmt::print("{}  {}{}\n", text_of(answer->json, "id"), verb,
             ignored.empty() ? "" : "  (" + ignored + ")");
}

void add_verb(CLI::App& incidents, globals& all, const std::string& name, const char* help) {
  auto* verb = incidents.add_subcommand(name, help);
  const auto flags = std::make_shared<incident_flags>();
  verb->add_option("id", flags->id, "ORDER/NUMBER, as the list prints it")
      ->required()
      ->check(flag_types::incident());
  verb->add_option("--reason", flags->reason, "why; it is kept with the order")
      ->required()
      ->check(flag_types::not_blank());
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->callback([&all, name, flags] { run_verb(all, name, *flags); });
}

} // namespace

void add_incidents(CLI::App& app, globals& all) {
  auto* incidents = app.add_subcommand(
      "incidents", "List documents that exist twice for one intention, and close them");
  const auto flags = std::make_shared<incident_list_flags>();
  // Without a verb it lists, as it did before there were any.
  add_list(*incidents, all, flags);
  incidents->callback([incidents, &all, flags] {
    if (incidents->get_subcommands().empty())
      list_incidents(all, *flags);
  });
  auto* list = incidents->add_subcommand("list", "List open incidents, oldest first");
  add_list(*list, all, flags);
  list->callback([&all, flags] { list_incidents(all, *flags); });
  add_verb(*incidents, all, "acknowledge", "The second one was dealt with by hand");
  add_verb(*incidents, all, "compensate-second",
           "Undo the second one with the compensation of its step");
  incidents->footer("Example: gantry incidents list\n"
                    "         gantry incidents acknowledge ORDER/1 --reason \"cancelled by hand\"");
}

} // namespace gantry::cli
