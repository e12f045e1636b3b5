#include "cli/serve/reply_files.hpp"
#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace gantry::cli::test {
namespace {

reply_files into(const own_folder& folder) {
  channel_settings edi;
  edi.name = "edi";
  edi.replies = (folder / "out").string();
  return reply_files({edi});
}

channels::reply_document reply(const std::string& body) {
  return {"997-000000031.edi", "application/edi-x12", body};
}

std::vector<std::string> files_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

} // namespace

TEST_CASE("answers to two partners of one interchange number are two files", "[unit]") {
  const own_folder folder;
  const auto files = into(folder);
  REQUIRE(files.write("edi", {reply("to Lakeside")}));
  REQUIRE(files.write("edi", {reply("to Huber")}));
  REQUIRE(files.write("edi", {reply("to Smith")}));
  CHECK(files_in(folder / "out") == std::vector<std::string>{"997-000000031-2.edi",
                                                             "997-000000031-3.edi",
                                                             "997-000000031.edi"});
  CHECK(read_file(folder / "out" / "997-000000031.edi") == "to Lakeside");
  CHECK(read_file(folder / "out" / "997-000000031-2.edi") == "to Huber");
  CHECK(read_file(folder / "out" / "997-000000031-3.edi") == "to Smith");
}

TEST_CASE("an answer that is handed out again after a crash is one file", "[unit]") {
  const own_folder folder;
  const auto files = into(folder);
  REQUIRE(files.write("edi", {reply("to Lakeside")}));
  REQUIRE(files.write("edi", {reply("to Huber")}));
  // What a crash leaves of one that was half written harms nobody.
  write_file(folder / "out" / ".997-000000031.edi.part", "to Hu");
  REQUIRE(files.write("edi", {reply("to Huber")}));
  REQUIRE(files.write("edi", {reply("to Lakeside")}));
  REQUIRE(files.write("edi", {reply("to Smith")}));
  CHECK(files_in(folder / "out").size() == 3);
}

TEST_CASE("a name that a document brings stays in the folder of its channel", "[unit]") {
  const own_folder folder;
  REQUIRE(into(folder).write("edi", {{"../997-../31.edi", "application/edi-x12", "x"}}));
  CHECK(files_in(folder.path()) == std::vector<std::string>{"out"});
  CHECK(files_in(folder / "out").size() == 1);
}

TEST_CASE("a channel without a folder for answers writes none", "[unit]") {
  const own_folder folder;
  CHECK(into(folder).write("portal", {reply("x")}));
  CHECK_FALSE(std::filesystem::exists(folder / "out"));
}

} // namespace gantry::cli::test
