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
      {"GF0274", place + "mapping a(d: json) -> Place { city = text(d.?town) }", "a"},
  };
}

} // namespace gantry::tests
