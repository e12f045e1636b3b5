// Goal: who writes as in SQL, Java, Python, JavaScript or YAML is told the spelling of this
// language, once, where it stands.
// Method: flows with one habit each; the span, a part of the help line, and no second mistake.
#include "tests/dsl/diagnostic_cases.hpp"
#include "tests/dsl/first_mistake.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;

namespace {

struct brought {
  std::string flow;
  std::string wrong; ///< what the span covers
  std::string help;  ///< a part of it
};

std::string under_condition(const std::string& condition) {
  return workflow_of("if " + condition + " { hold \"x\" }");
}

std::string of_value(const std::string& expression) {
  return workflow_of("let d = " + expression + "\n  hold string(size([d]))");
}

std::string step_saying(const std::string& clauses) {
  return workflow_of("step g = far.look(text: job.text) { on missing, closed { hold \"x\" } " +
                     clauses + " }\n  hold g.text");
}

std::string beginning_with(const std::string& version) {
  return "workflow w(job: Job) {\n  " + version + "\n  key job.id\n  hold \"x\"\n}\n";
}

void check_told(const std::vector<brought>& all) {
  for (const auto& each : all) {
    const auto told = first_mistake_of(each.flow);
    INFO(told.rendered);
    CHECK(told.errors == 1);
    CHECK(told.wrong == each.wrong);
    CHECK(told.help.find(each.help) != std::string::npos);
  }
}

} // namespace

TEST_CASE("operators of other languages are told in the spelling of this one", "[unit]") {
  check_told({
      {under_condition("job.count = 1"), "=", "`==` compares two"},
      {under_condition("job.count === 1"), "===", "`==`"},
      {under_condition("job.count !== 1"), "!==", "`!=`"},
      {under_condition("job.count <> 1"), "<>", "`!=`"},
      {under_condition("job.count =< 1"), "=<", "`<=`"},
      {under_condition("job.count => 1"), "=>", "`>=`"},
      {under_condition("job.count > 1 and job.count < 5"), "and", "`&&`"},
      {under_condition("(job.count > 1 or job.count < 5)"), "or", "`||`"},
      {under_condition("job.count > 1 & job.count < 5"), "&", "`&&`"},
      {under_condition("not job.count > 1"), "not", "`!`"},
      {under_condition("job.text is null"), "is", "`==`"},
      {under_condition("job.count > 80%"), "%", "value * 0.80m"},
      {under_condition("job.text like \"a%\""), "like", "x.contains("},
      {under_condition("job.count between 1 and 5"), "between", "x >= 1 && x <= 5"},
      {under_condition("job.count in (1, 2)"), ",", "`[1, 2]`"},
      {"setting s: decimal = 95%\n/// Told.\n" + workflow_of("hold \"x\""), "%", "value * 0.80m"},
      {of_value("math.max(1, 2)"), "max", "`math.greatest(a, b)`"},
      {of_value("1 + if job.count > 1 { 1 } else { 2 }"), "if", "`condition ? value : other`"},
      {of_value("job.email ?? \"x\""), "??", "x.orValue(y)"},
      {of_value("job.count++"), "++", "`x + 1`"},
      {of_value("job.count += 1"), "+=", "bound once"},
      {of_value("2 ** 3"), "**", "multiply"},
      {of_value("job.lines.map(l => l.sku)"), "=", "list.map(x, x.field)"},
      {of_value("\"a\" || job.text"), "\"a\" || job.text", "`+`"},
      {of_value("f\"a {job.count}\""), "f", "`+`"},
  });
}

TEST_CASE("values of other languages are told in the spelling of this one", "[unit]") {
  check_told({
      {under_condition("job.email == None"), "None", "`none`"},
      {under_condition("job.email == undefined"), "undefined", "`none`"},
      {of_value("True"), "True", "`true`"},
      {of_value("new Kept { id: \"1\" }"), "new", "take `new` away"},
      {of_value("Kept(id: \"1\")"), "id", "`Kept { id: … }`"},
      {of_value("Kept { id = \"1\" }"), "=", "`name: value`"},
      {of_value("Kept { \"id\": \"1\" }"), "\"id\"", "`id: …`"},
      {of_value("{ id: \"1\" }"), "id", "`\"id\": …`"},
      {of_value("1,000"), "1,000", "`1000`"},
      {of_value("1_000"), "1_000", "`1000`"},
      {of_value("1_000m"), "1_000m", "`1000m`"},
      {of_value("12,50m"), "12,50m", "`12.50m`"},
      {of_value("1m + 12,50m"), "12,50m", "`12.50m`"},
      {of_value("now + 1 day"), "1 day", "`1d`"},
      {workflow_of("hold “x”"), "“", "straight quotes"},
      {workflow_of("hold `x`"), "`", "straight quotes"},
  });
}

