#include "persistence/list_rules.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace gantry::persistence {

namespace {

constexpr std::string_view cursor_prefix = "o";
constexpr int cursor_base = 32;

} // namespace

bool is_end_status(std::string_view status) {
  return status == "completed" || status == "rejected" || status == "cancelled" ||
         status == "aborted";
}

std::size_t page_size_of(const order_filter& filter) {
  return std::clamp<std::size_t>(filter.limit, 1, list_limit_max);
}

std::string encode_cursor(instance_number last) {
  char digits[16];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), last, cursor_base).ptr;
  return std::string(cursor_prefix) + std::string(std::begin(digits), end);
}

result<instance_number> decode_cursor(std::string_view cursor) {
  if (cursor.empty())
    return std::numeric_limits<instance_number>::max();
  instance_number last = 0;
  const auto digits = cursor.substr(std::min(cursor.size(), cursor_prefix.size()));
  const auto* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, last, cursor_base);
  if (!cursor.starts_with(cursor_prefix) || read.ec != std::errc() || read.ptr != end || last < 0)
    return fail(errc::invalid_request,
                "\"" + std::string(cursor.substr(0, 100)) +
                    "\" is not a cursor that a page of orders gave",
                "Take `next` of the page before, or leave the cursor out to begin anew.");
  return last;
}

std::string format_count(std::int64_t found) {
  return found > count_exact_max ? std::to_string(count_exact_max) + "+" : std::to_string(found);
}

order_page make_page(std::vector<instance_row> items, std::size_t page_size) {
  order_page page;
  page.items = std::move(items);
  if (page.items.size() > page_size) {
    page.items.resize(page_size);
    page.next = encode_cursor(page.items.back().number);
  }
  return page;
}

} // namespace gantry::persistence
