#include "cli/client.hpp"
#include "cli/terminal.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

namespace gantry::cli {
namespace {

struct submit_flags {
  std::vector<std::string> files;
  std::string workflow = "order_to_cash";
  std::string channel;
  std::string wait;
};

result<std::string> read_input(const std::string& file) {
  if (file == "-")
    return std::string{std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(errc::not_found, fmt::format("the file {} cannot be read", file));
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// What a channel is told that a file is, by its name.
std::string media_type_of(std::string_view file) {
  if (ends_with(file, ".json"))
    return "application/json";
  if (ends_with(file, ".edi") || ends_with(file, ".x12"))
    return "application/edi-x12";
  return "application/octet-stream";
}

void print_order(const engine_answer& answer) {
  fmt::print("{}  {}  {}{}\n", text_of(answer.json, "id"), text_of(answer.json, "key"),
             text_of(answer.json, "status"),
             text_of(answer.json, "duplicate") == "true" ? "  (known already)" : "");
}

void print_document(const engine_answer& answer) {
  if (const auto* orders = answer.json.find("orders");
      orders != nullptr && orders->is_list() && !orders->as_list().empty())
    for (const auto& order : orders->as_list())
      if (const auto problem = text_of(order, "problem"); !problem.empty())
        fmt::print("{}  {}  {}\n", text_of(order, "id"), text_of(order, "key"), problem);
      else if (const auto id = text_of(order, "id"); !id.empty())
        fmt::print("{}  {}  {}\n", id, text_of(order, "key"), text_of(order, "status"));
      else // it has no id of ours; the sender's own number names it
        fmt::print("-  {}  {}\n", text_of(order, "external_id"), text_of(order, "status"));
  else
    fmt::print("document {}  no orders\n", text_of(answer.json, "document"));
  if (const auto* findings = answer.json.find("findings");
      findings != nullptr && findings->is_list())
    for (const auto& finding : findings->as_list())
      fmt::print(stderr, "  {}: {} {}\n", text_of(finding, "severity"), text_of(finding, "path"),
                 text_of(finding, "message"));
}

/// One order, or one document of a channel.
result<engine_answer> hand_in(engine_client& client, const submit_flags& flags,
                              const std::string& file, const std::string& body) {
  if (!flags.channel.empty())
    return client.request("POST", "/v1/channels/" + url_encode(flags.channel) + "/documents", body,
                          {{"content-type", media_type_of(file)}});
  // The order is part of a larger body: what is not JSON by itself must not become it there.
  if (auto parsed = parse_json(body); !parsed)
    return fail(parsed.error().code, fmt::format("{}: {}", file, parsed.error().message),
                parsed.error().help);
  std::string wrapped = "{\"workflow\":";
  append_json_string(wrapped, flags.workflow);
  wrapped += ",\"input\":" + body + "}";
  return client.request(
      "POST", flags.wait.empty() ? "/v1/orders" : "/v1/orders?wait=" + url_encode(flags.wait),
      wrapped);
}

void submit_files(globals& all, const submit_flags& flags) {
  auto client = connect(all);
  if (!client)
    return;
  for (const auto& file : flags.files) {
    const auto body = read_input(file);
    if (!body) {
      all.failed(body.error());
      continue;
    }
    const auto answer = hand_in(*client, flags, file, *body);
    if (!answer) {
      all.failed(answer.error());
      if (exit_code_of(answer.error()) == exit_unavailable)
        return; // the next one would fare no better
      continue;
    }
    if (!answer->fine())
      print_problem(all, *answer);
    else if (all.json)
      fmt::print("{}\n", answer->body);
    else if (flags.channel.empty())
      print_order(*answer);
    else
      print_document(*answer);
  }
}

} // namespace

void add_submit(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("submit", "Hand in orders, or documents of a channel");
  const auto flags = std::make_shared<submit_flags>();
  verb->add_option("file", flags->files, "files; - reads standard input")->required();
  auto* workflow = verb->add_option("--workflow", flags->workflow,
                                    "workflow that runs the order [default: order_to_cash]");
  verb->add_option("--channel", flags->channel, "hand the file in as a document of this channel")
      ->excludes(workflow);
  verb->add_option("--wait", flags->wait, "wait so long for the order's end, such as 30s");
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->footer("Prints a line an order: id, key, status.\n"
               "Example: gantry submit examples/orders/spades.json --wait 30s\n"
               "         gantry submit --channel edi examples/orders/stores.edi");
  verb->callback([&all, flags] { submit_files(all, *flags); });
}

} // namespace gantry::cli
