#include "cli/order_text.hpp"

#include "cli/client.hpp"
#include "cli/terminal.hpp"
#include "dsl/base/field_text.hpp"

#include <fmt/format.h>

namespace gantry::cli {

void print_order_line(const value& order) {
  std::vector<std::string> notes;
  const auto status = text_of(order, "status");
  if (const auto control = text_of(order, "control");
      !control.empty() && control != "active" && control != status)
    notes.push_back(control);
  if (const auto* cancel = order.find("cancel_requested"); cancel != nullptr && cancel->is_map())
    notes.emplace_back("cancel requested");
  if (auto ignored = text_of(order, "ignored"); !ignored.empty())
    notes.push_back(std::move(ignored));
  if (text_of(order, "duplicate") == "true")
    notes.emplace_back("known already");
  fmt::print("{}  {}  {}{}\n", text_of(order, "id"), text_of(order, "key"), status,
             notes.empty() ? "" : fmt::format("  ({})", fmt::join(notes, "; ")));
}

void print_members(const value& object, std::string_view member, std::string_view title,
                   const std::function<void(const value&)>& print) {
  const auto* items = object.find(member);
  if (items == nullptr || !items->is_list() || items->as_list().empty())
    return;
  fmt::print("\n{}\n", paint(stdout, tint::bold, title));
  for (const auto& item : items->as_list())
    print(item);
}

std::string mistake_text(const value& mistake) {
  const auto order = text_of(mistake, "order");
  return (order.empty() ? "" : "order " + order + ": ") +
         sentence_of(field_error{
             text_of(mistake, "path"), {}, text_of(mistake, "value"), text_of(mistake, "message")});
}

std::string short_time(const std::string& time, std::size_t digits) {
  const auto point = time.find('.');
  const auto end = time.find_first_not_of("0123456789", point == std::string::npos ? 0 : point + 1);
  if (point == std::string::npos || end == std::string::npos)
    return time;
  const auto kept = digits == 0 ? 0 : std::min(digits + 1, end - point);
  return time.substr(0, point + kept) + time.substr(end);
}

std::string in_words(const value* list) {
  if (list == nullptr || !list->is_list())
    return {};
  std::string words;
  for (const auto& item : list->as_list())
    words += (words.empty() ? "" : ", ") + (item.is_string() ? item.as_string() : to_json(item));
  return words;
}

} // namespace gantry::cli
