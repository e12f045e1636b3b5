#pragma once

#include "dsl/base/value.hpp"

#include <functional>
#include <string>
#include <string_view>

/// Orders in words for people; programs take `--json`.
namespace gantry::cli {

/// Prints `ID  KEY  STATUS` and, in brackets, what the status does not say: paused beside held, a
/// cancel that waits, why a verb was ignored, that the order was known already.
void print_order_line(const value& order);

/// The items of a list member under a title, each written by `print`; nothing when it is empty.
void print_members(const value& object, std::string_view member, std::string_view title,
                   const std::function<void(const value&)>& print);
/// `order PO-1: input.lines[0].quantity: a quantity is above zero (it is -1)`, of a finding or of a
/// member of a problem's `errors`.
[[nodiscard]] std::string mistake_text(const value& mistake);
/// A time of the engine without its nanoseconds; `digits` of the fraction are kept.
[[nodiscard]] std::string short_time(const std::string& time, std::size_t digits = 0);
/// The texts of a list, `retry, edit, adopt`; other values as JSON.
[[nodiscard]] std::string in_words(const value* list);

} // namespace gantry::cli