TEST_CASE("statements of other languages are told in the spelling of this one", "[unit]") {
  check_told({
      {workflow_of("if job.count > 1 { hold \"x\" } elif job.count > 0 { hold \"y\" }"), "elif",
       "`else if`"},
      {workflow_of("if job.count > 1 then { hold \"x\" }"), "then", "`{`"},
      {workflow_of("if job.count > 1: { hold \"x\" }"), ":", "`{`"},
      {workflow_of("hold \"x\";"), ";", "take the `;` away"},
      {workflow_of("let a = 1;\n  let b = a;\n  hold string(b);"), ";", "all others like it"},
      {workflow_of("var x = 1"), "var", "`let NAME = …`"},
      {workflow_of("x = 1"), "x", "`let x = …`"},
      {workflow_of("let x: int = 1\n  hold string(x)"), ":", "`let x = …`"},
      {workflow_of("let x := 1\n  hold string(x)"), ":=", "`let x = …`"},
      {workflow_of("throw \"x\""), "throw", "`reject"},
      {workflow_of("while job.count > 1 { hold \"x\" }"), "while", "`repeat"},
      {workflow_of("for l in job.lines { hold \"x\" }"), "for", "`each"},
      {workflow_of("ensure job.count > 1"), "ensure", "`if !(CONDITION) { reject"},
      {workflow_of("repeat x while job.count > 1, at most 3 else hold \"x\" { hold \"y\" }"),
       "while", "`until !(…)`"},
      {workflow_of("each lines in job.lines, 2 at once { hold \"x\" }"), "in",
       "`each lines for ITEM in LIST"},
      {workflow_of("switch job.kind { rush { hold \"x\" } }"), "switch", "`match"},
      {workflow_of("match job.kind { case rush { hold \"x\" } else { hold \"y\" } }"), "case",
       "`rush { … }`"},
      {workflow_of("match job.kind { rush { hold \"x\" } default { hold \"y\" } }"), "default",
       "`else`"},
      {workflow_of("match job.kind { rush => { hold \"x\" } else { hold \"y\" } }"), "=", "`=>`"},
      {workflow_of(
           "step m = far.make(text: job.text amount: job.amount) { compensate none \"x\" on "
           "blocked { hold \"x\" } }\n  hold m.number"),
       "amount", "divided by commas"},
      {workflow_of("final stage late"), "final", "`stage NAME final`"},
      {step_saying("retry 3 times, every 5s hold \"x\""), "hold", "`else hold …`"},
      {step_saying("within 5min reject \"x\""), "reject", "`else reject …`"},
      {workflow_of("step g = far.look(text: job.text) { on missing closed { hold \"x\" } }\n"
                   "  hold g.text"),
       "closed", "`on missing, closed`"},
      {workflow_of("wait e = far.arrived(id: job.id) { within 1d hold \"x\" }\n  hold e.id"),
       "hold", "`else hold …`"},
      {workflow_of("back to started, at most 3 hold \"x\""), "hold", "`else hold …`"},
      {workflow_of("hold \"x\"\n  on far.arrived(id: job.id) as e where e.count > 1 { }"), "where",
       "`… where CONDITION as e {`"},
      {workflow_of("stage late\n  hold \"x\"\n  on far.arrived(id: job.id) as e {\n"
                   "    before late { }\n    else { }\n  }"),
       "else", "`otherwise { … }`"},
      {workflow_of("task t for \"desk\" { enter note string choose yes within 1d else yes }\n"
                   "  hold t.note"),
       "note string", "`note: string`"},
      {workflow_of("step f = far.look(text: job.text) { on missing, closed { hold \"x\" } }\n"
                   "  if f.note { hold note }"),
       "f.note", "`f.note.hasValue()`"},
      {workflow_of("sleep 5min"), "sleep", "`wait for 5min`"},
      {workflow_of("wait 5min"), "5min", "`wait for 5min`"},
      {workflow_of("call far.look(text: job.text)"), "call", "`step NAME"},
      {workflow_of("step far.look(text: job.text)"), "far", "`step NAME = far.…`"},
      {workflow_of("step k: far.keep(text: job.text) { on full { hold \"x\" } compensate none "
                   "\"x\" }\n  hold k.id"),
       ":", "`step k = …`"},
      {workflow_of("step k = far.keep(text = job.text) { on full { hold \"x\" } compensate none "
                   "\"x\" }\n  hold k.id"),
       "=", "`text: value`"},
  });
}

