// Goal: no text makes the language's front, the mappings or the channels crash, hang, take memory
// without bound, or say something about it that does not hold.
// Method: the corpus, then seeded changes of it, through the same entry points as libFuzzer.
#include "tests/fuzz/bounds.hpp"
#include "tests/fuzz/entry_points.hpp"
#include "tests/fuzz/mutator.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace gantry;

namespace {

constexpr std::uint64_t ordinary_seed = 20'261'127;

namespace fs = std::filesystem;

/// Eight entry points: together more than 20,000.
constexpr int changes = 3'000;

fs::path room() {
  return fs::path(GANTRY_SOURCE_DIR) / "tests/fuzz";
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// In the order of their names, so that a seed means the same everywhere.
std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<fs::path> corpus_of(const fuzz::entry_point& entry) {
  auto files = files_below(room() / "corpus" / entry.name);
  if (entry.words == "flow.dict")
    for (auto& flow : files_below(fs::path(GANTRY_SOURCE_DIR) / "workflows"))
      if (flow.extension() == ".flow")
        files.push_back(std::move(flow));
  return files;
}

void run(const fuzz::entry_point& entry, const std::string& input, const std::string& what) {
  const fuzz::hang_guard guard(input);
  const auto memory = fuzz::peak_memory_bytes();
  const auto start = fuzz::processor_time_s();
  const auto wrong = entry.run(input);
  const auto taken = fuzz::processor_time_s() - start;
  if (!wrong.empty())
    FAIL(what << ": " << wrong << "\n" << input);
  if (taken > fuzz::input_s_max)
    FAIL(what << " takes " << taken << " s:\n" << input);
  if (fuzz::peak_memory_bytes() - memory > fuzz::memory_bytes_max)
    FAIL(what << " takes " << (fuzz::peak_memory_bytes() - memory) << " bytes:\n" << input);
}

void run_corpus(std::string_view name) {
  const auto& entry = *fuzz::entry_point_named(name);
  const auto files = corpus_of(entry);
  REQUIRE(files.size() >= 5);
  for (const auto& file : files)
    run(entry, content_of(file), file.filename().string());
}

void run_changes(std::string_view name) {
  const auto& entry = *fuzz::entry_point_named(name);
  std::vector<std::string> texts;
  for (const auto& file : corpus_of(entry))
    texts.push_back(content_of(file));
  const auto words = fuzz::words_of(content_of(room() / "words" / entry.words));
  REQUIRE(words.size() > 10);
  // The same changes in every ordinary run; `make test-long` draws others, and a number repeats
  // one.
  const std::uint64_t seed = Catch::rngSeed() != 0 ? Catch::rngSeed() : ordinary_seed;
  WARN("seed " << seed);
  fuzz::mutator random(seed, words, texts);
  for (int i = 0; i < changes; ++i) {
    const auto& whole = texts[static_cast<std::size_t>(i) % texts.size()];
    run(entry, random.change(whole), "change " + std::to_string(i));
  }
}

} // namespace

TEST_CASE("the corpus of the lexer holds", "[unit]") {
  run_corpus("lexer");
}
TEST_CASE("the corpus of the parser holds", "[unit]") {
  run_corpus("parser");
}
TEST_CASE("the corpus of the checker holds", "[unit]") {
  run_corpus("checker");
}
TEST_CASE("the corpus of the evaluator holds", "[unit]") {
  run_corpus("evaluator");
}
TEST_CASE("the corpus of the mappings holds", "[unit]") {
  run_corpus("mapping");
}
TEST_CASE("the corpus of the JSON reader holds", "[unit]") {
  run_corpus("json");
}
TEST_CASE("the corpus of the X12 channel holds", "[unit]") {
  run_corpus("x12");
}
TEST_CASE("the corpus of the files of tables holds", "[unit]") {
  run_corpus("table");
}

TEST_CASE("no change of a flow breaks the lexer", "[unit]") {
  run_changes("lexer");
}
TEST_CASE("no change of a flow breaks the parser or the layout", "[unit]") {
  run_changes("parser");
}
TEST_CASE("no change of a flow breaks the checker", "[unit]") {
  run_changes("checker");
}
TEST_CASE("no change of an expression breaks its evaluation", "[unit]") {
  run_changes("evaluator");
}
TEST_CASE("no change of a document breaks a mapping", "[unit]") {
  run_changes("mapping");
}
TEST_CASE("no change of a JSON text breaks its reader", "[unit]") {
  run_changes("json");
}
TEST_CASE("no change of an interchange breaks its channel", "[unit]") {
  run_changes("x12");
}
TEST_CASE("no change of a table's file breaks its reader", "[unit]") {
  run_changes("table");
}

TEST_CASE("the same seed makes the same changes", "[unit]") {
  const std::vector<std::string> words{"if", "else", "(", ")"};
  fuzz::mutator one(7, words, {"a b c"}), other(7, words, {"a b c"});
  for (int i = 0; i < 100; ++i)
    CHECK(one.change("step a = far.look(text: \"x\")") ==
          other.change("step a = far.look(text: \"x\")"));
}
