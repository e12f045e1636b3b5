#include "cli/client.hpp"
#include "cli/terminal.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

tint tint_of(std::string_view outcome) {
  if (outcome == "ok" || outcome == "adopted" || outcome == "completed")
    return tint::green;
  if (outcome == "unknown" || outcome == "in_doubt" || outcome == "conflict")
    return tint::yellow;
  if (outcome == "business_error" || outcome == "rejected" || outcome == "refused")
    return tint::red;
  return tint::plain;
}

void print_items(const value& page) {
  const auto* items = page.find("items");
  if (items == nullptr || !items->is_list())
    return;
  for (const auto& item : items->as_list()) {
    const auto attempt = text_of(item, "attempt");
    const auto outcome = text_of(item, "outcome");
    fmt::print("{:>4}  {:<30} {:<18} {:<22} {} {}\n", text_of(item, "seq"), text_of(item, "at"),
               text_of(item, "kind"),
               text_of(item, "step") + (attempt.empty() || attempt == "0" ? "" : " #" + attempt),
               paint(stdout, tint_of(outcome), outcome), text_of(item, "detail"));
    if (const auto by = text_of(item, "by"); !by.empty())
      fmt::print("      by {}{}\n", by,
                 text_of(item, "reason").empty() ? "" : ": " + text_of(item, "reason"));
  }
}

void print_timeline(globals& all, const std::string& id) {
  std::string cursor;
  do {
    const auto answer = ask(all, "GET",
                            fmt::format("/v1/orders/{}/timeline?limit=500{}", url_encode(id),
                                        cursor.empty() ? "" : "&cursor=" + url_encode(cursor)));
    if (!answer)
      return;
    if (all.json)
      fmt::print("{}\n", answer->body);
    else
      print_items(answer->json);
    cursor = text_of(answer->json, "next");
  } while (!cursor.empty());
}

} // namespace

void add_orders_timeline(CLI::App& orders, globals& all) {
  auto* verb = orders.add_subcommand("timeline", "Everything that happened to one order");
  const auto id = std::make_shared<std::string>();
  verb->add_option("id", *id, "id of the order")->required();
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->callback([&all, id] { print_timeline(all, *id); });
}

} // namespace gantry::cli
