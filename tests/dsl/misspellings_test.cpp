// Goal: whatever is misspelt, the help line names the word that was meant.
// Method: flows with one wrong word each, and the word that the first mistake's help line names.
#include "tests/dsl/diagnostic_cases.hpp"
#include "tests/dsl/first_mistake.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;

namespace {

struct misspelling {
  std::string flow;  ///< a declaration, or statements
  std::string wrong; ///< what the span covers
  std::string meant;
};

std::string step_with(const std::string& clauses) {
  return "step g = far.look(text: job.text) { on missing, closed { hold \"x\" } " + clauses +
         " }\n  hold g.text";
}

std::string with_header(const std::string& line) {
  return "workflow w(job: Job) {\n  version 1\n  key job.id\n  " + line + "\n  hold \"x\"\n}\n";
}

std::string in_let(const std::string& expression) {
  return "let d = " + expression + "\n  hold string(size([d]))";
}

std::vector<misspelling> of_statements() {
  return {
      {"setp g = far.look(text: job.text)", "setp", "step"},
      {"rejct \"x\"", "rejct", "reject"},
      {"cancle \"x\"", "cancle", "cancel"},
      {"stge late", "stge", "stage"},
      {"stage late fnal", "fnal", "final"},
      {"bakc to started", "bakc", "back"},
      {"stage late\n  back to start, at most 3 else hold \"x\"", "start", "started"},
      {"stage late\n  back too late, at most 3 else hold \"x\"", "too", "to"},
      {"if job.count > 1 { hold \"x\" } els { hold \"y\" }", "els", "else"},
      {"paralel { branch { } branch { } }", "paralel", "parallel"},
      {"parallel { brnch { } branch { } }", "brnch", "branch"},
      {"wait frist { a = far.arrived(id: job.id) { hold a.id } within 1d else hold \"y\" }",
       "frist", "first"},
      {"wait unitl job.due", "unitl", "until"},
      {"wait fro 5min", "fro", "for"},
      {"wait e = far.arived(id: job.id) { within 1d else hold \"x\" }", "arived", "arrived"},
      {"wait e = far.arrived(idd: job.id) { within 1d else hold \"x\" }", "idd", "id"},
      {"wait e = far.arrived(id: job.id) { withing 1d else hold \"x\" }", "withing", "within"},
      {"emit far.tolt(id: job.id)", "tolt", "told"},
      {"match job.kind { rush { hold \"x\" } esle { hold \"y\" } }", "esle", "else"},
      {"match job.kind { rush { hold \"x\" } palin { hold \"y\" } }", "palin", "plain"},
      {"each r for l in job.lines, 4 at onec { yield l.sku }", "onec", "once"},
      {"repeat r untill true, at most 3 else hold \"x\" { yield 1 }", "untill", "until"},
      {"task t for \"desk\" { chose yes, no within 1d else yes }", "chose", "choose"},
      {"task t for \"desk\" { choose yes, no within 1d else yess }", "yess", "yes"},
      {"task t for \"desk\" { choose yes, no within 1d else escalat to \"b\" within 1d else no }",
       "escalat", "escalate"},
      {"amend job.text = \"x\", withot redo", "withot", "without"},
  };
}

std::vector<misspelling> of_calls() {
  return {
      {"step g = far.lok(text: job.text)", "lok", "look"},
      {"step g = fra.look(text: job.text)", "fra", "far"},
      {"step g = far.look(txt: job.text) { on missing, closed { hold \"x\" } }\n  hold g.text",
       "txt", "text"},
      {"step g = far.look(text: job.text) wiht calm { on missing, closed { hold \"x\" } }\n"
       "  hold g.text",
       "wiht", "with"},
      {"step g = far.look(text: job.text) with clam { on missing, closed { hold \"x\" } }\n"
       "  hold g.text",
       "clam", "calm"},
      {"step g = far.look(text: job.text) { on misssing, closed { hold \"x\" } }\n  hold g.text",
       "misssing", "missing"},
      {step_with("timout 5s"), "timout", "timeout"},
      {step_with("rety 3 times, every 5s"), "rety", "retry"},
      {step_with("retry 3 time, every 5s"), "time", "times"},
      {step_with("retry 3 times, evry 5s"), "evry", "every"},
      {step_with("retry 3 times, form 1s to 8s"), "form", "from"},
      {step_with("within 5min esle hold \"y\""), "esle", "else"},
      {step_with("within 5min else hlod \"y\""), "hlod", "hold"},
      {"step m = far.make(text: job.text, amount: 1m) { on blocked { hold \"b\" } compensate "
       "far.dorp(id: m.number) }\n  hold m.number",
       "dorp", "drop"},
  };
}

std::vector<misspelling> of_expressions() {
  return {
      {"hold jbo.text", "jbo", "job"},
      {"hold job.txet", "txet", "text"},
      {in_let("nwo"), "nwo", "now"},
      {in_let("treu"), "treu", "true"},
      {in_let("string(sze(job.tags))"), "sze", "size"},
      {in_let("job.text.lowrAscii()"), "lowrAscii", "lowerAscii"},
      {in_let("job.lines.fliter(l, l.quantity > 1m)"), "fliter", "filter"},
      {in_let("job.lines.summ(l, l.quantity)"), "summ", "sum"},
      {in_let("math.gratest(1, 2)"), "gratest", "math.greatest"},
      {in_let("mth.greatest(1, 2)"), "greatest", "math.greatest"},
      {in_let("abs(job.count)"), "abs", "math.abs"},
      {in_let("has(job.emial)"), "emial", "email"},
      {in_let("Kpet { id: \"x\" }"), "Kpet", "Kept"},
      {in_let("Kept { idd: \"x\" }"), "idd", "id"},
      {in_let("job.kind == \"rsh\""), "\"rsh\"", "rush"},
      {"wait for 30 minuts", "30 minuts", "30min"},
      {"wait for 2hours", "2hours", "2h"},
      {"wait for 1h 30min", "1h 30min", "1h30min"},
      {"wait for 3 workdys in desk", "workdys", "workdays"},
      {"wait for 3 workdays in dask", "dask", "desk"},
  };
}

std::vector<misspelling> of_declarations() {
  return {
      {"imprt \"far.flow\"\n", "imprt", "import"},
      {"worklfow x(job: Job) { }\n", "worklfow", "workflow"},
      {"import \"fra.flow\"\n", "import \"fra.flow\"", "far.flow"},
      {with_header("serach a = job.id"), "serach", "search"},
      {with_header("pause freez deadlines"), "freez", "freezes"},
      {with_header("sla lat within 5h else { emit far.told(id: job.id) }\n  stage late"), "lat",
       "late"},
      {"type Other { id: string kye }\n", "kye", "key"},
      {"type Other { id: string personl }\n", "personl", "personal"},
      {"type Other { id: strng }\n", "strng", "string"},
      {"type Other { kind: Kin }\n", "Kin", "Kind"},
      {"contract c { raed find(id: string) -> Kept }\n", "raed", "read"},
      {"contract c { once mk(id: string) -> Kept verify fnd(reference: key) settle 2s within 1min\n"
       "  read find(reference: string) -> Kept[] }\n",
       "fnd", "find"},
      {"contract c { once mk(id: string) -> Kept verfy find(reference: key) settle 2s within 1min\n"
       "  read find(reference: string) -> Kept[] }\n",
       "verfy", "verify"},
      {"contract c { event e(id: string key) kep 3d }\n", "kep", "keep"},
      {"contract c wiht calm { read find(id: string) -> Kept }\n", "wiht", "with"},
      {"calendar k { zoen \"Europe/Berlin\" open mon..fri \"08:00\"..\"17:00\" }\n", "zoen",
       "zone"},
      {"calendar k { zone \"Europe/Berlin\" open mno..fri \"08:00\"..\"17:00\" }\n", "mno", "mon"},
      {"policy p { timeot 5s }\n", "timeot", "timeout"},
      {"table t(k: Kind) -> int { rush -> 1 els -> 2 }\n", "els", "else"},
      {"mapping m(doc: json) -> Kept { idd = text(doc.id) }\n", "idd", "id"},
      {"mapping m(doc: json) -> Kept { refus \"no-id\" when true because \"x\" id = \"x\" }\n",
       "refus", "refuse"},
      {"mapping one(doc: json) -> Line { sku = \"a\" quantity = 1m }\n"
       "mapping two(doc: json) -> Line { sku = \"a\" quantity = decimal(oen(doc).sku) }\n",
       "oen", "one"},
  };
}

void check(const misspelling& each, const std::string& flow) {
  const auto told = first_mistake_of(flow);
  INFO(told.rendered);
  CHECK(told.wrong == each.wrong);
  CHECK(told.help.find("`" + each.meant + "`") != std::string::npos);
}

} // namespace

