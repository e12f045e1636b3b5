#include "cli/client.hpp"
#include "cli/input_file.hpp"
#include "cli/order_text.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/flag_types.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

struct submit_flags {
  std::vector<std::string> files;
  std::string workflow = "order_to_cash";
  std::string channel;
  std::string wait;
};

/// What a channel takes; of an order the engine says itself that it is too large.
constexpr std::size_t input_bytes_max = 16u << 20;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// What a channel is told that a file is: by its name, or by how it begins where it has none that
/// says it.
std::string media_type_of(std::string_view file, std::string_view body) {
  if (ends_with(file, ".json"))
    return "application/json";
  if (ends_with(file, ".edi") || ends_with(file, ".x12"))
    return "application/edi-x12";
  const auto begin = body.substr(std::min(body.size(), body.find_first_not_of(" \t\r\n")));
  if (begin.starts_with('{') || begin.starts_with('['))
    return "application/json";
  if (begin.starts_with("ISA"))
    return "application/edi-x12";
  return "application/octet-stream";
}

/// `about` names the file where there are several: `first.json: `.
void print_document(const engine_answer& answer, const std::string& about) {
  if (const auto* orders = answer.json.find("orders");
      orders != nullptr && orders->is_list() && !orders->as_list().empty())
    for (const auto& order : orders->as_list())
      if (const auto problem = text_of(order, "problem"); !problem.empty())
        fmt::print("{}  {}  {}\n", text_of(order, "id"), text_of(order, "key"), problem);
      else if (!text_of(order, "id").empty())
        print_order_line(order);
      else // it has no id of ours; the sender's own number names it
        fmt::print("-  {}  {}\n", text_of(order, "external_id"), text_of(order, "status"));
  else
    fmt::print("{}document {}  no orders\n", about, text_of(answer.json, "document"));
  const auto* findings = answer.json.find("findings");
  if (findings == nullptr || !findings->is_list() || findings->as_list().empty())
    return;
  for (const auto& finding : findings->as_list())
    fmt::print(stderr, "  {}{}: {}\n", about, text_of(finding, "severity"), mistake_text(finding));
  fmt::print(stderr,
             "  {} `gantry documents show {}` shows it again; mended, it can be sent again\n",
             paint(stderr, tint::blue, "help:"), text_of(answer.json, "document"));
}

/// The document is kept in any case; what became of its orders is what the caller wants to know.
exit_code exit_code_of_document(const value& document) {
  auto code = exit_done;
  const auto* orders = document.find("orders");
  if (orders == nullptr || !orders->is_list() || orders->as_list().empty())
    return exit_failed; // none came of it
  for (const auto& order : orders->as_list()) {
    if (text_of(order, "problem") == "key-conflict")
      return exit_conflict;
    if (!text_of(order, "problem").empty() || text_of(order, "status") == "refused")
      code = exit_failed;
  }
  return code;
}

/// One order, or one document of a channel.
result<engine_answer> hand_in(engine_client& client, const submit_flags& flags,
                              const std::string& file, const std::string& body) {
  if (!flags.channel.empty())
    return client.request("POST", "/v1/channels/" + url_encode(flags.channel) + "/documents", body,
                          {{"content-type", media_type_of(file, body)}});
  // The order is part of a larger body: what is not JSON by itself must not become it there.
  if (auto parsed = parse_json(body, {.long_numbers_as_text = true}); !parsed)
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
    const auto about = flags.files.size() > 1 ? file + ": " : std::string{};
    const auto body = read_input_file(file, input_bytes_max);
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
    if (!answer->fine()) {
      print_problem(all, *answer, flags.files.size() > 1 ? file : std::string_view{});
      continue;
    }
    if (all.json)
      fmt::print("{}\n", answer->body);
    else if (flags.channel.empty())
      print_order_line(answer->json);
    else
      print_document(*answer, about);
    if (const auto code = exit_code_of_document(answer->json);
        !flags.channel.empty() && code != exit_done)
      all.code = code;
  }
}

} // namespace

void add_submit(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("submit", "Hand in orders, or documents of a channel");
  const auto flags = std::make_shared<submit_flags>();
  verb->add_option("file", flags->files, "files; - reads standard input")
      ->required()
      ->type_name("FILE");
  auto* workflow = verb->add_option("--workflow", flags->workflow,
                                    "workflow that runs the order [default: order_to_cash]");
  auto* channel = verb->add_option("--channel", flags->channel,
                                   "hand the file in as a document of this channel");
  channel->excludes(workflow);
  // A document is answered when it is taken; its orders go their own ways.
  verb->add_option("--wait", flags->wait, "wait so long for the order's end, such as 30s")
      ->type_name("SPAN")
      ->check(flag_types::span())
      ->excludes(channel);
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->footer(
      "Prints a line an order: id, key, status. A document of a channel of which an order\n"
      "was refused ends with 1, with a key conflict with 4.\n"
      "Example: gantry submit examples/orders/spades.json --wait 30s\n"
      "         gantry submit --channel edi examples/orders/stores.edi");
  verb->callback([&all, flags] { submit_files(all, *flags); });
}

} // namespace gantry::cli
