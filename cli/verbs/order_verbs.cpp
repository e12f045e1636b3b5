#include "cli/client.hpp"
#include "cli/terminal.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

/// One operator's verb of docs/effects.md E7.4, as it stands on the command line.
struct verb_definition {
  const char* name;
  const char* help;
  const char* argument; ///< member of the request's body, or null
  const char* argument_help;
  bool on_hold; ///< names a hold with --hold
  bool argument_is_json;
};

constexpr verb_definition definitions[]{
    {"pause", "Send nothing new for this order", nullptr, nullptr, false, false},
    {"resume", "Go on with a paused order", nullptr, nullptr, false, false},
    {"cancel", "Undo what was done, then end as cancelled", nullptr, nullptr, false, false},
    {"abort", "End without undoing; what is left behind is recorded", nullptr, nullptr, false,
     false},
    {"priority", "Change the priority (higher goes first)", "priority", "0 to 100", false, true},
    {"note", "Leave a note in the timeline", nullptr, nullptr, false, false},
    {"assign", "Say who takes care", "assignee", "person or team", false, false},
    {"retry", "Make the held call again", nullptr, nullptr, true, false},
    {"edit", "Change the held call's arguments; then retry", "arguments", "JSON object", true,
     true},
    {"adopt", "Take a document, or a typed result, as the call's answer", "document",
     "JSON of the document or result", true, true},
    {"verify", "Ask the far system now whether the effect happened", nullptr, nullptr, true, false},
    {"declare-absent", "State that the effect did not happen", nullptr, nullptr, true, false},
    {"done", "A failed compensation was done by hand", nullptr, nullptr, true, false},
    {"release", "Run the held statement again", "until", "new date for a passed `by`", true, false},
};

struct verb_flags {
  std::string id, reason, argument;
  int hold = 0;
};

std::string body_of(const verb_definition& verb, const verb_flags& flags) {
  std::string body = "{\"reason\":";
  append_json_string(body, flags.reason);
  if (flags.hold > 0)
    body += fmt::format(",\"hold\":{}", flags.hold);
  if (verb.argument != nullptr && !flags.argument.empty()) {
    body += fmt::format(",\"{}\":", verb.argument);
    if (verb.argument_is_json)
      body += flags.argument;
    else
      append_json_string(body, flags.argument);
  }
  return body + "}";
}

void run_verb(globals& all, const verb_definition& verb, const verb_flags& flags) {
  const auto answer =
      ask(all, "POST", fmt::format("/v1/orders/{}/{}", url_encode(flags.id), verb.name),
          body_of(verb, flags));
  if (!answer)
    return;
  if (all.json) {
    fmt::print("{}\n", answer->body);
    return;
  }
  const auto ignored = text_of(answer->json, "ignored");
  fmt::print("{}  {}  {}{}\n", text_of(answer->json, "id"), text_of(answer->json, "key"),
             text_of(answer->json, "status"), ignored.empty() ? "" : "  (" + ignored + ")");
}

void add_verb(CLI::App& orders, globals& all, const verb_definition& definition) {
  auto* verb = orders.add_subcommand(definition.name, definition.help);
  const auto flags = std::make_shared<verb_flags>();
  verb->add_option("id", flags->id, "id of the order")->required();
  verb->add_option("--reason", flags->reason, "why; it is kept with the order")->required();
  if (definition.on_hold)
    verb->add_option("--hold", flags->hold, "which hold, where there are several");
  if (definition.argument != nullptr)
    verb->add_option(fmt::format("--{}", definition.argument), flags->argument,
                     definition.argument_help);
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->callback([&all, &definition, flags] { run_verb(all, definition, *flags); });
}

} // namespace

void add_order_verbs(CLI::App& orders, globals& all) {
  for (const auto& definition : definitions)
    add_verb(orders, all, definition);
}

} // namespace gantry::cli
