// Goal: the whole grammar is read, nothing of a file is lost, and the tree says where it stood.
#include "dsl/syntax/parse/parse_file.hpp"
#include "tests/dsl/design_flows.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

using namespace gantry;

namespace {

dsl::syntax::file parsed(const std::string& text, std::size_t mistakes = 0) {
  std::vector<dsl::diagnostic> told;
  auto file = dsl::parse_file({"main.flow", text}, told);
  for (const auto& d : told)
    UNSCOPED_INFO(dsl::render(d, {{"main.flow", text}}, false));
  CHECK(told.size() == mistakes);
  return file;
}

template <class Node>
const Node& only(const dsl::syntax::block& b, std::size_t at = 0) {
  REQUIRE(b.statements.size() > at);
  REQUIRE(std::holds_alternative<Node>(b.statements[at].is));
  return std::get<Node>(b.statements[at].is);
}

} // namespace

TEST_CASE("every file of the seven flows parses without a mistake", "[unit]") {
  const auto files = tests::design_flows();
  if (files.empty()) {
    WARN("skipped: the flows of the design are not there");
    return;
  }
  std::size_t workflows = 0, tests_read = 0;
  for (const auto& file : files) {
    std::vector<dsl::diagnostic> told;
    const auto tree = dsl::parse_file(file, told);
    for (const auto& d : told)
      FAIL_CHECK(dsl::render(d, files, false));
    workflows += tree.workflows.size();
    tests_read += tree.tests.size();
    CHECK(tree.broken.empty());
  }
  CHECK(workflows == 9);
  CHECK(tests_read == 5);
}

TEST_CASE("a step keeps every clause with its place", "[unit]") {
  const auto file = parsed(R"(workflow w(job: Job) {
  step a = far.keep(text: job.text) with calm {
    timeout 5s
    retry 3 times, every 1 workdays in desk else hold "spent"
    within 2h of started else { reject "late" }
    answer later within 1d else hold "no answer"
    revise far.keep(text: "b")
    compensate { step b = far.drop(id: a.id) }
    on full, refused as why { back to started, at most 3 else hold why.reason }
  }
}
)");
  REQUIRE(file.workflows.size() == 1);
  const auto& step = only<dsl::syntax::step>(file.workflows[0].body);
  CHECK(step.policy->text == "calm");
  REQUIRE(step.said.retries.size() == 1);
  CHECK(step.said.retries[0].every->count == 1);
  CHECK(step.said.retries[0].every->calendar->text == "desk");
  CHECK(step.said.retries[0].at.line == 4);
  REQUIRE(step.said.deadlines.size() == 1);
  CHECK(step.said.deadlines[0].of_stage->text == "started");
  CHECK(step.said.answers.at(0).is_later);
  CHECK(step.said.revisions.at(0).again.full_name() == "far.keep");
  CHECK(step.said.compensations.at(0).steps->statements.size() == 1);
  REQUIRE(step.said.handlers.size() == 1);
  const auto& back = only<dsl::syntax::back>(step.said.handlers[0].body);
  CHECK(back.stage.text == "started");
  CHECK(back.otherwise.has_value());
  CHECK_FALSE(back.otherwise->has_braces);
  CHECK(step.said.at.line == 2);
  CHECK(step.said.at.end_line == 10);
}

