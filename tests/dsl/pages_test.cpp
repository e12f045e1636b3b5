// Goal: every page of the catalogue shows its mistake, and what it says to write is right.
#include "tests/dsl/diagnostic_cases.hpp"
#include "tests/dsl/flow_folder.hpp"
#include "tests/dsl/pages.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace gantry;
using namespace gantry::tests;

namespace {

bool is_declaration(const std::string& text) {
  for (const char* word :
       {"import ", "workflow ", "define ", "mapping ", "setting ", "table ", "enum ", "type ",
        "calendar ", "policy ", "contract ", "test ", "workflw "})
    if (text.starts_with(word))
      return true;
  return false;
}

dsl::compilation compiled_example(const std::string& text, std::vector<dsl::source_file>& files) {
  const bool returns = text.find("return K") != std::string::npos || text.ends_with("return a\n");
  files = with_small_contract(is_declaration(text) ? text : workflow_of(text, returns));
  return dsl::compile(files);
}

} // namespace

TEST_CASE("the example of every page shows its mistake and no other", "[unit]") {
  for (const auto& page : pages()) {
    if (page.example.empty())
      continue;
    std::vector<dsl::source_file> files;
    const auto compiled = compiled_example(page.example, files);
    INFO(page.code << "\n" << page.example << rendered(compiled, files));
    std::size_t told = 0;
    for (const auto& d : compiled.diagnostics) {
      told += d.code == page.code ? 1 : 0;
      if (d.level == dsl::diagnostic::severity::error)
        CHECK(d.code == page.code);
    }
    CHECK(told >= 1);
  }
}

TEST_CASE("the mended example of every page is right", "[unit]") {
  for (const auto& page : pages()) {
    if (page.mended.empty())
      continue;
    std::vector<dsl::source_file> files;
    const auto compiled = compiled_example(page.mended, files);
    INFO(page.code << "\n" << page.mended << rendered(compiled, files));
    CHECK_FALSE(compiled.has_errors());
    const auto codes = codes_of(compiled);
    CHECK(std::find(codes.begin(), codes.end(), page.code) == codes.end());
  }
}

TEST_CASE("the catalogue prints the declarations that its examples use", "[unit]") {
  const auto files = with_small_contract("");
  CHECK(files.front().text.find(declarations_of_pages()) != std::string::npos);
  CHECK(declarations_of_pages().find("contract far") != std::string::npos);
}
