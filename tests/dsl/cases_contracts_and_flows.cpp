#include "tests/dsl/diagnostic_cases.hpp"

namespace gantry::tests {

std::vector<diagnostic_case> contract_cases() {
  return {
      {"GF0126",
       "contract near {\n  read see(text: string) -> string errors one errors two\n}\n" +
           workflow_of(""),
       "errors"},
      {"GF0301", workflow_of("step f = far.lok(text: job.text)"), "lok"},
      {"GF0301", workflow_of("step f = far.arrived(id: job.id)"), "arrived"},
      {"GF0302", workflow_of("step f = fra.look(text: job.text)"), "fra"},
      {"GF0303", std::string(R"(contract near with clam {
  read see(text: string) -> string
}
)") + workflow_of(""),
       "clam"},
      {"GF0304", workflow_of(R"(step m = far.blind(text: job.text) { compensate none "x" })"),
       "far.blind(text: job.text)"},
      {"GF0305", std::string(R"(contract near {
  once make(text: string) -> Made verify find(text: key) settle 2s within 1min
  read find(text: string) -> int
}
)") + workflow_of(""),
       "find"},
      {"GF0306", std::string(R"(contract near {
  once make(text: string) -> Made verify find(text: key)
  read find(text: string) -> Made[]
}
)") + workflow_of(""),
       "verify find(text: key)"},
      {"GF0307", std::string(R"(contract near {
  read make(text: string) -> Made settle 2s
}
)") + workflow_of(""),
       "make"},
      {"GF0308",
       workflow_of(
           R"(step f = far.look(text: job.text) { on mising { hold "x" } on missing, closed { hold "x" } }
  hold f.text)"),
       "mising"},
      {"GF0309", workflow_of(R"(step f = far.look(text: job.text) { on missing { hold "x" } }
  hold f.text)"),
       "far.look(text: job.text)"},
      {"GF0310",
       workflow_of(
           R"(step f = far.look(text: job.text) { on missing { hold "x" } on missing, closed { hold "y" } }
  hold f.text)"),
       "missing"},
      {"GF0311", std::string(R"(contract near {
  read see(text: string key) -> string
}
)") + workflow_of(""),
       "text"},
      {"GF0801", workflow_of(R"(wait e = far.arived(id: job.id) { within 5s else hold "late" }
  hold e.id)"),
       "arived"},
      {"GF0802", workflow_of(R"(wait e = far.arrived() { within 5s else hold "late" }
  hold e.id)"),
       "far.arrived()"},
      {"GF0802",
       workflow_of(R"(wait e = far.arrived(id: job.id, count: 1) { within 5s else hold "late" }
  hold e.id)"),
       "count"},
      {"GF0803", workflow_of(R"(wait e = far.told(id: job.id) { within 5s else hold "late" }
  hold e.id)"),
       "far.told(id: job.id)"},
      {"GF0804", std::string(R"(contract near {
  event came(n: int) keep 1d
}
)") + workflow_of(R"(wait e = near.came() { within 5s else hold "late" }
  hold string(e.n))"),
       "near.came()"},
      {"GF0805", workflow_of(R"(on far.arrived(id: job.id) as e { cancel "x" }
  on far.arrived(id: job.id) as f { cancel "y" })"),
       "on far.arrived(id: job.id) as f"},
      {"GF0806", R"(workflow w(job: Job) {
  version 1
}
)",
       "workflow w(job: Job)"},
  };
}