TEST_CASE("choices, loops, waits and tasks are read as they are written", "[unit]") {
  const auto file = parsed(R"(workflow w(job: Job) -> Done[] {
  begin on far.came as e where e.count > 1 (job: e.job)
  begin at "08:30" in desk (job: now)
  sla told within 5min of started, warn 2min before else { emit far.late(id: job.id) }
  let x = match job.kind { plain, "rush" { yield 1 } else { yield 2 } }
  parallel {
    step a = far.look(text: job.text)
    branch { break }
  }
  each done for tag in job.tags by tag, 8 at once { yield tag }
  repeat rounds until size(rounds) > 3, at most 5 else break { yield 1 }
  wait first got {
    one = far.came(id: job.id) where one.count > 1 { yield one }
    within 2 workhours in desk else { break }
  }
  wait until job.ready { by job.due else hold "late" }
  task t for "desk" {
    show   a = 1, b = job.text
    enter  c: Line[] = []
    choose yes, no
    within 4h else escalate to "boss" within 4h of told else no
  }
  amend job.text = "x", job.inner.a = 2, without redo
  emit far.told(id: job.id)
  return
  on far.came(id: job.id) where true as e { before told { cancel "x" } otherwise { } }
}
)");
  const auto& w = file.workflows.at(0);
  REQUIRE(w.begins.size() == 2);
  CHECK(std::get<dsl::syntax::begin_at>(w.begins[1].is).time == "08:30");
  CHECK(w.levels.at(0).warn.has_value());
  CHECK(w.headers.size() == 3);
  const auto& cases = *only<dsl::syntax::let>(w.body).cases;
  REQUIRE(cases.arms.size() == 2);
  CHECK(cases.arms[0].patterns.size() == 2);
  CHECK(cases.arms[1].patterns[0].is == dsl::syntax::pattern::shape::otherwise);
  CHECK(only<dsl::syntax::branch>(only<dsl::syntax::parallel>(w.body, 1).body, 1)
            .body.statements.size() == 1);
  CHECK(only<dsl::syntax::each>(w.body, 2).by != nullptr);
  CHECK_FALSE(only<dsl::syntax::repeat>(w.body, 3).otherwise.has_braces);
  const auto& first = only<dsl::syntax::wait_first>(w.body, 4);
  CHECK(first.arms.size() == 1);
  CHECK(first.until->within->counts == dsl::syntax::span::unit::workhours);
  CHECK(only<dsl::syntax::wait_time>(w.body, 5).at_latest.has_value());
  const auto& task = only<dsl::syntax::task>(w.body, 6);
  REQUIRE(task.stretches.size() == 2);
  CHECK(task.stretches[0].escalate_to != nullptr);
  CHECK(task.stretches[1].choice->text == "no");
  CHECK(task.show.size() == 2);
  const auto& amend = only<dsl::syntax::amend>(w.body, 7);
  CHECK(amend.changes.at(1).path.size() == 3);
  CHECK_FALSE(amend.then.has_value());
  CHECK(only<dsl::syntax::give_back>(w.body, 9).is_bare);
  CHECK(w.handlers.at(0).has_arms);
  CHECK(w.handlers.at(0).whole.line == 26);
}

TEST_CASE("every comment is kept in the order of the text, with its place", "[unit]") {
  const auto file = parsed("// first\n"
                           "/// documents\n/// two lines\n"
                           "type T { a: string } // behind\n"
                           "contract c {\n  // inside\n  read r() // last\n}\n");
  REQUIRE(file.comments.size() == 5);
  CHECK(file.comments[0].text == "// first");
  CHECK(file.comments[1].documents);
  CHECK(file.comments[1].at.end_line == 3);
  CHECK(file.comments[2].text == "// behind");
  CHECK_FALSE(file.comments[2].is_first_on_line);
  CHECK(file.comments[3].at.line == 6);
  CHECK(file.comments[3].is_first_on_line);
  CHECK(file.comments[4].text == "// last");
  CHECK(file.records[0].documentation == "documents\ntwo lines");
}

TEST_CASE("what was not understood is a node of the tree, and what it binds is known", "[unit]") {
  const auto file = parsed("workflow w(job: Job) {\n"
                           "  step a far.look(text: job.text)\n"
                           "  wait b = far.came(id: job.id) { wihtin 2d else hold \"x\" }\n"
                           "  let c = 1 + * 2\n"
                           "}\n",
                           3);
  const auto& body = file.workflows.at(0).body;
  REQUIRE(body.statements.size() == 3);
  CHECK(only<dsl::syntax::broken>(body).binds.at(0).text == "a");
  CHECK(only<dsl::syntax::wait>(body, 1).until.has_value());
  CHECK(only<dsl::syntax::let>(body, 2).value == nullptr);
  CHECK(file.workflows[0].is_broken);
}
