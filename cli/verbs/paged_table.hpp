#pragma once

#include "cli/verbs/verbs.hpp"
#include "dsl/base/value.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantry::cli {

struct page_flags {
  std::size_t limit = 200;
  std::string cursor;
};
/// `--limit` and `--cursor`.
void add_page_flags(CLI::App& verb, page_flags& flags);

/// How the items of a list of the engine become a table.
struct paged_table {
  std::vector<std::pair<const char*, const char*>> columns; ///< member of the item, title
  std::function<bool(const value&)> wanted = {};            ///< empty: all
  std::function<bool(const value&)> first = {};             ///< stand above the others of the page
  std::string nothing;                                      ///< said when no row is left
};

/// Prints one page and how to get the next. Pages of which no row is wanted are passed over.
/// With `--json` it is the page as the engine gave it.
void print_pages(globals& all, const std::string& target, const page_flags& flags,
                 const paged_table& table);

} // namespace gantry::cli
