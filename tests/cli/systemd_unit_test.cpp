#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

namespace gantry::cli::test {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

} // namespace

TEST_CASE("systemd takes the unit of the package without a word", "[e2e]") {
  run_options systemd;
  systemd.program = "/usr/bin/systemd-analyze";
  if (::access(systemd.program.c_str(), X_OK) != 0) {
    WARN("there is no systemd on this machine: skipped");
    return;
  }
  const own_folder prefix;
  std::filesystem::create_directories(prefix / "bin");
  std::filesystem::create_symlink(GANTRY_EXECUTABLE, prefix / "bin/gantry");
  const auto unit = (prefix / "gantry.service").string();
  write_file(unit, replaced(read_file(GANTRY_SOURCE_DIR "/tools/debian/gantry.service.in"),
                            "@prefix@", prefix.path().string()));
  // Without its manual page, which only an installation has.
  const auto verified = run({"verify", "--man=no", unit}, systemd);
  INFO(verified.out << verified.err);
  CHECK(verified.exit_code == 0);
  CHECK(verified.out.empty());
  CHECK(verified.err.empty());
}

} // namespace gantry::cli::test
