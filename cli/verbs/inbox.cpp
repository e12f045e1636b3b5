#include "cli/client.hpp"
#include "cli/verbs/flag_types.hpp"
#include "cli/verbs/paged_table.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace gantry::cli {
namespace {

struct inbox_flags {
  page_flags page;
  std::string state = "unmatched";
};

void list_inbox(globals& all, const inbox_flags& flags) {
  paged_table table;
  table.columns = {{"state", "STATE"}, {"source", "SOURCE"},        {"id", "ID"},
                   {"type", "TYPE"},   {"received_at", "RECEIVED"}, {"finding", "FINDING"}};
  // What somebody has to mend stands above what only waits.
  table.first = [](const value& event) { return text_of(event, "state") == "finding"; };
  table.nothing = "nothing is " + flags.state;
  if (flags.state == "finding")
    table.nothing = "no findings";
  print_pages(all, "/v1/inbox?state=" + flags.state, flags.page, table);
}

} // namespace

void add_inbox(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("inbox", "List events that no order has taken");
  const auto flags = std::make_shared<inbox_flags>();
  auto* state = verb->add_option(
      "--state", flags->state, "which events; unmatched has the findings too [default: unmatched]");
  flag_types::take_one_of(*state, {"unmatched", "finding", "stored", "matched", "expired"});
  add_page_flags(*verb, flags->page);
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->footer("Example: gantry inbox --state finding");
  verb->callback([&all, flags] { list_inbox(all, *flags); });
}

} // namespace gantry::cli
