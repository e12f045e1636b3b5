// Goal: whatever is left out of a flow, what is told is that, where it was, and nothing that only
// follows from it.
// Method: the flow of a bakery and its contracts, without each of their words, signs and lines in
// turn.
#include "tests/dsl/bakery_flow.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <map>

using namespace gantry;

namespace {

using files = std::vector<dsl::source_file>;

files bakery() {
  return {{"contracts.flow", std::string(tests::bakery_contracts)},
          {"main.flow", std::string(tests::bakery_flow)}};
}

struct part {
  std::size_t at = 0;
  std::size_t length = 0;
};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Words of a text, comments aside.
std::vector<part> words_of(const std::string& text) {
  std::vector<part> all;
  for (std::size_t at = 0; at < text.size();) {
    if (text.compare(at, 2, "//") == 0)
      at = std::min(text.find('\n', at), text.size());
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end]))
      ++end;
    if (end > at)
      all.push_back({at, end - at});
    at = std::max(end, at + 1);
  }
  return all;
}

std::vector<part> signs_of(const std::string& text) {
  std::vector<part> all;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "//") == 0)
      at = std::min(text.find('\n', at), text.size() - 1);
    if (std::string_view("(){}[]:,=?\"").find(text[at]) != std::string_view::npos)
      all.push_back({at, 1});
  }
  return all;
}

std::size_t errors_told(const dsl::compilation& compiled) {
  return static_cast<std::size_t>(
      std::count_if(compiled.diagnostics.begin(), compiled.diagnostics.end(),
                    [](const auto& d) { return d.level == dsl::diagnostic::severity::error; }));
}

/// How many parts there are, and how many of them are told by more than one mistake.
struct outcome {
  std::size_t parts = 0, several = 0;
  std::string shown; ///< the first of those
};

outcome without_each(const std::function<std::vector<part>(const std::string&)>& parts_of) {
  outcome all;
  for (std::size_t file = 0; file < bakery().size(); ++file)
    for (const part& p : parts_of(bakery()[file].text)) {
      auto changed = bakery();
      changed[file].text.erase(p.at, p.length);
      const auto compiled = dsl::compile(changed);
      ++all.parts;
      if (errors_told(compiled) < 2)
        continue;
      ++all.several;
      if (all.several <= 6)
        all.shown += "without `" + bakery()[file].text.substr(p.at, p.length) + "`\n" +
                     tests::rendered(compiled, changed) + "\n";
    }
  return all;
}

} // namespace

TEST_CASE("a word that is left out is told once", "[unit]") {
  const auto all = without_each(words_of);
  INFO(all.shown);
  CHECK(all.parts > 300);
  CHECK(all.several == 0);
}

TEST_CASE("a sign that is left out is told once", "[unit]") {
  const auto all = without_each(signs_of);
  INFO(all.shown);
  CHECK(all.parts > 300);
  CHECK(all.several == 0);
}
