#include "cli/verbs/paged_table.hpp"

#include "cli/client.hpp"
#include "cli/order_text.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/flag_types.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace gantry::cli {
namespace {

std::string target_of(const std::string& list, std::size_t limit, const std::string& cursor) {
  return fmt::format("{}{}limit={}{}", list, list.find('?') == std::string::npos ? "?" : "&", limit,
                     cursor.empty() ? "" : "&cursor=" + url_encode(cursor));
}

std::vector<value> rows_of(const value& page, const paged_table& how) {
  std::vector<value> rows;
  if (const auto* items = page.find("items"); items != nullptr && items->is_list())
    for (const auto& item : items->as_list())
      if (!how.wanted || how.wanted(item))
        rows.push_back(item);
  if (how.first)
    std::stable_partition(rows.begin(), rows.end(), how.first);
  return rows;
}

void print_rows(const std::vector<value>& rows, const paged_table& how) {
  text_table table;
  std::vector<std::string> cells;
  for (const auto& column : how.columns)
    cells.emplace_back(column.second);
  table.add(std::move(cells));
  for (const auto& row : rows) {
    cells.clear();
    for (const auto& column : how.columns) {
      const auto text = text_of(row, column.first);
      cells.push_back(std::string_view(column.first).ends_with("_at") ? short_time(text) : text);
    }
    table.add(std::move(cells));
    cells = {};
  }
  fmt::print("{}", table.render(stdout));
}

} // namespace

void add_page_flags(CLI::App& verb, page_flags& flags) {
  verb.add_option("--limit", flags.limit, "rows a page, at most 500 [default: 200]")
      ->type_name("NUMBER")
      ->check(flag_types::number(1, 500));
  verb.add_option("--cursor", flags.cursor, "the next page, as the last one named it");
}

void print_pages(globals& all, const std::string& target, const page_flags& flags,
                 const paged_table& table) {
  auto cursor = flags.cursor;
  while (true) {
    const auto answer = ask(all, "GET", target_of(target, flags.limit, cursor));
    if (!answer)
      return;
    if (all.json) {
      fmt::print("{}\n", answer->body);
      return;
    }
    cursor = text_of(answer->json, "next");
    const auto rows = rows_of(answer->json, table);
    if (rows.empty() && !cursor.empty())
      continue;
    if (rows.empty())
      fmt::print("{}\n", table.nothing);
    else
      print_rows(rows, table);
    if (!cursor.empty())
      fmt::print("more: --cursor {}\n", cursor);
    return;
  }
}

} // namespace gantry::cli