std::vector<diagnostic_case> flow_cases() {
  return {
      {"GF0122", R"(workflow w(job: Job) {
  version 1
  key job.id
  if true {
)",
       "{"},
      {"GF0401",
       workflow_of(
           R"(step a = far.keep(text: job.text) { compensate far.drop(id: a.id) on full { } }
  return a)",
           true),
       "{ }"},
      {"GF0402", workflow_of("if job.count > 1 { yield 1 }"), "yield 1"},
      {"GF0403", workflow_of(R"(hold "x"
  stage late)"),
       "stage late"},
      {"GF0404", workflow_of("", true), "w"},
      {"GF0405", workflow_of("return 1"), "1"},
      {"GF0406", workflow_of("let x = 1"), "x"},
      {"GF0407", workflow_of(R"(let x = if job.count > 1 { yield 1 } else { yield "a" }
  hold string(x))"),
       "\"a\""},
      {"GF0408",
       workflow_of(
           R"(if job.count > 1 { step a = far.keep(text: job.text) { compensate far.drop(id: a.id) on full { hold "x" } } }
  return a)",
           true),
       "a"},
      {"GF0501", std::string(R"(contract near {
  read see(text: string) -> string
}
)") + workflow_of(R"(step s = near.see(text: job.text)
  hold s)"),
       "s"},
      {"GF0502", workflow_of(R"(wait e = far.arrived(id: job.id) { }
  hold e.id)"),
       "wait e = far.arrived(id: job.id) { }"},
      {"GF0503", workflow_of(R"(on far.arrived(id: job.id) as e {
    before nowhere { cancel "x" }
    otherwise { }
  })"),
       "nowhere"},
      {"GF0504", workflow_of(R"(wait e = far.arrived(id: job.id) { within 5s }
  hold e.id)"),
       "within 5s"},
      {"GF0505",
       workflow_of(
           R"(step f = far.look(text: job.text) { timeout 1min within 5s else hold "late" on missing, closed { hold "x" } }
  hold f.text)"),
       "within 5s"},
      {"GF0507",
       "calendar shop {\n  zone \"Europe/Vienna\"\n  open mon..fri \"08:00\"..\"17:00\"\n"
       "  open fri \"16:00\"..\"18:00\"\n}\n",
       "open fri \"16:00\"..\"18:00\""},
      {"GF0514", "contract near {\n  event came(id: string key) keep 0s\n}\n", "0s"},
      {"GF0516",
       workflow_of(
           R"(step f = far.look(text: job.text) { retry 5 times, every 1h else hold "x" within 5min else hold "late" on missing, closed { hold "x" } }
  hold f.text)"),
       "within 5min"},
      {"GF0517",
       workflow_of(R"(wait e = far.arrived(id: job.id) { within 5d of done else hold "late" }
  stage done
  hold e.id)"),
       "done"},
      {"GF0604", workflow_of(R"(each shouted for t in job.tags by "t", 2 at once { yield t }
  hold string(size(shouted)))"),
       "\"t\""},
      {"GF0901", R"(workflow w(job: Job) {
  version 1
  key job.id, job.email.orValue("")
}
)",
       "job.email"},
      {"GF0901",
       workflow_of("let mail = job.email.orValue(\"\")\n  emit far.told(id: \"a \" + mail)"),
       "mail"},
      {"GF0901", workflow_of("if job.email as mail { emit far.told(id: mail) }"), "mail"},
      {"GF0901",
       workflow_of(
           "let mail = if job.count > 1 { yield job.email.orValue(\"\") } else { yield \"\" }\n"
           "  emit far.told(id: mail)"),
       "mail"},
      {"GF0901", workflow_of("emit far.told(id: cel.bind(j, job, j.email.orValue(\"\")))"),
       "j.email"},
      {"GF0901", workflow_of("emit far.told(id: [job].map(j, j.email.orValue(\"\"))[0])"),
       "j.email"},
      {"GF0901",
       "define mail_of(of: Job) -> string = of.email.orValue(\"\")\n" +
           workflow_of("let mail = mail_of(job)\n  emit far.told(id: mail)"),
       "mail"},
      {"GF0901", workflow_of("task t for job.email.orValue(\"\") { choose ok within 1d else ok }"),
       "job.email"},
      {"GF0268", "contract near { event here(id: string? key) keep 1d }\n", "id"},
      {"GF0268", "contract near { event here(lines: Line[] key) keep 1d }\n", "lines"},
      {"GF0305",
       "contract near with calm {\n  once make(text: string) -> Made verify find(ref: key) settle "
       "2s "
       "within 1min\n  read find(reference: string) -> Made[]\n}\n",
       "ref"},
      {"GF0517",
       workflow_of(
           "repeat r until size(r) > 1, at most 3 else hold \"x\" {\n    wait e = "
           "far.arrived(id: job.id) { within 1d of late else hold \"y\" }\n    yield e.count\n"
           "  }\n  stage late"),
       "late"},
      {"GF0601",
       workflow_of("step g = far.look(text: job.text) { on missing, closed { retry every 6h else "
                   "hold \"x\" } }\n  hold g.text"),
       "every"},
      {"GF0602", workflow_of("repeat r until size(r) > 1 { yield 1 }"), "{"},
      {"GF0603", workflow_of("each r for l in job.lines by l.sku { yield l.sku }"), "{"},
      {"GF0514", workflow_of("wait for 0s"), "0s"},
      {"GF0514", workflow_of("wait for -5min"), "-5min"},
      {"GF0514", workflow_of(R"(wait e = far.arrived(id: job.id) { within 0s else hold "late" }
  hold e.id)"),
       "0s"},
      {"GF0514", workflow_of(R"(step a = far.ask(text: job.text) {
    compensate none "no harm"
    answer within 0 workdays in desk else hold "late"
    on faulty { hold "faulty" }
  }
  hold a.id)"),
       "0 workdays in desk"},
      {"GF0514",
       "workflow w(job: Job) {\n  version 1\n  key job.id\n"
       "  sla late within 0s else { }\n  stage late\n}\n",
       "0s"},
      {"GF0606",
       "workflow w(job: Job) {\n  version 1\n  key job.id\n  priority 101\n  hold \"x\"\n}\n",
       "101"},
      {"GF0606",
       "workflow w(job: Job) {\n  version 1\n  key job.id\n"
       "  priority job.count > 1 ? 90 : -1\n  hold \"x\"\n}\n",
       "-1"},
      {"GF0601",
       workflow_of(
           R"(step f = far.look(text: job.text) { retry 2000000 times, every 1s else hold "x" on missing, closed { hold "x" } }
  hold f.text)"),
       "retry 2000000 times, every 1s"},
      {"GF0601",
       workflow_of(
           R"(step f = far.look(text: job.text) { on missing { retry 0 times, every 1s else hold "x" } on closed { hold "x" } }
  hold f.text)"),
       R"(retry 0 times, every 1s else hold "x")"},
      {"GF0701", workflow_of(R"(stage last final
  cancel "x")"),
       R"(cancel "x")"},
      {"GF0702", workflow_of(R"(step a = far.keep(text: job.text) { on full { hold "full" } }
  hold a.id)"),
       "a"},
      {"GF0703",
       workflow_of(
           R"(step a = far.keep(text: job.text) { compensate far.blind(text: "x") on full { hold "full" } }
  hold a.id)"),
       R"(compensate far.blind(text: "x"))"},
      {"GF0704",
       workflow_of(
           R"(step f = far.look(text: job.text) { compensate far.drop(id: f.text) on missing, closed { hold "x" } }
  hold f.text)"),
       "compensate far.drop(id: f.text)"},
  };
}

} // namespace gantry::tests
