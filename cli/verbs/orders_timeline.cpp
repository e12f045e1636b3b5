#include "cli/client.hpp"
#include "cli/order_text.hpp"
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

/// What one record says stands together: its number and time on the first row, its author below.
class timeline_printer {
public:
  void print(const value& page) {
    const auto* items = page.find("items");
    if (items == nullptr || !items->is_list())
      return;
    for (const auto& item : items->as_list())
      print_item(item);
  }

private:
  void print_item(const value& item) {
    const auto seq = text_of(item, "seq");
    const bool first = seq != seq_;
    const auto attempt = text_of(item, "attempt");
    const auto outcome = text_of(item, "outcome");
    const auto kind = text_of(item, "kind");
    auto detail =
        kind == "retry_due" ? short_time(text_of(item, "detail"), 3) : text_of(item, "detail");
    if (const auto request = text_of(item, "request_id"); !request.empty())
      detail += "as request " + request;
    fmt::print("{:>5}  {:<24}  {:<16} {:<22} {} {}\n", first ? seq : "",
               first ? short_time(text_of(item, "at"), 3) : "", kind,
               text_of(item, "step") + (attempt.empty() || attempt == "0" ? "" : " #" + attempt),
               paint(stdout, tint_of(outcome), outcome), detail);
    auto author = text_of(item, "by");
    if (const auto reason = text_of(item, "reason"); !reason.empty())
      author += ": " + reason;
    if (!author.empty() && (first || author != author_))
      fmt::print("       by {}\n", author);
    seq_ = seq;
    author_ = author.empty() && !first ? author_ : author;
  }

  std::string seq_, author_;
};

void print_timeline(globals& all, const std::string& id) {
  std::string cursor;
  timeline_printer printer;
  do {
    const auto answer = ask(all, "GET",
                            fmt::format("/v1/orders/{}/timeline?limit=500{}", url_encode(id),
                                        cursor.empty() ? "" : "&cursor=" + url_encode(cursor)));
    if (!answer)
      return;
    if (all.json)
      fmt::print("{}\n", answer->body);
    else
      printer.print(answer->json);
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
