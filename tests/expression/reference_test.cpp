// Goal: docs/cel.md is true and complete.
// Method: the examples of its tables, and those in sentences (`expression` → `result`), are
// evaluated; every function and macro has to stand on the page.
#include "dsl/base/json.hpp"
#include "dsl/conformance/evaluate_alone.hpp"
#include "dsl/expr/function_table.hpp"
#include "dsl/expr/macro_call.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <sstream>

using namespace gantry;

namespace {

struct page_example {
  std::string expression, gives;
};

std::string reference_page() {
  std::ifstream in(std::string(GANTRY_SOURCE_DIR) + "/docs/cel.md");
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Texts in back quotes, with what stands between them.
struct quoted_parts {
  std::vector<std::string> texts, between;
};

quoted_parts parts_of(const std::string& line) {
  quoted_parts parts;
  std::istringstream in(line);
  bool is_quoted = false;
  for (std::string part; std::getline(in, part, '`'); is_quoted = !is_quoted)
    (is_quoted ? parts.texts : parts.between).push_back(part);
  parts.between.emplace_back(); // behind the last one
  return parts;
}

/// An example is followed by what it gives: across an arrow, or in the last cell of a row.
std::vector<page_example> examples_of(const std::string& page) {
  std::vector<page_example> found;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    const auto parts = parts_of(line);
    for (std::size_t i = 1; i < parts.texts.size(); ++i) {
      const bool is_last_of_row =
          parts.between[i] == " | " && i + 1 == parts.texts.size() && parts.between[i + 1] == " |";
      if (parts.between[i] == " → " || is_last_of_row)
        found.push_back({parts.texts[i - 1], parts.texts[i]});
    }
  }
  return found;
}

std::string outcome_of(const std::string& expression) {
  dsl::lone_expression e;
  e.text = expression;
  const auto outcome = dsl::evaluate_alone(e);
  if (outcome.is)
    return dsl::shown_value(*outcome.is);
  return outcome.mistakes.empty() ? "error" : outcome.mistakes.front().message;
}

} // namespace

TEST_CASE("every example of the reference of expressions gives what stands beside it", "[unit]") {
  const auto examples = examples_of(reference_page());
  CHECK(examples.size() > 90);
  for (const auto& [expression, gives] : examples) {
    INFO(expression);
    CHECK(outcome_of(expression) == gives);
  }
}

TEST_CASE("every function and macro stands in the reference of expressions", "[unit]") {
  const auto page = reference_page();
  auto names = dsl::function_names();
  for (auto& macro : dsl::macro_names())
    names.push_back(std::move(macro));
  CHECK(names.size() > 100);
  for (const auto& name : names) {
    INFO(name);
    CHECK(page.find(name + "(") != std::string::npos);
  }
}
