// Goal: when types do not agree, the help line says what to write, and that is right.
// Method: what the help names first is put in place of what was wrong, and checks.
#include "dsl/base/unit_words.hpp"
#include "tests/dsl/diagnostic_cases.hpp"
#include "tests/dsl/flow_folder.hpp"
#include "tests/dsl/text_under.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;

namespace {

/// The first text in ticks: what to write.
std::string named_in(const std::string& help) {
  const auto from = help.find('`');
  const auto to = help.find('`', from + 1);
  return from == std::string::npos ? std::string{} : help.substr(from + 1, to - from - 1);
}

const dsl::diagnostic* first_error(const dsl::compilation& compiled) {
  for (const auto& d : compiled.diagnostics)
    if (d.level == dsl::diagnostic::severity::error)
      return &d;
  return nullptr;
}

struct wrong_type {
  std::string flow;        ///< or the condition of an `if`
  std::string replacement; ///< of what stands under the span
};

void check_replacement(const std::string& source, const std::string& replacement) {
  auto files = with_small_contract(source);
  const auto compiled = dsl::compile(files);
  INFO(source << rendered(compiled, files));
  const auto* told = first_error(compiled);
  REQUIRE(told != nullptr);
  CHECK(named_in(told->help) == replacement);
  const auto wrong = text_under(told->at, files);
  auto& text = files.back().text;
  text.replace(text.rfind(wrong), wrong.size(), named_in(told->help));
  const auto mended = dsl::compile(files);
  INFO(text << rendered(mended, files));
  CHECK(first_error(mended) == nullptr);
}

std::string help_for(const std::string& source) {
  const auto compiled = dsl::compile(with_small_contract(source));
  const auto* told = first_error(compiled);
  return told == nullptr ? std::string{} : told->help;
}

std::string with_found(const std::string& body) {
  return workflow_of("step f = far.look(text: job.text) { on missing, closed { hold \"x\" } }\n  " +
                     body);
}

} // namespace

TEST_CASE("a literal of a wrong type is told in the spelling of the right one", "[unit]") {
  const wrong_type cases[] = {
      {"setting s: decimal = 1.5\n", "1.5m"},
      {"setting s: decimal = \"1.5\"\n", "1.5m"},
      {"setting s: decimal = -.5\n", "-0.5m"},
      {"setting s: double = 1.5m\n", "1.5"},
      {"setting s: double = 2\n", "2.0"},
      {"setting s: int = 5m\n", "5"},
      {"setting s: int = 2.0\n", "2"},
      {"setting s: int = \"5\"\n", "5"},
      {"setting s: uint = 5\n", "5u"},
      {"setting s: string = 12.50m\n", "\"12.50\""},
      {"setting s: string = true\n", "\"true\""},
      {"setting s: bool = \"true\"\n", "true"},
      {"setting s: duration = 5m\n", "5min"},
      {"setting s: duration = 5\n", "5s"},
      {"setting s: duration = \"5min\"\n", "5min"},
      {"setting s: duration = \"30 minutes\"\n", "30min"},
      {"setting s: duration = \"PT1H30M\"\n", "1h30min"},
      {"setting s: timestamp = \"2026-01-31\"\n", "timestamp(\"2026-01-31T00:00:00Z\")"},
      {"setting s: string[] = \"a\"\n", "[\"a\"]"},
      {"setting s: string[] = [1]\n", "\"1\""},
      {"define f(x: int) -> decimal = x > 1 ? 1m : 1.5\n", "1.5m"},
  };
  for (const auto& each : cases) {
    if (each.flow.find(" ? ") == std::string::npos)
      check_replacement(each.flow, each.replacement);
    else
      CHECK(named_in(help_for(each.flow)) == each.replacement);
  }
}

