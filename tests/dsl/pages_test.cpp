// Goal: every page of the catalogue shows its mistake, and what it says to write is right.
#include "tests/dsl/diagnostic_cases.hpp"
#include "tests/dsl/flow_folder.hpp"
#include "tests/dsl/large_examples.hpp"
#include "tests/dsl/pages.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <utility>

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

/// An editor shows the byte that is not UTF-8 as this character; here it is the byte again.
std::string with_bytes(std::string text) {
  static const std::string shown = "\uFFFD";
  for (std::size_t at = text.find(shown); at != std::string::npos; at = text.find(shown))
    text.replace(at, shown.size(), "\xE9");
  return text;
}

/// An example with an import that others have not is a file of its own.
bool is_whole_file(const error_page& page) {
  return page.code == "GF0135";
}

std::vector<dsl::source_file> files_of(const error_page& page, bool is_mended) {
  std::string text = with_bytes(is_mended ? page.mended : page.example);
  if (auto large = large_example_of(page.code, is_mended)) {
    INFO(page.code << "\n" << text);
    CHECK(is_shortened(text, large->whole));
    if (!large->files.empty())
      return std::move(large->files);
    text = std::move(large->whole);
  }
  const bool returns = text.find("return K") != std::string::npos || text.ends_with("return a\n");
  auto files = with_small_contract(is_declaration(text) ? text : workflow_of(text, returns));
  if (is_whole_file(page))
    files.back().text = text;
  return files;
}

/// The day of the examples, and the one file that they find.
dsl::circumstances of_pages() {
  return {*parse_timestamp("2026-11-27T08:00:00Z"),
          [](const std::string& path) { return path == "samples/order.json"; }};
}

/// The mistakes of a page that tells of too many of them are others.
bool tells_of_others(const error_page& page) {
  return page.code == "GF0129";
}

} // namespace

TEST_CASE("every page shows its mistake and how it is mended", "[unit]") {
  CHECK(pages().size() > 120);
  for (const auto& page : pages()) {
    INFO(page.code);
    CHECK_FALSE(page.example.empty());
    CHECK_FALSE(page.mended.empty());
  }
}

TEST_CASE("the example of every page shows its mistake and no other", "[unit]") {
  for (const auto& page : pages()) {
    const auto files = files_of(page, false);
    const auto compiled = dsl::compile(files, of_pages());
    INFO(page.code << "\n" << page.example << rendered(compiled, files).substr(0, 2'000));
    std::size_t told = 0;
    for (const auto& d : compiled.diagnostics) {
      told += d.code == page.code ? 1 : 0;
      if (d.level == dsl::diagnostic::severity::error && !tells_of_others(page))
        CHECK(d.code == page.code);
    }
    CHECK(told >= 1);
  }
}

TEST_CASE("the mended example of every page is right", "[unit]") {
  for (const auto& page : pages()) {
    const auto files = files_of(page, true);
    const auto compiled = dsl::compile(files, of_pages());
    INFO(page.code << "\n" << page.mended << rendered(compiled, files).substr(0, 2'000));
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
