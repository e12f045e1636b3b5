#include "tests/dsl/diagnostic_cases.hpp"

namespace gantry::tests {

std::vector<diagnostic_case> mapping_cases() {
  const std::string place = "type Place { city: string, country: string }\n";
  return {
      {"GF0276",
       place + "mapping a(d: json) -> Place { warn \"No Code\" when true because \"why\" "
               "city = \"x\" country = \"y\" }",
       "\"No Code\""},
      {"GF0277",
       "type Small { name: string }\n"
       "type Big { name: string, inner: Small }\n"
       "mapping big(d: json) -> Big { name = text(d.?n)  inner = big(d.?in.orValue({})) }",
       "big(d.?in.orValue({}))"},
      {"GF0280", "table t(a: string) -> int {\n  \"x\" -> 1\n  \"y\", \"z\" -> 2\n}", "\"y\""},
      {"GF0280", "table t(a: string) -> int {\n  7 -> 1\n}", "7"},
      {"GF0280", "table t(a: Kind) -> int {\n  rush -> 1\n  rusch -> 2\n}", "rusch"},
      {"GF0280", "table t(a: decimal) -> int {\n  1 -> 1\n}", "a: decimal"},
      {"GF0280", "table t(a: int) -> int {\n}", "t"},
      {"GF0281", "table t(a: int) -> int {\n  1 -> 1\n  1 -> 2\n}", "1"},
      {"GF0281", "table t(a: int) -> int {\n  else -> 1\n  else -> 2\n}", "else"},
      {"GF0203", "table t(a: int) -> int {\n  1 -> \"x\"\n}", "\"x\""},
      {"GF0274", place + "mapping a(d: json) -> Place { city = text(d.?town) }", "a"},
  };
}

} // namespace gantry::tests
