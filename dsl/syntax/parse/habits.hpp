#pragma once

#include "dsl/syntax/parse/words.hpp"

#include <string>
#include <string_view>

/// Words that other languages begin something with, and how it is begun here: a help line, or
/// nothing. `candidates` says what can begin where the word stands.
namespace gantry::dsl::words {

[[nodiscard]] std::string habit(std::string_view word, list candidates);
/// Of the name of a type: `str`, `float`, `List`.
[[nodiscard]] std::string type_habit(std::string_view name);

} // namespace gantry::dsl::words
