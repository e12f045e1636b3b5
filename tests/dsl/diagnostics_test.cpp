// Goal: every mistake has a code, stands where it is, and says what to do.
// Method: the smallest flow for each code; the code, the text under its span and the help line.
#include "dsl/check/codes.hpp"
#include "tests/dsl/diagnostic_cases.hpp"
#include "tests/dsl/flow_folder.hpp"
#include "tests/dsl/pages.hpp"
#include "tests/dsl/text_under.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace gantry;
using namespace gantry::tests;

namespace {

std::vector<diagnostic_case> all_cases() {
  std::vector<diagnostic_case> all;
  for (const auto& family :
       {text_cases(), type_cases(), contract_cases(), flow_cases(), mapping_cases()})
    all.insert(all.end(), family.begin(), family.end());
  return all;
}

std::set<std::string> every_code() {
  std::set<std::string> all;
#define GANTRY_ONE_CODE(name, code, meaning) all.insert(code);
  GANTRY_DIAGNOSTICS(GANTRY_ONE_CODE)
#undef GANTRY_ONE_CODE
  for (const int number :
       {101, 102, 103, 104, 105, 106, 107, 108, 110, 111, 112, 113, 114, 115, 201,
        202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216})
    all.insert("GF0" + std::to_string(number));
  return all;
}

void check_alone(const std::vector<dsl::source_file>& files, const std::string& code) {
  const auto compiled = dsl::compile(files);
  INFO(rendered(compiled, files).substr(0, 2'000));
  REQUIRE(compiled.diagnostics.size() == 1);
  CHECK(compiled.diagnostics[0].code == code);
  CHECK_FALSE(compiled.diagnostics[0].help.empty());
}

} // namespace

TEST_CASE("each mistake is told alone, where it stands, and with a help line", "[unit]") {
  for (const auto& each : all_cases()) {
    const auto files = with_small_contract(each.flow);
    const auto compiled = dsl::compile(files);
    INFO(each.code << " in\n" << each.flow << "\n" << rendered(compiled, files));
    REQUIRE(compiled.diagnostics.size() == 1);
    const auto& told = compiled.diagnostics[0];
    CHECK(told.code == each.code);
    CHECK(text_under(told.at, files) == each.where);
    CHECK_FALSE(told.message.empty());
    CHECK_FALSE(told.help.empty());
    CHECK(compiled.has_errors() == (told.level == dsl::diagnostic::severity::error));
    CHECK(compiled.programs.empty() != compiled.can_all_run());
  }
}

TEST_CASE("every code of the parser and the checker has a flow that provokes it", "[unit]") {
  auto missing = every_code();
  for (const auto& page : pages())
    if (!page.example.empty())
      missing.erase(page.code);
  for (const auto& each : all_cases())
    missing.erase(std::string(each.code));
  std::string text;
  for (const auto& code : missing)
    text += code + " ";
  CHECK(text == "");
}

TEST_CASE("files, names, blocks and expressions of every size are bounded", "[unit]") {
  const auto repeated = [](const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i)
      all += text;
    return all;
  };
  check_alone({{"main.flow", "// " + std::string(1u << 20, 'x')}}, "GF0106");
  const auto named =
      dsl::compile(with_small_contract(workflow_of("hold " + std::string(201, 'a'))));
  REQUIRE_FALSE(named.diagnostics.empty());
  CHECK(named.diagnostics[0].code == "GF0107");
  check_alone(with_small_contract(
                  workflow_of("hold string(" + repeated("(", 70) + "1" + repeated(")", 70) + ")")),
              "GF0112");
  check_alone(with_small_contract(
                  workflow_of(repeated("if true { ", 70) + "hold \"x\"" + repeated(" }", 70))),
              "GF0124");
  std::string nested = "1";
  for (int i = 0; i < 65; ++i)
    nested = "cel.bind(x" + std::to_string(i) + ", 1, " + nested + ")";
  const auto compiled =
      dsl::compile(with_small_contract(workflow_of("hold string(" + nested + ")")));
  REQUIRE(compiled.diagnostics.size() == 1);
  CHECK((compiled.diagnostics[0].code == "GF0208" || compiled.diagnostics[0].code == "GF0112"));
}

TEST_CASE("a folder of more files than anybody writes is refused", "[unit]") {
  std::vector<dsl::source_file> files;
  for (int i = 0; i < 1'100; ++i)
    files.push_back({"f" + std::to_string(i) + ".flow", "// nothing\n"});
  const auto compiled = dsl::compile(files);
  REQUIRE_FALSE(compiled.diagnostics.empty());
  CHECK(compiled.diagnostics[0].code == "GF0125");
  CHECK_FALSE(compiled.diagnostics[0].help.empty());
}

TEST_CASE("an import of which nothing is used is told", "[unit]") {
  auto files = with_small_contract("");
  files[1].text = "import \"far.flow\"\nworkflow w(text: string) {\n  version 1\n  key text\n}\n";
  check_alone(files, "GF0135");
}

TEST_CASE("a quotient that is rounded, compared or ends is right", "[unit]") {
  for (const char* right :
       {"round(j.amount / 3, 2)", "quantize(2m * (j.amount / 3m), 2)", "j.amount / 100",
        "j.amount / 12.5m", "math.floor(j.amount / j.amount)", "j.amount / 3 > 1m ? 1m : 2m"}) {
    const auto files = with_small_contract("define f(j: Job) -> decimal = " + std::string(right) +
                                           "\ndefine g(a: int, b: int) -> int = a / b\n");
    const auto compiled = dsl::compile(files);
    INFO(right << "\n" << rendered(compiled, files));
    CHECK(compiled.diagnostics.empty());
  }
}

TEST_CASE("amounts of one document, or whose currencies are compared, may be added", "[unit]") {
  const std::string bill = "type Bill { total: decimal, tax: decimal, currency: string }\n"
                           "type Pair { id: string, one: Bill, other: Bill }\n";
  const auto flow = [](const std::string& body) {
    return "workflow w(p: Pair) {\n  version 1\n  key p.id\n  " + body + "\n}\n";
  };
  const std::string sum = "if p.one.total + p.other.total > 1m { hold \"x\" }";
  const auto told = [&](const std::string& text) {
    const std::vector<dsl::source_file> files{{"main.flow", bill + text}};
    const auto compiled = dsl::compile(files);
    INFO(rendered(compiled, files));
    CHECK_FALSE(compiled.has_errors());
    return codes_of(compiled);
  };
  CHECK(told(flow("if p.one.total + p.one.tax > 1m { hold \"x\" }")).empty());
  CHECK(told(flow("if p.one.currency != p.other.currency { hold \"two\" }\n  " + sum)).empty());
  CHECK(told(flow("if p.one.currency == p.other.currency { " + sum + " }")).empty());
  CHECK(told("define all(a: Bill, b: Bill) -> decimal =\n"
             "  a.currency == b.currency ? a.total + b.total : 0m\n")
            .empty());
  CHECK(told(flow(sum)) == std::vector<std::string>{"GF0216"});
  CHECK(told(flow(sum + "\n  if p.one.currency != p.other.currency { hold \"two\" }")) ==
        std::vector<std::string>{"GF0216"});
}

TEST_CASE("what is only asked about personal data may leave", "[unit]") {
  for (const auto& value :
       {"job.email.hasValue() ? \"mail\" : \"post\"", "string(size(job.email.orValue(\"\")))",
        "job.text", "job.lines[0].sku"}) {
    const auto files =
        with_small_contract(workflow_of("emit far.told(id: " + std::string(value) + ")"));
    const auto compiled = dsl::compile(files);
    INFO(rendered(compiled, files));
    CHECK_FALSE(compiled.has_errors());
  }
}

TEST_CASE("what is nearly one of the mistakes of time and identity is right", "[unit]") {
  for (
      const std::string& right :
      {workflow_of(
           R"(step f = far.look(text: job.text) { retry 5 times, every 1min else hold "x" within 5min else hold "late" on missing, closed { hold "x" } }
  hold f.text)"),
       workflow_of(R"(stage done
  wait e = far.arrived(id: job.id) { within 5d of done else hold "late" }
  hold e.id)"),
       workflow_of(R"(wait e = far.arrived(id: job.id) { within 5d of started else hold "late" }
  hold e.id)"),
       workflow_of(R"(each shouted for t in job.tags by "t" + t, 2 at once { yield t }
  hold string(size(shouted)))"),
       std::string(R"(workflow w(id: string, n: int) {
  version 1
  begin on far.arrived as came (id: came.id, n: came.count)
  key n, id
  hold id
})"),
       std::string("calendar shop {\n  zone \"Europe/Vienna\"\n"
                   "  open mon..fri \"08:00\"..\"12:00\"\n  open fri \"12:00\"..\"17:00\"\n"
                   "  open sat..sun \"08:00\"..\"12:00\"\n}\n"),
       std::string("contract near {\n  event came(id: string key) keep 1s\n}\n")}) {
    const auto files = with_small_contract(right);
    const auto compiled = dsl::compile(files);
    INFO(right << "\n" << rendered(compiled, files));
    for (const auto& d : compiled.diagnostics)
      CHECK((d.code == "GF0123" || d.code == "GF0135"));
  }
}

TEST_CASE("a key of times and amounts alone is told, and one with a number is right", "[unit]") {
  const auto told = [](const std::string& key) {
    return codes_of(dsl::compile(with_small_contract("workflow w(job: Job) {\n  version 1\n  key " +
                                                     key + "\n  hold \"x\"\n}\n")));
  };
  CHECK(told("job.due, job.amount") == std::vector<std::string>{"GF0811"});
  CHECK(told("job.due, job.count").empty());
  CHECK(told("job.text").empty());
}

TEST_CASE("a key of what does not tell events apart is told", "[unit]") {
  const auto files = with_small_contract(R"(workflow w(id: string, n: int) {
  version 1
  begin on far.arrived as came (id: came.id, n: came.count)
  key n
  hold id
}
)");
  const auto compiled = dsl::compile(files);
  CHECK_FALSE(compiled.has_errors());
  REQUIRE(codes_of(compiled).back() == "GF0811");
  CHECK(text_under(compiled.diagnostics.back().at, files) == "n");
}

