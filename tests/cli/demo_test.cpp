#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <sstream>
#include <thread>

namespace gantry::cli::test {
namespace {

namespace fs = std::filesystem;

/// The two processes that a kept demo leaves, as its last hint names them.
struct left_running {
  pid_t engine = 0, company = 0;
  explicit left_running(const std::string& out) {
    const std::string hint = "End both with: kill ";
    if (const auto at = out.find(hint); at != std::string::npos)
      std::istringstream(out.substr(at + hint.size())) >> engine >> company;
  }
  ~left_running() {
    for (const auto process : {engine, company})
      if (process > 1)
        ::kill(process, SIGTERM);
  }
};

} // namespace

TEST_CASE("an installed demo runs from anywhere, and what it says to try next works", "[e2e]") {
  const own_folder folder;
  // As `make install` lays it out.
  fs::create_directories(folder / "usr/bin");
  fs::copy_file(GANTRY_EXECUTABLE, folder / "usr/bin/gantry");
  fs::create_directories(folder / "usr/share/gantry/examples");
  fs::copy(GANTRY_SOURCE_DIR "/workflows", folder / "usr/share/gantry/workflows",
           fs::copy_options::recursive);
  fs::copy(GANTRY_SOURCE_DIR "/examples/orders", folder / "usr/share/gantry/examples/orders",
           fs::copy_options::recursive);
  fs::create_directories(folder / "elsewhere");
  run_options how;
  how.program = (folder / "usr/bin/gantry").string();
  how.folder = folder / "elsewhere";
  how.timeout_ms = 90'000;
  const auto ran = run({"demo", "--orders", "4", "--keep", "--data", "kept"}, how);
  INFO(ran.out << ran.err);
  left_running left(ran.out);
  CHECK(ran.exit_code == 0);
  REQUIRE(left.engine > 1);
  REQUIRE(left.company > 1);
  CHECK(ran.out.find(how.program + " orders list --status held") != std::string::npos);
  CHECK(ran.out.find((folder / "usr/share/gantry/examples/orders/spades.json").string()) !=
        std::string::npos);
  CHECK(ran.out.find("kill -9 " + std::to_string(left.engine) + "\n") != std::string::npos);
  const auto settings = (folder / "elsewhere/kept/gantry.toml").string();
  CHECK(ran.out.find(how.program + " serve --config " + settings) != std::string::npos);

  // The plug is pulled and put back, as the hint says, without a variable for the secret.
  REQUIRE(::kill(std::exchange(left.engine, 0), SIGKILL) == 0);
  const auto log = folder / "again.log";
  auto again =
      cli::child_process::start({"serve", "--config", settings}, log.string(), {}, how.program);
  REQUIRE(again.has_value());
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (again->alive() && std::chrono::steady_clock::now() < until &&
         read_file(log).find("listens on port") == std::string::npos)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  INFO(read_file(log));
  CHECK(again->alive());
  CHECK(read_file(log).find("listens on port") != std::string::npos);
}

} // namespace gantry::cli::test
