#include "cli/client.hpp"
#include "cli/order_text.hpp"
#include "cli/terminal.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

void line(std::string_view name, const std::string& text) {
  if (!text.empty() && text != "\"\"")
    fmt::print("{:<13}{}\n", name, text);
}

void print_hold(const value& hold) {
  const auto step = text_of(hold, "step");
  fmt::print("  {}  {}{} since {}\n", text_of(hold, "id"),
             paint(stdout, tint::yellow, text_of(hold, "cause")), step.empty() ? "" : " at " + step,
             short_time(text_of(hold, "since")));
  if (const auto key = text_of(hold, "key"); !key.empty())
    fmt::print("     key: {}\n", key);
  if (const auto* last = hold.find("last"); last != nullptr && last->is_map())
    fmt::print("     last: attempt {} {}{}\n", text_of(*last, "attempt"), text_of(*last, "outcome"),
               text_of(*last, "detail").empty() ? "" : ", " + text_of(*last, "detail"));
  fmt::print("     {}\n     legal: {}\n", text_of(hold, "evidence"), in_words(hold.find("legal")));
}

void print_call(const value& call) {
  fmt::print("  {}  {}  attempt {}  {}", text_of(call, "step"), text_of(call, "operation"),
             text_of(call, "attempt"), paint(stdout, tint::yellow, text_of(call, "state")));
  if (const auto since = text_of(call, "since"); !since.empty())
    fmt::print(" since {}", short_time(since));
  if (const auto due = text_of(call, "due"); !due.empty())
    fmt::print(", next {}", short_time(due));
  fmt::print("\n     key: {}\n", text_of(call, "key"));
}

void print_input_versions(const value& order) {
  const auto* versions = order.find("input_versions");
  if (versions == nullptr || !versions->is_list())
    return;
  for (const auto& each : versions->as_list())
    line("input", fmt::format("version {} of {}, SHA-256 {}", text_of(each, "version"),
                              short_time(text_of(each, "at")), text_of(each, "digest")));
}

std::string cancel_text(const value& order) {
  const auto* cancel = order.find("cancel_requested");
  if (cancel == nullptr || !cancel->is_map())
    return {};
  return fmt::format("asked for by {}: {}", text_of(*cancel, "by"), text_of(*cancel, "reason"));
}

void print_order(const value& order) {
  const auto control = text_of(order, "control");
  const auto status = text_of(order, "status");
  fmt::print("{} {}\n", paint(stdout, tint::bold, text_of(order, "key")), text_of(order, "id"));
  line("workflow", text_of(order, "workflow"));
  line("status", status);
  line("control", control == "active" || control == status ? "" : control);
  line("cancel", cancel_text(order));
  line("stage", text_of(order, "stage"));
  line("waiting for", text_of(order, "waiting_for"));
  line("in doubt", text_of(order, "in_doubt") == "true" ? "yes, see the open calls" : "");
  line("priority", text_of(order, "priority"));
  line("created", short_time(text_of(order, "created_at")));
  line("updated", short_time(text_of(order, "updated_at")));
  print_input_versions(order);
  line("end", text_of(order, "end_reason"));
  print_members(order, "holds", "holds", print_hold);
  print_members(order, "open_calls", "open calls", print_call);
  print_members(order, "unserved", "no adapter", [](const value& contract) {
    fmt::print("  serves {}: add a table [adapters.NAME] with contract = \"{}\" to the settings "
               "and start the engine again\n",
               contract.as_string(), contract.as_string());
  });
  print_members(order, "waits", "waits", [](const value& wait) {
    fmt::print("  {}\n", wait.is_string() ? wait.as_string() : to_json(wait));
  });
  if (const auto* values = order.find("values");
      values != nullptr && values->is_map() && !values->as_map().empty()) {
    fmt::print("\n{}\n", paint(stdout, tint::bold, "values"));
    for (const auto& [name, what] : values->as_map())
      fmt::print("  {} = {}\n", name.as_string(), to_json(what));
  }
  if (const auto legal = in_words(order.find("legal")); !legal.empty())
    fmt::print("\n{}  {}\n", paint(stdout, tint::bold, "legal verbs"), legal);
}

} // namespace

void add_orders_show(CLI::App& orders, globals& all) {
  auto* verb = orders.add_subcommand("show", "Show one order: values, calls, holds, legal verbs");
  const auto id = std::make_shared<std::string>();
  verb->add_option("id", *id, "id of the order")->required();
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->callback([&all, id] {
    const auto answer = ask(all, "GET", "/v1/orders/" + url_encode(*id));
    if (!answer)
      return;
    if (all.json)
      fmt::print("{}\n", answer->body);
    else
      print_order(answer->json);
  });
}

} // namespace gantry::cli
