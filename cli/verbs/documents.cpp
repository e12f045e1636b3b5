#include "cli/client.hpp"
#include "cli/order_text.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/flag_types.hpp"
#include "cli/verbs/paged_table.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

struct document_flags {
  page_flags page;
  std::string state, channel;
};

void list_documents(globals& all, const document_flags& flags) {
  paged_table table;
  table.columns = {{"id", "ID"},          {"channel", "CHANNEL"}, {"partner", "PARTNER"},
                   {"state", "STATE"},    {"orders", "ORDERS"},   {"refused", "REFUSED"},
                   {"finding", "FINDING"}};
  table.nothing = flags.state == "finding" ? "every order of every document was taken"
                                           : "no documents of this kind";
  std::string target = "/v1/documents?";
  if (!flags.state.empty())
    target += "state=" + flags.state + "&";
  if (!flags.channel.empty())
    target += "channel=" + url_encode(flags.channel) + "&";
  target.pop_back();
  print_pages(all, target, flags.page, table);
}

void print_document_text(const value& document) {
  fmt::print("{}\nchannel      {}\npartner      {}\nreceived     {}\nstate        {}\n",
             paint(stdout, tint::bold, text_of(document, "id")), text_of(document, "channel"),
             text_of(document, "partner"), short_time(text_of(document, "received_at")),
             text_of(document, "state"));
  print_members(document, "orders", "orders", [](const value& order) {
    fmt::print("  {}  {}  {}\n", text_of(order, "key"), text_of(order, "status"),
               text_of(order, "id"));
  });
  print_members(document, "findings", "findings", [](const value& finding) {
    fmt::print("  {}  {}  {}\n", paint(stdout, tint::yellow, text_of(finding, "severity")),
               text_of(finding, "code"), mistake_text(finding));
  });
}

void show_document(globals& all, const std::string& id) {
  const auto answer = ask(all, "GET", "/v1/documents/" + url_encode(id));
  if (!answer)
    return;
  if (all.json)
    fmt::print("{}\n", answer->body);
  else
    print_document_text(answer->json);
}

void add_list(CLI::App& documents, globals& all) {
  auto* verb = documents.add_subcommand("list", "List documents of channels, newest first");
  const auto flags = std::make_shared<document_flags>();
  auto* state = verb->add_option("--state", flags->state,
                                 "finding: an order of it, or the whole, was not taken");
  flag_types::take_one_of(*state, {"finding", "received", "replying", "done"});
  verb->add_option("--channel", flags->channel, "of this channel alone")->type_name("CHANNEL");
  add_page_flags(*verb, flags->page);
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->footer("Example: gantry documents list --state finding");
  verb->callback([&all, flags] { list_documents(all, *flags); });
}

void add_show(CLI::App& documents, globals& all) {
  auto* verb = documents.add_subcommand("show", "Show what came of each order in a document");
  const auto id = std::make_shared<std::string>();
  verb->add_option("document", *id, "its id, as the list names it")->required();
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->footer("Example: gantry documents show 019f0000-0000-7000-8000-000000000000");
  verb->callback([&all, id] { show_document(all, *id); });
}

} // namespace

void add_documents(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("documents", "List and show what channels received");
  verb->require_subcommand(1);
  add_list(*verb, all);
  add_show(*verb, all);
}

} // namespace gantry::cli