TEST_CASE("what is missed out of sight is not told as unread as well", "[unit]") {
  const auto codes = codes_of(dsl::compile(
      with_small_contract(workflow_of("if job.count > 1 { let x = 1 }\n  hold string(x)"))));
  CHECK(codes == std::vector<std::string>{"GF0408"});
}

TEST_CASE("a calendar whose holidays end within a year is told where the day is known", "[unit]") {
  const auto files = with_small_contract(
      "table closed() -> string[] { else -> [\"2026-12-25\", \"2027-01-01\"] }\n"
      "calendar shop { zone \"Europe/Vienna\"  open mon..fri \"08:00\"..\"17:00\"  holidays closed "
      "}\n" +
      workflow_of("wait for 30s"));
  const auto on = [&](const char* day) {
    const auto compiled = dsl::compile(files, {*parse_timestamp(day), {}});
    CHECK_FALSE(compiled.has_errors());
    return codes_of(compiled);
  };
  CHECK(codes_of(dsl::compile(files)).empty());
  CHECK(on("2026-01-01T23:00:00Z").empty());
  CHECK(on("2026-01-02T00:00:00Z") == std::vector<std::string>{"GF0515"});
}

TEST_CASE("a holiday that is no date is told where it stands", "[unit]") {
  check_alone(with_small_contract(
                  "table closed() -> string[] { else -> [\"2026-12-25\", \"2027-02-30\"] }\n"
                  "calendar shop { zone \"Europe/Vienna\"  open mon..fri \"08:00\"..\"17:00\"  "
                  "holidays closed }\n" +
                  workflow_of("wait for 30s")),
              "GF0507");
}