TEST_CASE("declarations of other languages are told in the spelling of this one", "[unit]") {
  check_told({
      {"/* a comment */\ntype Other { id: string }\n", "/*", "`//`"},
      {"/* a comment\n   of two lines */\ntype Other { id: string }\n", "/*", "`//`"},
      {"-- a comment\ntype Other { id: string }\n", "--", "`//`"},
      {"type Other { id: string } -- a comment\n", "--", "`//`"},
      {workflow_of("hold \"x\" -- why"), "--", "`//`"},
      {workflow_of("let n = job.count -- of all\n  hold string(n)"), "--", "`//`"},
      {"# a comment\ntype Other { id: string }\n", "#", "//"},
      {"record Other { id: string }\n", "record", "`type NAME"},
      {"function f(x: int) -> int = x\n", "function", "`define NAME"},
      {"include \"x.flow\"\n", "include", "`import"},
      {"import contracts/erp.flow\n", "contracts", "`\"contracts/erp.flow\"`"},
      {"type Other = { id: string }\n", "=", "`type Other {`"},
      {"type other { id: string }\n", "other", "`Other`"},
      {"type Other { string id }\n", "string id", "`id: string`"},
      {"type Other { id string }\n", "id string", "`id: string`"},
      {"type Other { id?: string }\n", "?", "`id: string?`"},
      {"type Other { id: List<string> }\n", "<", "`string[]`"},
      {"type Other { id: [string] }\n", "[", "`string[]`"},
      {"type Other { id: map<string, int> }\n", "<", "`map[int]`"},
      {"type Other { id: float }\n", "float", "`decimal`"},
      {"type Other { id: str }\n", "str", "`string`"},
      {"enum Other { a b }\n", "b", "commas"},
      {"enum Other { \"a\" }\n", "\"a\"", "`a`"},
      {"define f(x: int): int = x\n", ":", "`->`"},
      {"define f(int x) -> int = x\n", "int x", "`x: int`"},
      {"define f(x: int) -> int { x }\n", "{", "`= …`"},
      {"define f(x: int) -> int => x\n", "=>", "= …`"},
      {"setting s = 5\n", "=", "`setting s: decimal = …`"},
      {"contract c { GET find(id: string) -> Kept }\n", "GET", "`read`"},
      {"contract c { find(id: string) -> Kept }\n", "find", "`read find(…)`"},
      {"contract c { read find(id: string): Kept }\n", ":", "`->`"},
      {"policy p { timeout 5s, retry 2 times, every 5s }\n", ",", "take the `,` away"},
      {beginning_with("version \"1\""), "\"1\"", "without quotes: `1`"},
      {beginning_with("version: 1"), ":", "`version 1`"},
      {beginning_with("version = 1"), "=", "`version 1`"},
      {beginning_with("version 1.0"), "1.0", "`1`"},
      {step_saying("timeout: 5s"), ":", "`timeout 5s`"},
      {step_saying("retry 4, every 1s"), ",", "`retry 3 times, every 5s`"},
      {step_saying("retry 4 times every 1s"), "every", "`retry 3 times, every 5s`"},
  });
}

TEST_CASE("a name that is not bound is marked alone, not with all around it", "[unit]") {
  const auto told = first_mistake_of(
      workflow_of("if job.count > 1 { let q = \"x\"\n  hold q }\n  hold \"a\" + q + job.text"));
  INFO(told.rendered);
  CHECK(told.wrong == "q");
}
