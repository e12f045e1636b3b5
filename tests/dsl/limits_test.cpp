// Goal: every limit of the language is where docs/language.md says, and one above it is told.
// Method: a flow that grows with a number; at the limit it is right, one above it has one mistake.
#include "dsl/limits.hpp"
#include "tests/dsl/diagnostic_cases.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

using namespace gantry;
namespace limits = gantry::dsl::limits;

namespace {

struct limit_case {
  std::string what;
  std::size_t most;
  std::string code;
  std::function<std::string(std::size_t)> flow;
};

std::string repeated(std::size_t times, const std::function<std::string(std::size_t)>& one,
                     const std::string& between = "\n") {
  std::string all;
  for (std::size_t i = 0; i < times; ++i)
    all += (i == 0 ? "" : between) + one(i);
  return all;
}

std::string number(std::size_t n) {
  return std::to_string(n);
}

std::string in_workflow(const std::string& body) {
  return "type Job { id: string, n: int }\nworkflow w(job: Job) {\n  version 1\n  key job.id\n" +
         body + "\n}\n";
}

/// So many statements, of which no block holds more than it may.
std::string statements(std::size_t count) {
  std::string body;
  for (std::size_t stage = 0; count > 0;) {
    const auto inner = std::min<std::size_t>(count - 1, 900);
    body += "if job.n > 0 {\n";
    for (std::size_t i = 0; i < inner; ++i)
      body += "stage s" + number(stage++) + "\n";
    body += "}\n";
    count -= inner + 1;
  }
  return in_workflow(body);
}

/// So many fields, with those of the records in it.
std::string fields(std::size_t count) {
  constexpr std::size_t of_each = 99, inner = 99;
  const auto field = [](std::size_t i) { return "f" + number(i) + ": int"; };
  return "type Inner {\n" + repeated(of_each, field) + "\n}\ntype Outer {\n" +
         repeated(inner, [](std::size_t i) { return "i" + number(i) + ": Inner"; }) + "\n" +
         repeated(count - inner * (of_each + 1), field) + "\n}\n";
}

/// So many expressions, with those of a mapping that is called four times.
std::string mapping_expressions(std::size_t count) {
  constexpr std::size_t of_each = 400, calls = 4;
  const auto rest = count - calls * (of_each + 1);
  const auto field = [](std::size_t i) { return "f" + number(i) + ": int"; };
  const auto made = [](std::size_t i) { return "f" + number(i) + " = 1"; };
  const auto called = [](std::size_t i) { return "i" + number(i) + ": Inner"; };
  const auto call = [](std::size_t i) { return "i" + number(i) + " = inner(doc)"; };
  return "type Inner {\n" + repeated(of_each, field) + "\n}\ntype Outer {\n" +
         repeated(calls, called) + "\n" + repeated(rest, field) +
         "\n}\nmapping inner(doc: json) -> Inner {\n" + repeated(of_each, made) +
         "\n}\nmapping outer(doc: json) -> Outer {\n" + repeated(calls, call) + "\n" +
         repeated(rest, made) + "\n}\n";
}

std::string chain(std::size_t length, const std::string& first,
                  const std::function<std::string(std::size_t)>& next) {
  return first + "\n" + repeated(length - 1, [&](std::size_t i) { return next(i + 1); }) + "\n";
}

std::vector<limit_case> cases() {
  const auto times = [](std::size_t n, const std::string& text) {
    return repeated(
        n, [&](std::size_t) { return text; }, "");
  };
  return {
      {"bytes of a name", limits::name_bytes, "GF0107",
       [](std::size_t n) { return "define " + std::string(n, 'a') + "() -> int = 1\n"; }},
      {"declarations of a file", limits::declarations, "GF0127",
       [](std::size_t n) {
         return repeated(n, [](std::size_t i) { return "enum E" + number(i) + " { a }"; });
       }},
      {"parts of a block", limits::parts, "GF0127",
       [](std::size_t n) {
         return "enum E { " +
                repeated(
                    n, [](std::size_t i) { return "m" + number(i); }, ", ") +
                " }\n";
       }},
      {"statements of a workflow", limits::statements, "GF0127", statements},
      {"parameters", limits::list, "GF0127",
       [](std::size_t n) {
         return "define f(" +
                repeated(
                    n, [](std::size_t i) { return "p" + number(i) + ": int"; }, ", ") +
                ") -> int = 1\n";
       }},
      {"items of a list", limits::items, "GF0112",
       [&](std::size_t n) { return in_workflow("hold string(size([" + times(n, "1,") + "]))"); }},
      {"blocks in blocks", limits::block_depth, "GF0124",
       [&](std::size_t n) {
         return in_workflow(times(n - 1, "if job.n > 0 { ") + "hold \"x\"" + times(n - 1, " }"));
       }},
      {"conditions in a row", limits::block_depth, "GF0124",
       [&](std::size_t n) {
         return in_workflow("if job.n > 0 { hold \"x\" }" +
                            times(n - 2, " else if job.n > 1 { hold \"x\" }"));
       }},
      {"lists of lists", limits::type_marks, "GF0120",
       [&](std::size_t n) { return "type T { a: int" + times(n, "[]") + " }\n"; }},
      {"maps of maps", limits::type_marks, "GF0120",
       [&](std::size_t n) {
         return "type T { a: " + times(n, "map[") + "int" + times(n, "]") + " }\n";
       }},
      {"records in records", limits::type_depth, "GF0279",
       [](std::size_t n) {
         return chain(n, "type T0 { a: int }", [](std::size_t i) {
           return "type T" + number(i) + " { a: T" + number(i - 1) + "[] }";
         });
       }},
      {"records in records that come later", limits::type_depth, "GF0279",
       [](std::size_t n) {
         return repeated(n - 1,
                         [](std::size_t i) {
                           return "type T" + number(i) + " { a: T" + number(i + 1) + " }";
                         }) +
                "\ntype T" + number(n - 1) + " { a: int }\n";
       }},
      {"fields of a record", limits::type_fields, "GF0279", fields},
      {"parts of a define", limits::define_parts, "GF0278",
       [&](std::size_t n) { return "define f() -> int[] = [" + times(n - 1, "1,") + "]\n"; }},
      {"defines that call defines", limits::define_depth, "GF0278",
       [](std::size_t n) {
         return chain(n, "define f0(n: int) -> int = n", [](std::size_t i) {
           return "define f" + number(i) + "(n: int) -> int = f" + number(i - 1) + "(n)";
         });
       }},
      {"expressions of a mapping", limits::mapping_parts, "GF0278", mapping_expressions},
  };
}

std::vector<std::string> errors_of(const dsl::compilation& compiled) {
  std::vector<std::string> codes;
  for (const auto& d : compiled.diagnostics)
    if (d.level == dsl::diagnostic::severity::error)
      codes.push_back(d.code);
  return codes;
}

} // namespace

