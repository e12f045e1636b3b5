#include "cli/client.hpp"
#include "cli/order_text.hpp"
#include "cli/verbs/flag_types.hpp"

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
  enum class takes : std::uint8_t { nothing, text, priority, json, object, moment } argument_is;
  [[nodiscard]] bool is_needed() const { return argument_is != takes::moment; }
  [[nodiscard]] bool is_json() const {
    return argument_is == takes::priority || argument_is == takes::json ||
           argument_is == takes::object;
  }
};
using takes = verb_definition::takes;

constexpr verb_definition definitions[]{
    {"pause", "Send nothing new for this order", nullptr, nullptr, false, takes::nothing},
    {"resume", "Go on with a paused order", nullptr, nullptr, false, takes::nothing},
    {"cancel", "Undo what was done, then end as cancelled", nullptr, nullptr, false,
     takes::nothing},
    {"abort", "End without undoing; what is left behind is recorded", nullptr, nullptr, false,
     takes::nothing},
    {"priority", "Change the priority (higher goes first)", "priority", "0 to 100", false,
     takes::priority},
    {"note", "Leave a note in the timeline", nullptr, nullptr, false, takes::nothing},
    {"assign", "Say who takes care", "assignee", "person or team", false, takes::text},
    {"retry", "Make the held call again", nullptr, nullptr, true, takes::nothing},
    {"edit", "Make the held call again with other arguments, under a new key", "arguments",
     "JSON object with the arguments that change", true, takes::object},
    {"adopt", "Take a document, or a typed result, as the call's answer", "document",
     "JSON of the document or result", true, takes::json},
    {"verify", "Ask the far system now whether the effect happened", nullptr, nullptr, true,
     takes::nothing},
    {"declare-absent", "State that the effect did not happen", nullptr, nullptr, true,
     takes::nothing},
    {"done", "A compensation that failed, or is in doubt, was done by hand", nullptr, nullptr, true,
     takes::nothing},
    {"release", "Run the held statement again", "until",
     "new time for a `by` that has passed, such as 2026-03-01T08:30:00Z", true, takes::moment},
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
    if (verb.is_json())
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
  print_order_line(answer->json);
}

void add_argument(CLI::App& verb, const verb_definition& definition, verb_flags& flags) {
  auto* option = verb.add_option(fmt::format("--{}", definition.argument), flags.argument,
                                 definition.argument_help);
  option->required(definition.is_needed());
  switch (definition.argument_is) {
  case takes::text: option->check(flag_types::not_blank()); break;
  case takes::priority: option->type_name("NUMBER")->check(flag_types::number(0, 100)); break;
  case takes::json: option->type_name("JSON")->check(flag_types::json()); break;
  case takes::object: option->type_name("JSON")->check(flag_types::json_object()); break;
  case takes::moment: option->type_name("TIME")->check(flag_types::moment()); break;
  case takes::nothing: break;
  }
}

std::string example_of(const verb_definition& definition) {
  static constexpr auto id = "019f0000-0000-7000-8000-000000000000";
  std::string more;
  switch (definition.argument_is) {
  case takes::text: more = " --assignee \"night shift\""; break;
  case takes::priority: more = " --priority 90"; break;
  case takes::json: more = " --document '{\"number\":\"SO-17\"}'"; break;
  case takes::object: more = " --arguments '{\"quantity\":\"2\"}'"; break;
  case takes::moment: more = " --until 2026-03-01T08:30:00Z"; break;
  case takes::nothing: break;
  }
  return fmt::format("Example: gantry orders {} {}{} --reason \"asked by the customer\"",
                     definition.name, id, more);
}

void add_verb(CLI::App& orders, globals& all, const verb_definition& definition) {
  auto* verb = orders.add_subcommand(definition.name, definition.help);
  const auto flags = std::make_shared<verb_flags>();
  verb->add_option("id", flags->id, "id of the order")->required();
  verb->add_option("--reason", flags->reason, "why; it is kept with the order")
      ->required()
      ->check(flag_types::not_blank());
  if (definition.on_hold)
    verb->add_option("--hold", flags->hold,
                     "number of the hold, where there are several (`gantry orders show`)")
        ->type_name("NUMBER")
        ->check(flag_types::number(1, 1'000'000));
  if (definition.argument != nullptr)
    add_argument(*verb, definition, *flags);
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->footer(example_of(definition));
  verb->callback([&all, &definition, flags] { run_verb(all, definition, *flags); });
}

} // namespace

void add_order_verbs(CLI::App& orders, globals& all) {
  for (const auto& definition : definitions)
    add_verb(orders, all, definition);
}

} // namespace gantry::cli