TEST_CASE("holidays that stand in a file of a table are dates, and reach as far", "[unit]") {
  const auto with_holidays = [](const std::string& csv) {
    auto files = with_small_contract(
        "table closed() -> string[] from \"closed.csv\"\n"
        "calendar shop { zone \"Europe/Vienna\"  open mon..fri \"08:00\"..\"17:00\"  holidays "
        "closed }\n" +
        workflow_of("wait for 30s"));
    files.push_back({"closed.csv", csv});
    return codes_of(dsl::compile(files, {*parse_timestamp("2026-11-27T08:00:00Z"), {}}));
  };
  CHECK(with_holidays("value\n2026-12-25\n2027-12-25\n").empty());
  CHECK(with_holidays("value\n2026-12-25\n") == std::vector<std::string>{"GF0515"});
  CHECK(with_holidays("value\n25.12.2027\n2027-12-25\n") == std::vector<std::string>{"GF0507"});
}

TEST_CASE("a file that a test reads is there where files are known", "[unit]") {
  const auto files = with_small_contract(workflow_of("wait for 30s") +
                                         "test \"it ends\" for w {\n"
                                         "  given job = file(\"samples/job.json\")\n}\n");
  CHECK(codes_of(dsl::compile(files)).empty());
  const auto is_job = [](const std::string& path) { return path == "samples/job.json"; };
  CHECK(codes_of(dsl::compile(files, {{}, is_job})).empty());
  const auto compiled = dsl::compile(files, {{}, [](const std::string&) { return false; }});
  REQUIRE(codes_of(compiled) == std::vector<std::string>{"GF0321"});
  CHECK(text_under(compiled.diagnostics[0].at, files) == "\"samples/job.json\"");
}

