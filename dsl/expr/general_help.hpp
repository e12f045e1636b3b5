#pragma once

#include <string>
#include <string_view>

namespace gantry::dsl {

/// What to do about a mistake of an expression when nothing nearer can be said: every diagnostic
/// has a help line.
[[nodiscard]] std::string general_help(std::string_view code);

} // namespace gantry::dsl
