#include "actors/order_event.hpp"

#include <array>

namespace gantry::actors {

namespace {

std::string describe_event(const engine::event& e) {
  std::string text{kind_of(e)};
  if (const auto* ended = std::get_if<engine::attempt_ended>(&e.what))
    text += " of attempt " + std::to_string(ended->attempt) + " under key " + ended->key;
  else if (const auto* told = std::get_if<engine::command>(&e.what))
    text += " " + told->verb;
  else if (const auto* due = std::get_if<engine::timer_due>(&e.what))
    text += " of timer " + std::to_string(due->timer);
  else if (const auto* arrived = std::get_if<engine::event_arrived>(&e.what))
    text += " " + arrived->source + "/" + arrived->id;
  return text;
}

} // namespace

std::string_view kind_of(const engine::event& e) {
  static constexpr std::array<std::string_view, 9> names{
      "started",   "taken_up",      "attempt_ended", "permit_offered", "finder_answered",
      "timer_due", "event_arrived", "command",       "poisoned"};
  static_assert(std::variant_size_v<decltype(e.what)> == names.size());
  return names[e.what.index()];
}

std::string describe(const order_event& e) {
  return std::visit(overloaded{[](const engine::event& event) { return describe_event(event); },
                               [](const inbox_delivery& d) {
                                 return "event_arrived " + d.row.source + "/" + d.row.event_id;
                               },
                               [](const wake_up&) { return std::string{"wake_up"}; }},
                    e.what);
}

std::uint64_t command_token(const order_event& e) {
  if (const auto* event = std::get_if<engine::event>(&e.what))
    if (const auto* told = std::get_if<engine::command>(&event->what))
      return told->token;
  return 0;
}

} // namespace gantry::actors
