#include "dsl/expr/general_help.hpp"

#include <array>
#include <utility>

namespace gantry::dsl {

std::string general_help(std::string_view code) {
  using entry = std::pair<std::string_view, std::string_view>;
  constexpr std::array<entry, 15> helps{{
      {"GF0110", "write a name, a value such as 12.50m, \"text\" or 5min, or brackets"},
      {"GF0111", "add it, or take the bracket before it away"},
      {"GF0114", "fields are read as in `order.lines`"},
      {"GF0201", "names are bound by the workflow's parameter, `step`, `let`, `wait` and `as`"},
      {"GF0202", "the declaration of the type has all its fields"},
      {"GF0203",
       "give a value of the type that is due; plain ones are made of each other by `string(…)`, "
       "`int(…)`, `decimal(…)` and `duration(…)`"},
      {"GF0205", "let both sides have one type; money and quantities are decimals: `12.50m`"},
      {"GF0206", "the declaration of the enum has all its members"},
      {"GF0207", "let both sides have one type"},
      {"GF0209", "declare the type, or import the file that does"},
      {"GF0210", "keep one of them"},
      {"GF0211", "give every field that is not `T?`"},
      {"GF0212", "write the new fields as a map: `order.with({\"lines\": lines})`"},
      {"GF0213",
       "the functions are those of CEL and those of the language page; a `define` adds one"},
      {"GF0214", "look up what it takes on the language page"},
  }};
  for (const auto& [known, help] : helps)
    if (known == code)
      return std::string(help);
  return {};
}

} // namespace gantry::dsl
