#include "cli/serve/reply_files.hpp"
#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cerrno>
#include <sys/stat.h>

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

/// What was brought to the disk, in order: `file`, or `folder` with how many replies stood in it.
std::vector<std::string> synced;
std::filesystem::path watched;
bool folders_fail = false;

bool is_folder(int descriptor) {
  struct stat what {};
  return ::fstat(descriptor, &what) == 0 && S_ISDIR(what.st_mode);
}

int watched_sync(int descriptor) {
  if (!is_folder(descriptor)) {
    synced.emplace_back("file");
    return ::fsync(descriptor);
  }
  const auto replies = std::count_if(
      std::filesystem::directory_iterator(watched), std::filesystem::directory_iterator{},
      [](const auto& entry) { return entry.path().extension() == ".edi"; });
  synced.push_back("folder with " + std::to_string(replies));
  errno = EIO;
  return folders_fail ? -1 : ::fsync(descriptor);
}

reply_files replies_into(const std::filesystem::path& folder) {
  synced.clear();
  watched = folder;
  channel_settings edi;
  edi.name = "edi";
  edi.replies = folder.string();
  return reply_files({edi}, watched_sync);
}

const std::vector<channels::reply_document> two{{"997-1.edi", "application/edi-x12", "ISA*1~"},
                                                {"997-2.edi", "application/edi-x12", "ISA*2~"}};

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

TEST_CASE("replies are handed out when files and folder are on disk", "[unit]") {
  const own_folder folder;
  folders_fail = false;
  const auto out = replies_into(folder.path());
  REQUIRE(out.write("edi", two).has_value());
  CHECK(synced == std::vector<std::string>{"file", "file", "folder with 2"});
  CHECK(read_file(folder / "997-2.edi") == "ISA*2~");
}

TEST_CASE("a replies folder that is made is on disk too", "[unit]") {
  const own_folder folder;
  folders_fail = false;
  const auto out = replies_into(folder / "out");
  REQUIRE(out.write("edi", two).has_value());
  CHECK(synced == std::vector<std::string>{"folder with 0", "file", "file", "folder with 2"});
}

TEST_CASE("replies whose folder cannot be brought to the disk are not handed out", "[unit]") {
  const own_folder folder;
  folders_fail = true;
  const auto refused = replies_into(folder.path()).write("edi", two);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == errc::store_unwritable);
  CHECK(refused.error().message.find(folder.path().string()) != std::string::npos);
}

} // namespace gantry::cli::test
