// Goal: one run tells all mistakes, and no text whatever breaks the compiler.
#include "tests/dsl/diagnostic_cases.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace gantry;
using namespace gantry::tests;
using texts = std::vector<std::string>;

namespace {

/// `line code` of every error.
texts places(const std::string& flow) {
  const auto files = with_small_contract(flow);
  const auto compiled = dsl::compile(files);
  texts all;
  for (const auto& each : compiled.diagnostics)
    if (each.level == dsl::diagnostic::severity::error)
      all.push_back(std::to_string(each.at.line) + " " + each.code);
  return all;
}

} // namespace

TEST_CASE("several mistakes of one workflow are all told, each once", "[unit]") {
  CHECK(places(R"(workflow w(job: Job) {
  version 1
  key job.id
  stepp a = far.look(text: job.text)
  step b far.look(text: job.text)
  if job.count > * 2 { hold "x" }
  let c = job.cuont
  wait for 1h30m
  step d = far.lok(text: job.text)
  hold job.text + c
}
)") == texts{"5 GF0121", "6 GF0120", "7 GF0110", "8 GF0202", "9 GF0105", "10 GF0301"});
}

TEST_CASE("a mistake of one declaration hides no mistake of the next", "[unit]") {
  CHECK(places(R"(type Broken { id string }
enum Empty { one, 2 }
define twice(x: int) -> int = x + * 2
workflow w(job: Job) {
  version 1
  key job.idd
}
workflw v(job: Job) { }
workflow u(job: Jub) {
  version 1
  key job.id
}
)") == texts{"2 GF0120", "3 GF0120", "4 GF0110", "7 GF0202", "9 GF0121", "10 GF0260"});
}

TEST_CASE("a bracket that is left open swallows nothing of the flow", "[unit]") {
  CHECK(places(workflow_of("hold string(size(job.tags)") +
               "workflow v(job: Jub) {\n  version 1\n  key job.id\n}\n") ==
        texts{"5 GF0111", "7 GF0260"});
  CHECK(places(workflow_of("let x = [1, 2\n  hold job.cuont")) == texts{"5 GF0111", "6 GF0202"});
}

TEST_CASE("a block that is never closed hides no later declaration", "[unit]") {
  const auto told = places("workflow w(job: Job) {\n  version 1\n  key job.id\n  if true {\n"
                           "workflow v(job: Jub) {\n  version 1\n  key job.id\n}\n");
  CHECK(std::find(told.begin(), told.end(), "5 GF0122") != told.end());
  CHECK(std::find(told.begin(), told.end(), "6 GF0260") != told.end());
}

TEST_CASE("a file of another encoding, or of no text, is one mistake", "[unit]") {
  const std::string text = "// Gr\xFC\xDF"
                           "e\nworkflow w(job: Job) {\n  version 1\n  key job.id\n"
                           "  hold \"M\xFCller\" // \xE4\n}\n";
  CHECK(codes_of(dsl::compile(with_small_contract(text))) == std::vector<std::string>{"GF0108"});
  const std::string no_text("\x7F"
                            "ELF\0\0\1\0{(\"",
                            11);
  auto files = with_small_contract(workflow_of("hold \"x\""));
  files.push_back({"picture.flow", no_text});
  CHECK(codes_of(dsl::compile(files)) == std::vector<std::string>{"GF0108"});
}

TEST_CASE("a block that is open in one file hides nothing in another", "[unit]") {
  auto files = with_small_contract(workflow_of("if job.count > 1 { hold \"x\""));
  files.push_back({"other.flow", "import \"far.flow\"\nworkflow o(job: Job) {\n  version 1\n"
                                 "  key job.id\n  yield 1\n}\n"});
  CHECK(codes_of(dsl::compile(files)) == std::vector<std::string>{"GF0122", "GF0402"});
}

TEST_CASE("mistakes of several files are told in one run", "[unit]") {
  auto files = with_small_contract(workflow_of("hold job.cuont"));
  files.push_back({"other.flow", "type T { x: Nothing }\n"});
  const auto codes = codes_of(dsl::compile(files));
  CHECK(codes == texts{"GF0202", "GF0260"});
}

TEST_CASE("a flow that is cut anywhere is compiled or refused, never more", "[unit]") {
  const auto files = project_flows();
  for (std::size_t i = 0; i < files.size(); ++i)
    for (std::size_t length = 0; length < files[i].text.size(); length += 37) {
      auto cut = files;
      cut[i].text.resize(length);
      const auto compiled = dsl::compile(cut);
      if (compiled.programs.empty() && compiled.diagnostics.empty() &&
          files[i].path != "order_to_cash.flow")
        FAIL(files[i].path << " cut at " << length << " is neither");
    }
}

TEST_CASE("no random change of the project's flows breaks the compiler", "[unit]") {
  const auto seed = Catch::rngSeed() != 0 ? Catch::rngSeed() : std::random_device{}();
  WARN("seed " << seed);
  std::mt19937_64 dice(seed);
  const auto below = [&](std::size_t limit) { return limit == 0 ? 0 : dice() % limit; };
  const auto whole = project_flows();
  const std::string alphabet = "{}()[]<>.,:;?!=+-*/%\"'`@#\n msdh0123456789aZ_\xC3\xFF";
  std::size_t refused = 0;
  for (int round = 0; round < 1'500; ++round) {
    auto files = whole;
    auto& text = files[below(files.size())].text;
    for (auto times = below(3) + 1; times > 0; --times) {
      const auto at = below(text.size());
      const auto length = std::min(below(60), text.size() - at);
      const auto kind = below(4);
      if (kind == 0)
        text.erase(at, length);
      else if (kind == 1)
        text.insert(below(text.size()), text.substr(at, length));
      else if (kind == 2)
        text.insert(at, 1, alphabet[below(alphabet.size())]);
      else if (!text.empty())
        text[at] = alphabet[below(alphabet.size())];
    }
    const auto compiled = dsl::compile(files);
    refused += compiled.has_errors() ? 1 : 0;
    for (const auto& each : compiled.diagnostics) {
      (void)dsl::render(each, files, true);
      (void)dsl::to_json_line(each);
      if (each.help.empty())
        FAIL("no help: " << dsl::render(each, files, false));
    }
    if (compiled.programs.empty() && !compiled.has_errors())
      FAIL("round " << round << ": neither compiled nor refused");
  }
  CHECK(refused > 500);
}