TEST_CASE("the path of a test's file is written out", "[unit]") {
  check_alone(with_small_contract(workflow_of("wait for 30s") +
                                  "test \"it ends\" for w {\n  given job = file(job)\n}\n"),
              "GF0318");
}

TEST_CASE("circles of imports are told once and followed no further", "[unit]") {
  const auto compiled = dsl::compile({{"a.flow", "import \"b.flow\"\n"},
                                      {"b.flow", "import \"c.flow\"\n"},
                                      {"c.flow", "import \"a.flow\"\n"}});
  const auto codes = codes_of(compiled);
  CHECK(std::count(codes.begin(), codes.end(), "GF0134") == 1);
}

TEST_CASE("of a line that nobody would read, what is meant is shown with what is around it",
          "[unit]") {
  const std::string large(1'000, 'x');
  const auto files =
      with_small_contract(workflow_of("hold \"" + large + "ü\" + job.txet + \"" + large + "\""));
  const auto text = rendered(dsl::compile(files), files);
  INFO(text);
  CHECK(text.size() < 1'000);
  const auto line = text.find("| …xxx");
  const auto meant = text.find("txet + \"xxx", line);
  REQUIRE(meant != std::string::npos);
  CHECK(text.find("xxx…\n") != std::string::npos);
  // Below the line, with two characters of three and two bytes before what is meant.
  const auto below = text.find("| ", text.find('\n', meant));
  CHECK(text.find("^^^^") - below == meant - line - 3);
}

TEST_CASE("carets stand below what is meant behind wide characters and tabs", "[unit]") {
  const auto files = with_small_contract(workflow_of("hold \"\u6CE8\u6587\u00FC\" +\t job.txet"));
  const auto text = rendered(dsl::compile(files), files);
  INFO(text);
  CHECK(text.find(" |   hold \"\u6CE8\u6587\u00FC\" +\t job.txet\n") != std::string::npos);
  // Before the tab stand thirteen characters, two of them wide.
  CHECK(text.find("| " + std::string(16, ' ') + "\t     ^^^^\n") != std::string::npos);
}

TEST_CASE("a diagnostic is rendered with code, place, caret and help", "[unit]") {
  const auto files = with_small_contract(workflow_of("hold job.cuont"));
  const auto text = rendered(dsl::compile(files), files);
  INFO(text);
  CHECK(text.find("GF0202") != std::string::npos);
  CHECK(text.find("main.flow:5:12") != std::string::npos);
  CHECK(text.find("  hold job.cuont") != std::string::npos);
  CHECK(text.find("^^^^^") != std::string::npos);
  CHECK(text.find("help: ") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("the other place of a mistake is told as a note", "[unit]") {
  for (const auto& flow : {std::string("type Twice { id: string }\ntype Twice { id: string }\n"),
                           workflow_of("let x = 1\n  let x = 2\n  hold string(x)"),
                           workflow_of("stage last final\n  cancel \"x\"")}) {
    const auto files = with_small_contract(flow);
    const auto compiled = dsl::compile(files);
    INFO(rendered(compiled, files));
    REQUIRE(compiled.diagnostics.size() == 1);
    REQUIRE(compiled.diagnostics[0].notes.size() == 1);
    CHECK(compiled.diagnostics[0].notes[0].at.line < compiled.diagnostics[0].at.line);
  }
}