TEST_CASE("a misspelt word of a statement is told with the one that was meant", "[unit]") {
  for (const auto& each : of_statements())
    check(each, workflow_of(each.flow));
}

TEST_CASE("a misspelt part of a call is told with the one that was meant", "[unit]") {
  for (const auto& each : of_calls())
    check(each, workflow_of(each.flow));
}

TEST_CASE("a misspelt name, function or unit is told with the one that was meant", "[unit]") {
  for (const auto& each : of_expressions())
    check(each, workflow_of(each.flow));
}

TEST_CASE("a misspelt word of a declaration is told with the one that was meant", "[unit]") {
  for (const auto& each : of_declarations())
    check(each, each.flow);
}

TEST_CASE("functions of other languages are told in the words of this one", "[unit]") {
  const misspelling cases[] = {
      {"job.text.toLowerCase()", "toLowerCase", "x.lowerAscii()"},
      {"job.text.length()", "length", "size(x)"},
      {"len(job.text)", "len", "size(x)"},
      {"job.text.lenght()", "lenght", "size(x)"},
      {"toString(job.count)", "toString", "string(x)"},
      {"job.tags.any(t, t == \"a\")", "any", "list.exists(x, condition)"},
      {"coalesce(job.email, \"x\")", "coalesce", "x.orValue(y)"},
      {"now()", "now", "now"},
      {"max(1, 2)", "max", "math.greatest(a, b)"},
      {"contains(job.text, \"x\")", "contains", "string.contains(string)"},
      {"job.amount.round(2)", "round", "round(decimal, int)"},
  };
  for (const auto& each : cases)
    check(each, workflow_of(in_let(each.flow)));
}
