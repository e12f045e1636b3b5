#include "tests/fuzz/entry_points.hpp"

#include <algorithm>
#include <array>

namespace gantry::fuzz {

std::span<const entry_point> entry_points() {
  static constexpr std::array<entry_point, 8> all = {{
      {"lexer", run_lexer, "flow.dict"},
      {"parser", run_parser, "flow.dict"},
      {"checker", run_checker, "flow.dict"},
      {"evaluator", run_evaluator, "expression.dict"},
      {"mapping", run_mapping, "document.dict"},
      {"json", run_json, "json.dict"},
      {"x12", run_x12, "x12.dict"},
      {"table", run_table, "table.dict"},
  }};
  return all;
}

const entry_point* entry_point_named(std::string_view name) {
  const auto all = entry_points();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const entry_point& e) { return e.name == name; });
  return found == all.end() ? nullptr : &*found;
}

} // namespace gantry::fuzz
