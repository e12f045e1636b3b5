#include "tests/dsl/diagnostic_cases.hpp"

namespace gantry::tests {

namespace {

/// A table whose file has these lines, each but the first behind `// `.
std::string in_file(const std::string& rows) {
  return "table t(a: int) -> int from \"t.csv\"\n// t.csv\n// " + rows + "\n";
}

} // namespace

std::vector<diagnostic_case> mapping_cases() {
  const std::string place = "type Place { city: string, country: string }\n";
  return {
      {"GF0276",
       place + "mapping a(d: json) -> Place { warn \"No Code\" when true because \"why\" "
               "city = \"x\" country = \"y\" }",
       "\"No Code\""},
      {"GF0201",
       place +
           "mapping a(d: json) -> Place { warn \"no-city\" at dd.city when true because \"why\" "
           "city = \"x\" country = \"y\" }",
       "dd"},
      {"GF0203",
       place + "mapping a(d: json) -> Place { warn \"no-city\" at 5 when true because \"why\" "
               "city = \"x\" country = \"y\" }",
       "5"},
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
      {"GF0282", "table t(a: int) -> int from \"t.csv\"", "\"t.csv\""},
      {"GF0282", "table t(a: int) -> int from \"../t.csv\"\n// t.csv\n// a,value\n// 1,2",
       "\"../t.csv\""},
      {"GF0282", "table t(a: int) -> int from \"/t.csv\"", "\"/t.csv\""},
      {"GF0282", "table t(a: int) -> int from \"t.txt\"", "\"t.txt\""},
      {"GF0283", in_file("a,value\n// 1,\"2\n// 3,4"), "\""},
      {"GF0283", in_file("a,value\n// 1,\"2\"2"), "2"},
      {"GF0283", in_file("a,value\n// 1,2\"3\""), "\""},
      {"GF0283", in_file("a,value\n// 1,2,3"), "1,2,3"},
      {"GF0283", in_file("a,value\n// 1"), "1"},
      {"GF0283", in_file("a,value\n// 1,\xFC"), "\xFC"},
      {"GF0284", in_file("a,valeu\n// 1,2"), "valeu"},
      {"GF0284", in_file("a;value\n// 1;2"), "a;value"},
      {"GF0284", in_file("a\n// 1"), "a"},
      {"GF0284", in_file("a,value,a\n// 1,2,3"), "a"},
      {"GF0284", "table t(value: int) -> int from \"t.csv\"\n// t.csv\n// value\n// 1", "t"},
      {"GF0284", "table t(a: int) -> Job from \"t.csv\"\n// t.csv\n// a\n// 1", "Job"},
      {"GF0280", "table t(a: decimal) -> int from \"t.csv\"\n// t.csv\n// a,value\n// 1,2",
       "a: decimal"},
      {"GF0285", in_file("a,value\n// 1,two"), "two"},
      {"GF0285", in_file("a,value\n// 1,2.5"), "2.5"},
      {"GF0285", in_file("a,value\n// ,2"), ""},
      {"GF0285", "table t(k: Kind) -> int from \"t.csv\"\n// t.csv\n// k,value\n// rusch,2",
       "rusch"},
      {"GF0281", in_file("a,value\n// 1,2\n// 1,3"), "1,3"},
      {"GF0203", "table t(a: int) -> int {\n  1 -> \"x\"\n}", "\"x\""},
      {"GF0274", place + "mapping a(d: json) -> Place { city = text(d.?town) }", "a"},
  };
}

} // namespace gantry::tests
