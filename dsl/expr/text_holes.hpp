#pragma once

#include <string>
#include <string_view>

/// `${order.id}`, `#{order.id}` and `{{order.id}}` in a text: other languages put a value there,
/// this one takes texts as they stand.
namespace gantry::dsl {

/// The first of them; empty when there is none.
[[nodiscard]] std::string_view hole_in(std::string_view text);

/// What the author most likely meant: `"order " + order.id + " is late"`.
[[nodiscard]] std::string joined_text(std::string_view text);

} // namespace gantry::dsl
