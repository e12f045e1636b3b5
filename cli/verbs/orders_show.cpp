#include "cli/client.hpp"
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

void print_list(const value& order, std::string_view member, std::string_view title) {
  const auto* items = order.find(member);
  if (items == nullptr || !items->is_list() || items->as_list().empty())
    return;
  fmt::print("\n{}\n", paint(stdout, tint::bold, title));
  for (const auto& item : items->as_list())
    fmt::print("  {}\n", item.is_string() ? item.as_string() : to_json(item));
}

void print_holds(const value& order) {
  const auto* holds = order.find("holds");
  if (holds == nullptr || !holds->is_list() || holds->as_list().empty())
    return;
  fmt::print("\n{}\n", paint(stdout, tint::bold, "holds"));
  for (const auto& hold : holds->as_list()) {
    fmt::print("  {}  {} at {} since {}\n", text_of(hold, "id"),
               paint(stdout, tint::yellow, text_of(hold, "cause")), text_of(hold, "step"),
               text_of(hold, "since"));
    fmt::print("     {}\n", text_of(hold, "evidence"));
    fmt::print("     legal: {}\n", text_of(hold, "legal"));
  }
}

void print_order(const value& order) {
  fmt::print("{} {}\n", paint(stdout, tint::bold, text_of(order, "key")), text_of(order, "id"));
  line("workflow", text_of(order, "workflow"));
  line("status", text_of(order, "status"));
  line("stage", text_of(order, "stage"));
  line("control", text_of(order, "control"));
  line("waiting for", text_of(order, "waiting_for"));
  line("in doubt", text_of(order, "in_doubt"));
  line("priority", text_of(order, "priority"));
  line("created", text_of(order, "created_at"));
  line("updated", text_of(order, "updated_at"));
  line("end", text_of(order, "end_reason"));
  print_holds(order);
  print_list(order, "open_calls", "open calls");
  print_list(order, "waits", "waits");
  if (const auto* values = order.find("values");
      values != nullptr && values->is_map() && !values->as_map().empty()) {
    fmt::print("\n{}\n", paint(stdout, tint::bold, "values"));
    for (const auto& [name, what] : values->as_map())
      fmt::print("  {} = {}\n", name.as_string(), to_json(what));
  }
  print_list(order, "legal", "legal verbs");
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
