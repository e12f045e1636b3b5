#include "cli/client.hpp"
#include "cli/terminal.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace gantry::cli {
namespace {

void print_rows(globals& all, std::string_view target,
                const std::vector<std::pair<const char*, const char*>>& columns,
                std::string_view empty) {
  const auto answer = ask(all, "GET", target);
  if (!answer)
    return;
  if (all.json) {
    fmt::print("{}\n", answer->body);
    return;
  }
  text_table table;
  std::vector<std::string> head;
  for (const auto& column : columns)
    head.emplace_back(column.second);
  table.add(std::move(head));
  if (const auto* items = answer->json.find("items"); items != nullptr && items->is_list())
    for (const auto& item : items->as_list()) {
      std::vector<std::string> row;
      for (const auto& column : columns)
        row.push_back(text_of(item, column.first));
      table.add(std::move(row));
    }
  fmt::print("{}", table.has_rows() ? table.render(stdout) : fmt::format("{}\n", empty));
}

} // namespace

void add_incidents(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("incidents", "List documents that exist twice for one intention");
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->callback([&all] {
    print_rows(all, "/v1/incidents?limit=200",
               {{"order", "ORDER"},
                {"step", "STEP"},
                {"ours", "OURS"},
                {"other", "OTHER"},
                {"why", "WHY"},
                {"closed", "CLOSED"}},
               "no incidents");
  });
}

void add_inbox(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("inbox", "List events that no order has taken");
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->callback([&all] {
    print_rows(all, "/v1/inbox?state=unmatched&limit=200",
               {{"source", "SOURCE"},
                {"id", "ID"},
                {"type", "TYPE"},
                {"received_at", "RECEIVED"},
                {"finding", "FINDING"}},
               "nothing is unmatched");
  });
}

} // namespace gantry::cli