TEST_CASE("a flow at a limit is right, and one above it is told", "[unit]") {
  for (const auto& each : cases()) {
    INFO(each.what);
    const std::vector<dsl::source_file> at{{"main.flow", each.flow(each.most)}};
    CHECK(errors_of(dsl::compile(at)) == std::vector<std::string>{});
    const std::vector<dsl::source_file> above{{"main.flow", each.flow(each.most + 1)}};
    const auto compiled = dsl::compile(above);
    INFO(tests::rendered(compiled, above).substr(0, 2'000));
    CHECK(errors_of(compiled) == std::vector<std::string>{each.code});
    for (const auto& d : compiled.diagnostics)
      CHECK_FALSE(d.help.empty());
  }
}

TEST_CASE("a folder of more text than anybody writes is refused", "[unit]") {
  std::vector<dsl::source_file> files;
  for (int i = 0; i < 16; ++i)
    files.push_back({"f" + number(i) + ".flow", std::string(limits::file_bytes, ' ')});
  CHECK(dsl::compile(files).diagnostics.empty());
  files.push_back({"g.flow", " "});
  const auto compiled = dsl::compile(files);
  CHECK(errors_of(compiled) == std::vector<std::string>{"GF0127"});
}

TEST_CASE("a table's file at its limits is right, and one above them is told", "[unit]") {
  const auto with_rows = [](const std::string& rows) {
    return errors_of(dsl::compile(
        {{"main.flow", "table t(a: int) -> int from \"t.csv\"\n"}, {"t.csv", "a,value\n" + rows}}));
  };
  const auto some = [](std::size_t n) {
    return repeated(n, [](std::size_t i) { return number(i) + ",1"; });
  };
  CHECK(with_rows(some(limits::table_rows)).empty());
  CHECK(with_rows(some(limits::table_rows + 1)) == std::vector<std::string>{"GF0127"});
  const auto long_row = "1,2\n" + std::string(limits::file_bytes - 12, '\n');
  CHECK(with_rows(long_row).empty());
  CHECK(with_rows(long_row + "\n") == std::vector<std::string>{"GF0127"});
  const auto wrong = with_rows(repeated(500, [](std::size_t i) { return number(i) + ",x"; }));
  CHECK(wrong.size() == 101);
  CHECK(wrong.back() == "GF0129");
}

TEST_CASE("of a file the first hundred mistakes are told, and that there are more", "[unit]") {
  const auto with_mistakes = [](std::size_t n) {
    return dsl::compile({{"main.flow", repeated(n, [](std::size_t i) {
                            return "type T" + number(i) + " { a: X" + number(i) + " }";
                          })}});
  };
  CHECK(errors_of(with_mistakes(100)).size() == 100);
  const auto more = errors_of(with_mistakes(101));
  CHECK(more.size() == 101);
  CHECK(more.back() == "GF0129");
  CHECK(errors_of(with_mistakes(900)) == more);
}

TEST_CASE("no number of warnings hides a mistake", "[unit]") {
  const std::string body = repeated(120, [](std::size_t i) {
    return "step s" + number(i) + " = far.look(text: job.text) { on missing { hold \"x\" } }";
  });
  const auto compiled =
      dsl::compile(tests::with_small_contract(tests::workflow_of(body + "\nhold job.id_")));
  CHECK(errors_of(compiled) == std::vector<std::string>{"GF0202"});
  CHECK(compiled.diagnostics.size() == 102); // a hundred, that there are more, and the mistake
}
