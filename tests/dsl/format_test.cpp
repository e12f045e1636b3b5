// Goal: one layout for every flow, and nothing of a file is lost on the way to it.
#include "dsl/format/format_flow.hpp"
#include "dsl/syntax/lex/token.hpp"
#include "tests/dsl/design_flows.hpp"
#include "tests/dsl/flow_folder.hpp"
#include "tests/support/flow_content.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <sstream>

using namespace gantry;
using tests::content_of;

namespace {

std::string formatted(const std::string& text) {
  std::vector<dsl::diagnostic> told;
  auto done = dsl::format_flow({"main.flow", text}, told);
  for (const auto& d : told)
    UNSCOPED_INFO(dsl::render(d, {{"main.flow", text}}, false));
  REQUIRE(done.has_value());
  return *done;
}

/// Where the two part, or nothing.
std::string difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (left == a.end() && right == b.end())
    return {};
  std::string told = "behind";
  for (auto it = left - std::min<std::ptrdiff_t>(5, left - a.begin()); it != left; ++it)
    told += " " + *it;
  return told + ": " + (left == a.end() ? "the end" : *left) + " and not " +
         (right == b.end() ? "the end" : *right);
}

std::vector<dsl::source_file> all_flows() {
  auto files = tests::project_flows();
  const auto more = tests::design_flows();
  if (more.empty())
    WARN("the flows of the design are not there: only those of the project are formatted");
  files.insert(files.end(), more.begin(), more.end());
  return files;
}

/// The tokens of a file with other white space and new comments between them.
std::string shaken(const std::string& text, std::mt19937& random) {
  std::vector<dsl::diagnostic> told;
  const auto list = dsl::lex({"main.flow", text}, told);
  static constexpr std::string_view blanks[] = {" ", "  ", "\n", "\n\n\n", "\t", "\r\n", " \n   "};
  std::string out;
  int number = 0;
  for (const auto& t : list.tokens) {
    if (t.kind == dsl::token_kind::end)
      break;
    out += text.substr(t.offset, t.length);
    out += t.kind == dsl::token_kind::documentation ? "\n" : "";
    out += blanks[random() % std::size(blanks)];
    switch (random() % 40) {
    case 0: out += "// said " + std::to_string(++number) + "\n"; break;
    case 1: out += "\n\n  // alone " + std::to_string(++number) + "\n\n"; break;
    case 2: out += "/// told " + std::to_string(++number) + "\n"; break;
    default: break;
    }
  }
  return out;
}

} // namespace

TEST_CASE("formatting a flow loses no token and no comment, and is done once", "[unit]") {
  for (const auto& file : all_flows()) {
    INFO(file.path);
    const std::string once = formatted(file.text);
    CHECK(difference(content_of(once), content_of(file.text)) == "");
    CHECK(formatted(once) == once);
  }
}

TEST_CASE("white space and comments at any border change neither content nor idempotence",
          "[unit]") {
  std::mt19937 random(20240229);
  for (const auto& file : all_flows()) {
    for (int round = 0; round < 6; ++round) {
      const std::string text = shaken(file.text, random);
      INFO(file.path << ", round " << round);
      const std::string once = formatted(text);
      REQUIRE(difference(content_of(once), content_of(text)) == "");
      REQUIRE(formatted(once) == once);
    }
  }
}

TEST_CASE("the layout does not depend on how the lines were broken", "[unit]") {
  for (const auto& file : all_flows()) {
    std::vector<dsl::diagnostic> told;
    const auto list = dsl::lex(file, told);
    std::string loose, tight;
    for (const auto& t : list.tokens) {
      if (t.kind == dsl::token_kind::documentation || t.kind == dsl::token_kind::end)
        continue;
      loose += file.text.substr(t.offset, t.length) + "\n";
      tight += file.text.substr(t.offset, t.length) + " ";
    }
    INFO(file.path);
    CHECK(formatted(loose) == formatted(tight));
  }
}

TEST_CASE("the flows of the project stand in the canonical layout", "[unit]") {
  for (const auto& file : tests::project_flows()) {
    INFO(file.path);
    CHECK(formatted(file.text) == file.text);
  }
}

