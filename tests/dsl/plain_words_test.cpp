// Goal: what a picture says of a condition is what the condition means.
#include "dsl/graph/flow_graph.hpp"
#include "dsl/graph/names_in_words.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <utility>

using namespace gantry;
namespace graph = gantry::dsl::graph;

namespace {

/// How a decision by this condition is titled.
std::string question_of(const std::string& condition) {
  const auto files =
      tests::with_small_contract("workflow w(job: Job) {\n  version 1\n  key job.id\n  step a = "
                                 "far.look(text: job.text)\n  if " +
                                 condition + " { reject \"no\" }\n}\n");
  std::vector<dsl::diagnostic> told;
  const auto graphs = graph::graphs_of(files, told);
  for (const auto& d : told)
    UNSCOPED_INFO(dsl::render(d, files, false));
  REQUIRE(graphs.size() == 1);
  const auto& nodes = graphs.front().nodes;
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [](const graph::node& n) { return n.id == "decision"; });
  REQUIRE(found != nodes.end());
  return found->title;
}

} // namespace

TEST_CASE("expressions are said in plain words", "[unit]") {
  CHECK(question_of("job.amount > a.limit") == "Job amount > a limit?");
  CHECK(question_of("job.amount >= 5000m && !(job.count == 2)") ==
        "Job amount ≥ 5000 and job count is not 2?");
  CHECK(question_of("size(job.lines) == 0") == "No job lines?");
  CHECK(question_of("job.lines.sum(l, l.quantity) > 3m") == "Sum of quantity over job lines > 3?");
  CHECK(graph::words_of("edi_desk-of_the-rma") == "EDI desk of the RMA");
  CHECK(graph::system_of("erp") == "ERP");
  CHECK(graph::system_of("supplier") == "Supplier");
  CHECK(graph::choice_of({"a", "b", "c"}) == "a, b or c");
  CHECK(graph::shortened("eins zwei drei vier", 11) == "eins zwei …");
  CHECK(graph::shortened("äöü", 3) == "äöü");
}

TEST_CASE("negations, ranges, lists and what may be absent are not said wrongly", "[unit]") {
  const std::pair<const char*, const char*> conditions[] = {
      {"job.lines.exists(l, l.quantity > 3m)", "For any of job lines: quantity > 3?"},
      {"job.lines.all(l, l.quantity > 3m)", "For all of job lines: quantity > 3?"},
      {"job.lines.exists_one(l, l.sku == \"a\")", "For exactly one of job lines: SKU is a?"},
      {"!job.lines.exists(l, l.sku == \"a\")", "For none of job lines: SKU is a?"},
      {"!job.lines.all(l, l.quantity > 3m)", "For any of job lines: quantity ≤ 3?"},
      {"job.tags.exists(t, t == \"late\")", "Any of job tags is late?"},
      {"!(job.count == 2)", "Job count is not 2?"},
      {"!(job.count > 2)", "Job count ≤ 2?"},
      {"!(job.count == 2 || job.count == 3)", "Neither job count is 2 nor job count is 3?"},
      {"!(job.count == 2 && job.amount > 1m)", "Not both job count is 2 and job amount > 1?"},
      {"job.count >= 1 && job.count <= 5", "Job count from 1 to 5?"},
      {"1 <= job.count && job.count <= 5", "Job count from 1 to 5?"},
      {"job.count < 5 && job.count > 1", "Job count > 1 and < 5?"},
      {"job.text in [\"fee\", \"refund\"]", "Job text is fee or refund?"},
      {"!(job.text in [\"fee\", \"refund\"])", "Job text is not fee or refund?"},
      {"job.text in job.tags", "Job text is one of job tags?"},
      {"job.text == \"\"", "Job text is empty?"},
      {"job.text == \"SPADE-90\"", "Job text is “SPADE-90”?"},
      {"job.text.startsWith(\"X\")", "Job text starts with “X”?"},
      {"size(job.lines) >= 1", "Any job lines?"},
      {"job.lines.size() == 0", "No job lines?"},
      {"size(job.lines) > 3", "Number of job lines > 3?"},
      {"job.lines[?0].hasValue()", "First of job lines is there?"},
      {"!job.lines[?0].hasValue()", "First of job lines is missing?"},
      {"job.due > timestamp(\"2026-01-01T00:00:00Z\")", "Job due is after “2026-01-01T00:00:00Z”?"},
      {"job.tags[?0].orValue(\"none\") == \"a\"", "First of job tags, else none is a?"},
      {"job.tags[?0].orValue(\"\") == \"a\"", "First of job tags is a?"}};
  for (const auto& [condition, words] : conditions) {
    INFO(condition);
    CHECK(question_of(condition) == words);
  }
}
