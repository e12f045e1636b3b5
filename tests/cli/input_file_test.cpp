#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

namespace gantry::cli::test {
namespace {

/// Nothing is sent when there is nothing to send: no engine is there to be asked.
run_result submit(const std::vector<std::string>& files, const std::string& input = {}) {
  std::vector<std::string> all{"submit", "--server", "http://127.0.0.1:9"};
  all.insert(all.end(), files.begin(), files.end());
  run_options how;
  how.input = input;
  return run(all, how);
}

} // namespace

TEST_CASE("a file that cannot be handed in is told with its name, a code and what to do", "[e2e]") {
  const own_folder folder;
  const auto empty = (folder / "empty.json").string();
  write_file(empty, "");
  const auto nowhere = (folder / "nowhere.json").string();

  const auto missing = submit({nowhere});
  CHECK(missing.exit_code == 3);
  CHECK(missing.says("error[GE1006]: there is no file " + nowhere));
  CHECK(missing.says("help: "));

  const auto whole_folder = submit({folder.path().string()});
  CHECK(whole_folder.exit_code == 1);
  CHECK(whole_folder.says("error[GE2001]: " + folder.path().string() + " is a folder"));
  CHECK(whole_folder.says("name its files"));

  const auto nothing = submit({empty});
  CHECK(nothing.exit_code == 1);
  CHECK(nothing.says("error[GE2001]: the file " + empty + " is empty"));

  const auto silence = submit({"-"});
  CHECK(silence.exit_code == 1);
  CHECK(silence.says("error[GE2001]: standard input is empty"));

  const auto endless = submit({"/dev/zero"});
  CHECK(endless.exit_code == 1);
  CHECK(endless.says("error[GE1012]: /dev/zero has more than 16 MiB"));
}

TEST_CASE("a file that nobody gave the right to read is told with the reason", "[e2e]") {
  if (::geteuid() == 0) {
    WARN("root may read everything: skipped");
    return;
  }
  const own_folder folder;
  const auto file = (folder / "secret.json").string();
  write_file(file, "{}");
  std::filesystem::permissions(file, std::filesystem::perms::none);
  const auto refused = submit({file});
  CHECK(refused.exit_code == 3);
  CHECK(refused.says("the file " + file + " cannot be read: Permission denied"));
}

} // namespace gantry::cli::test