TEST_CASE("words, names and braces of neighbours stand in columns", "[unit]") {
  CHECK(formatted("workflow w(job: Job) -> Done { version 1 key job.id priority 50\n"
                  "step a = far.look(text: job.text) step other = far.look(text: job.text)\n"
                  "step b = far.keep(text: job.text) { revise far.keep(text: \"b\")\n"
                  "compensate far.drop(id: b.id) on full { hold \"full\" }\n"
                  "on text_too_long as why { reject why.reason } }\n"
                  "return Done { id: b.id } on far.came(id: job.id) as e { before told\n"
                  "{ cancel \"x\" } otherwise { } } }") ==
        R"(workflow w(job: Job) -> Done {
  version  1
  key      job.id
  priority 50

  step a     = far.look(text: job.text)
  step other = far.look(text: job.text)
  step b = far.keep(text: job.text) {
    revise     far.keep(text: "b")
    compensate far.drop(id: b.id)
    on full                 { hold "full" }
    on text_too_long as why { reject why.reason }
  }
  return Done { id: b.id }

  on far.came(id: job.id) as e {
    before told { cancel "x" }
    otherwise   { }
  }
}
)");
}

TEST_CASE("a contract has its words in one column and what comes with them below", "[unit]") {
  CHECK(
      formatted("contract far with calm { read find(reference: string) -> Kept[]\n"
                "once keep(text: string) -> Kept errors full, text_too_long(reason: string)\n"
                "verify find(reference: key) settle 2s within 2min lane text\n"
                "event came(id: string key) keep 7d event came_again(id: string key) keep 30d }") ==
      R"(contract far with calm {
  read  find(reference: string) -> Kept[]
  once  keep(text: string) -> Kept
          errors full, text_too_long(reason: string)
          verify find(reference: key) settle 2s within 2min  lane text
  event came(id: string key)        keep 7d
  event came_again(id: string key)  keep 30d
}
)");
}

TEST_CASE("what is too long is broken where it reads best", "[unit]") {
  CHECK(formatted("define long_one(order: Order) -> bool = order.first_of_all_conditions && "
                  "order.second_of_all_conditions && order.third_of_all_conditions && "
                  "order.fourth_of_all_conditions") ==
        R"(define long_one(order: Order) -> bool =
  order.first_of_all_conditions
      && order.second_of_all_conditions
      && order.third_of_all_conditions
      && order.fourth_of_all_conditions
)");
  CHECK(formatted("type A { b: string, c: int }\ntype D { e: string, f: int, g: int, h: int, "
                  "is_long: bool }") ==
        "type A { b: string, c: int }\n"
        "type D {\n  e:       string\n  f:       int\n  g:       int\n  h:       int\n"
        "  is_long: bool\n}\n");
}

TEST_CASE("comments stay where they were said", "[unit]") {
  const std::string text = R"(// the file

/// What it is.
type T {
  a: string  // behind a
  // before b
  b: int
  // at the end
}

// the last word
)";
  CHECK(formatted(text) == text);
}

TEST_CASE("comments in expressions stand behind operands and in the column of what they precede",
          "[unit]") {
  const std::string laid_out = R"(define large(job: Job) -> bool =
  job.amount > 5m  // large
      && job.a  // or so
      // a line of its own
      && job.b
define of(job: Job) -> decimal =
  job.a  // when a
    ? 1m  // one
    : 3m  // else
define line(job: Job) -> Line = Line {
  sku:      "a",  // what
  // and how much
  quantity: 1m  // plus
      + 2m
}
define known(job: Job) -> bool =
  job.kind in [
        "a",  // a
        "b"
      ]
      && job.ok
define names() -> string[] = [  // first
  "a",  // b
  "c"
  // at the end
]
define all(job: Job) -> bool =
  job.lines.all(l,  // each
                l.ok)
)";
  CHECK(formatted(laid_out) == laid_out);
  const std::string trailing = R"(define large(job: Job) -> bool =
  job.amount > 5m && // large
  job.a &&           // or so
  // a line of its own
  job.b
define of(job: Job) -> decimal = job.a ? // when a
  1m : // one
  3m   // else
)";
  CHECK(laid_out.starts_with(formatted(trailing)));
}

TEST_CASE("a file that does not parse is not formatted, and says why", "[unit]") {
  std::vector<dsl::diagnostic> told;
  CHECK_FALSE(dsl::format_flow({"main.flow", "workflow w( {"}, told).has_value());
  CHECK_FALSE(told.empty());
  CHECK(formatted("").empty());
}
