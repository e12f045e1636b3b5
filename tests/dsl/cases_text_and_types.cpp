#include "tests/dsl/diagnostic_cases.hpp"

namespace gantry::tests {

std::string workflow_of(const std::string& body, bool returns) {
  return std::string("workflow w(job: Job) ") + (returns ? "-> Kept " : "") +
         "{\n  version 1\n  key job.id\n  " + body + "\n}\n";
}

std::vector<diagnostic_case> text_cases() {
  return {
      {"GF0101", workflow_of("stage late #"), "#"},
      {"GF0102", workflow_of(R"(hold "open)"), R"("open)"},
      {"GF0103", workflow_of(R"(hold "a\q")"), R"(\q)"},
      {"GF0104", workflow_of("hold string(0x)"), "0x"},
      {"GF0104", workflow_of("hold string(.5m)"), ".5m"},
      {"GF0104", workflow_of("hold string(1e3m)"), "1e3m"},
      {"GF0120", "enum Empty { }\n", "Empty"},
      {"GF0105", workflow_of("wait for 1h30m"), "1h30m"},
      {"GF0105", workflow_of("wait for 1.5h"), "1.5h"},
      {"GF0108", workflow_of("hold \"\xFF\""), "\"\xFF\""},
      {"GF0110", workflow_of("hold 1 + * 2"), "*"},
      {"GF0111", workflow_of("hold string(size(job.tags)"), ")"},
      {"GF0111", workflow_of("hold string(job.count; 1)"), ";"},
      {"GF0113", workflow_of("hold string(99999999999999999999)"), "99999999999999999999"},
      {"GF0114", workflow_of(R"(hold job."x")"), R"("x")"},
      {"GF0115", workflow_of("hold string(size(list: job.tags))"), "list"},
      {"GF0120", workflow_of("step = far.look(text: job.text)"), "="},
      {"GF0121", workflow_of("stepp a = far.look(text: job.text)"), "stepp"},
      {"GF0121", workflow_of("") + R"(workflw x(job: Job) { }
)",
       "workflw"},
      {"GF0123", workflow_of("parallel { branch { } branch { } }"),
       "parallel { branch { } branch { } }"},
      {"GF0126", R"(workflow w(job: Job) {
  version 1
  version 2
  key job.id
}
)",
       "version"},
      {"GF0130", std::string(R"(define step(x: int) -> int = x
)") + workflow_of(""),
       "step"},
      {"GF0131", std::string(R"(type Twice { id: string }
type Twice { id: string }
)") + workflow_of(""),
       "Twice"},
      {"GF0131", workflow_of(R"(stage late
  stage late)"),
       "late"},
      {"GF0131",
       "workflow w(job: Job) {\n  version 1\n  key job.id\n  search a = job.id, a = job.text\n"
       "  hold \"x\"\n}\n",
       "a"},
      {"GF0132", workflow_of(R"(let x = 1
  let x = 2
  hold string(x))"),
       "x"},
      {"GF0132", workflow_of("hold string(job.lines.sum(job, job.quantity))"), "job"},
      {"GF0132", workflow_of("hold string(job.lines.exists(l, job.tags.exists(l, l == \"a\")))"),
       "l"},
      {"GF0132", "define f(x: Line[]) -> decimal = x.sum(x, x.quantity)\n", "x"},
      {"GF0133", std::string(R"(import "nowhere.flow"
)") + workflow_of(""),
       R"(import "nowhere.flow")"},
      {"GF0134", std::string(R"(import "main.flow"
)") + workflow_of(""),
       R"(import "main.flow")"},
      {"GF0136", std::string(R"(import "far.flow"
)") + workflow_of(""),
       R"(import "far.flow")"},
  };
}

std::vector<diagnostic_case> type_cases() {
  return {
      {"GF0201", workflow_of(R"(if jub.count > 1 { hold "x" })"), "jub"},
      {"GF0202", workflow_of(R"(if job.cuont > 1 { hold "x" })"), "cuont"},
      {"GF0203", workflow_of("hold job.count"), "job.count"},
      {"GF0203", workflow_of("hold string(size({1.5m: 2}))"), "1.5m"},
      {"GF0204",
       workflow_of(R"(step f = far.look(text: job.text) { on missing, closed { hold "x" } }
  if f.note < "a" { hold "x" })"),
       R"(f.note < "a")"},
      {"GF0205", workflow_of(R"(if job.amount > 0.5 { hold "x" })"), "job.amount > 0.5"},
      {"GF0206",
       workflow_of(R"(step f = far.look(text: job.text) { on missing, closed { hold "x" } }
  if f.kind == "rusch" { hold "x" })"),
       R"("rusch")"},
      {"GF0207", workflow_of(R"(hold job.count > 1 ? "a" : 1)"), R"(job.count > 1 ? "a" : 1)"},
      {"GF0209", workflow_of(R"(return Kpt { id: "1" })", true), "Kpt"},
      {"GF0210", workflow_of(R"(return Kept { id: "1", id: "2" })", true), "id"},
      {"GF0211", workflow_of("return Kept { }", true), "Kept { }"},
      {"GF0212", workflow_of(R"(let x = job.with(1)
  hold x.id)"),
       "job.with(1)"},
      {"GF0213", workflow_of("hold shout(job.text)"), "shout"},
      {"GF0214", workflow_of(R"(if job.text.startsWith(1) { hold "x" })"),
       "job.text.startsWith(1)"},
      {"GF0215",
       workflow_of(
           R"(step m = far.make(text: job.text, amount: job.amount / 3) { compensate none "x" on blocked { hold "x" } }
  hold m.number)"),
       "job.amount / 3"},
      {"GF0215", "define each_of(j: Job) -> decimal = 2m * (j.amount / j.lines[0].quantity)\n",
       "(j.amount / j.lines[0].quantity)"},
      {"GF0217", workflow_of("hold \"no text in ${job.id}\""), "\"no text in ${job.id}\""},
      {"GF0217", workflow_of("hold \"{{ job.id }} is late\""), "\"{{ job.id }} is late\""},
      {"GF0260", R"(workflow w(job: Jub) {
  version 1
  key job.id
}
)",
       "Jub"},
      {"GF0261", std::string(R"(type Node { next: Node }
)") + workflow_of(""),
       "Node"},
      {"GF0262", std::string(R"(define again(x: int) -> int = again(x)
)") + workflow_of(""),
       "again"},
      {"GF0263", workflow_of(R"(step f = far.look() { on missing, closed { hold "x" } }
  hold f.text)"),
       "far.look()"},
      {"GF0264",
       workflow_of(
           R"(step f = far.look(text: job.text, txt: "x") { on missing, closed { hold "x" } }
  hold f.text)"),
       "txt"},
      {"GF0265",
       workflow_of(
           R"(step f = far.look(text: job.text, text: "x") { on missing, closed { hold "x" } }
  hold f.text)"),
       "text"},
      {"GF0266", workflow_of(R"(wait e = far.arrived(id: job.id) { within 5 else hold "late" }
  hold e.id)"),
       "5"},
      {"GF0267", workflow_of("if job.text as t { hold t }"), "job.text"},
      {"GF0268", R"(workflow w(job: Job) {
  version 1
  key job.tags
}
)",
       "job.tags"},
  };
}

} // namespace gantry::tests