TEST_CASE("a value of a wrong type is told with the conversion", "[unit]") {
  const wrong_type cases[] = {
      {workflow_of("hold job.count"), "string(job.count)"},
      {workflow_of("hold job.tags"), "job.tags.join(\", \")"},
      {workflow_of("hold job.lines"), "job.lines.map(x, x.sku).join(\", \")"},
      {workflow_of("hold job"), "job.id"},
      {with_found("hold f.note"), "f.note.orValue(\"\")"},
      {workflow_of("if job.count { hold \"x\" }"), "job.count != 0"},
      {workflow_of("if job.text { hold \"x\" }"), "job.text != \"\""},
      {workflow_of("if job.tags { hold \"x\" }"), "size(job.tags) > 0"},
      {with_found("if f.note { hold \"x\" }"), "f.note.hasValue()"},
      {workflow_of("wait for job.text"), "duration(job.text)"},
      {workflow_of("wait for job.count + 5"), "duration(string(job.count + 5) + \"s\")"},
      {"define f(x: double) -> decimal = x\n", "decimal(string(x))"},
      {"define f(x: string) -> decimal = x\n", "decimal(x)"},
      {"define f(x: decimal) -> int = x\n", "int(x)"},
      {"define f(x: Line[]) -> int = x\n", "size(x)"},
      {"define f(x: Line[]) -> Line = x\n", "x[0]"},
      {"define f(x: Line) -> decimal = x\n", "x.quantity"},
      {"define f(x: decimal[]) -> string[] = x\n", "x.map(item, string(item))"},
      {"define f(a: timestamp, b: timestamp) -> int = b - a\n", "(b - a).getMinutes()"},
      {"define f(x: string) -> timestamp = x\n", "timestamp(x)"},
      {"define f(x: duration) -> timestamp = x\n", "now + x"},
      {"define f(x: bytes) -> string = x\n", "string(x)"},
      {"define f(x: string) -> bytes = x\n", "bytes(x)"},
      {"define f(x: decimal?) -> decimal = x\n", "x.orValue(0m)"},
      {"define f(x: string) -> string[] = x\n", "[x]"},
      {"define f(x: string?[]) -> string[] = x\n", "x.unwrapOpt()"},
      {"define f(x: int) -> timestamp = 2026-01-31\n", "timestamp(\"2026-01-31T00:00:00Z\")"},
  };
  for (const auto& each : cases)
    check_replacement(each.flow, each.replacement);
}

TEST_CASE("two sides of an operator are told by what both of them are", "[unit]") {
  const wrong_type cases[] = {
      {"job.amount > 0.5", "0.5m"},
      {"0.5 < job.amount", "0.5m"},
      {"double(job.count) > 5m", "5.0"},
      {"job.count > \"5\"", "5"},
      {"job.text == 5", "\"5\""},
      {"job.text > 5", "int(job.text)"}, // the order of texts is not the one of numbers
      {"job.due > \"2026-01-31\"", "timestamp(\"2026-01-31T00:00:00Z\")"},
      {"job.due > 5min", "now + 5min"},
      {"job.tags == \"a\"", "\"a\" in job.tags"},
      {"\"a\" in job.text", "job.text.contains(\"a\")"},
      {"job.kind in \"rush\"", "job.kind == \"rush\""},
      {"job.kind == 1", "\"plain\""},
      {"job.count + 1u > 1", "1"},
      {"job.text + 5 == \"a\"", "\"5\""},
      {"job.text + job.count == \"a\"", "string(job.count)"},
      {"job.due + 5 < now", "5s"},
      {"job.due + 5m < now", "5min"},
  };
  for (const auto& each : cases) {
    INFO(each.flow);
    const auto help = help_for(workflow_of("if " + each.flow + " { hold \"x\" }"));
    INFO(help);
    CHECK(named_in(help) == each.replacement);
  }
}

TEST_CASE("spans of everyday language and of other notations are understood in help", "[unit]") {
  CHECK(span_meant("30 minutes") == "30min");
  CHECK(span_meant("30 minuts") == "30min");
  CHECK(span_meant("1 hour 30 mins") == "1h30min");
  CHECK(span_meant("PT15M") == "15min");
  CHECK(span_meant("P1DT2H") == "1d2h");
  CHECK(span_meant("01:30:00") == "1h30min");
  CHECK(span_meant("soon").empty());
  CHECK(span_meant("5").empty());
  CHECK(unit_meant("Stunden").empty());
}
