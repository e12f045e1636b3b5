#include "cli/client.hpp"
#include "cli/order_text.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/flag_types.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <memory>

namespace gantry::cli {
namespace {

struct list_flags {
  std::string status, stage, channel, customer, key, older_than, cursor;
  std::vector<std::string> search;
  std::size_t limit = 50;
  bool count = false;
};

std::string target_of(const list_flags& flags) {
  std::string target = fmt::format("/v1/orders?limit={}", flags.limit);
  const auto add = [&target](std::string_view name, std::string_view text) {
    if (!text.empty())
      target += fmt::format("&{}={}", name, url_encode(text));
  };
  add("status", flags.status);
  add("stage", flags.stage);
  add("channel", flags.channel);
  add("customer", flags.customer);
  add("key", flags.key);
  add("older_than", flags.older_than);
  add("cursor", flags.cursor);
  for (const auto& label : flags.search) {
    const auto equals = label.find('=');
    add("search." + url_encode(label.substr(0, equals)), label.substr(equals + 1));
  }
  if (flags.count)
    target += "&count=true";
  return target;
}

void print_page(const value& page) {
  text_table table;
  table.add({"ID", "KEY", "STATUS", "STAGE", "WAITING FOR / HELD", "CREATED"});
  if (const auto* items = page.find("items"); items != nullptr && items->is_list())
    for (const auto& order : items->as_list()) {
      const auto held = text_of(order, "held");
      table.add({text_of(order, "id"), text_of(order, "key"), text_of(order, "status"),
                 text_of(order, "stage"), held.empty() ? text_of(order, "waiting_for") : held,
                 short_time(text_of(order, "created_at"))});
    }
  if (table.has_rows())
    fmt::print("{}", table.render(stdout));
  else
    fmt::print("no orders\n");
  if (const auto count = text_of(page, "count"); !count.empty())
    fmt::print("{} in all\n", count);
  if (const auto next = text_of(page, "next"); !next.empty())
    fmt::print("more: --cursor {}\n", next);
}

void list_orders(globals& all, const list_flags& flags) {
  const auto answer = ask(all, "GET", target_of(flags));
  if (!answer)
    return;
  if (all.json)
    fmt::print("{}\n", answer->body);
  else
    print_page(answer->json);
}

} // namespace

void add_orders_list(CLI::App& orders, globals& all) {
  auto* verb = orders.add_subcommand("list", "List orders, newest first");
  const auto flags = std::make_shared<list_flags>();
  auto* status = verb->add_option("--status", flags->status, "what the order does");
  flag_types::take_one_of(*status,
                          {"running", "waiting", "paused", "held", "closing", "compensating",
                           "completed", "rejected", "cancelled", "aborted"});
  verb->add_option("--stage", flags->stage, "the last stage that was passed");
  verb->add_option("--channel", flags->channel, "where the order came from");
  verb->add_option("--customer", flags->customer, "the workflow's search label `customer`");
  verb->add_option("--key", flags->key, "business key");
  verb->add_option("--older-than", flags->older_than, "created before so long, such as 4h")
      ->type_name("SPAN")
      ->check(flag_types::span_or_moment());
  verb->add_option("--search", flags->search, "a search label of the workflow; may be repeated")
      ->type_name("NAME=TEXT")
      ->allow_extra_args(false)
      ->check(flag_types::label());
  verb->add_option("--limit", flags->limit, "rows a page, at most 500 [default: 50]")
      ->type_name("NUMBER")
      ->check(flag_types::number(1, 500));
  verb->add_option("--cursor", flags->cursor, "the next page, as the last one named it");
  verb->add_flag("--count", flags->count, "count the matches too (exact to 10,000)");
  all.add_setting(*verb, "server");
  all.add_json(*verb);
  verb->footer("Example: gantry orders list --status held --older-than 1h");
  verb->callback([&all, flags] { list_orders(all, *flags); });
}

} // namespace gantry::cli
