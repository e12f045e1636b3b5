#pragma once

#include <string>
#include <string_view>

/// What people bring from SQL, Java, Python, JavaScript and YAML into expressions, and how it is
/// written here: a help line, or nothing.
namespace gantry::dsl {

/// Of a sign or word between two values: `and`, `===`, `like`, `??`.
[[nodiscard]] std::string operator_habit(std::string_view written);
/// Of a word before a value: `not`, `new`, `await`.
[[nodiscard]] std::string prefix_habit(std::string_view written);
/// Of a name that is none here: `nil`, `True`, `today`.
[[nodiscard]] std::string name_habit(std::string_view written);

} // namespace gantry::dsl
