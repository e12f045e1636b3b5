#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

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

/// A demo in a process group of its own, with a temporary folder of its own, that hands in orders.
class demo_under_way {
public:
  explicit demo_under_way(std::vector<std::string> more = {}) {
    fs::create_directories(temporary());
    std::vector<std::string> arguments{"gantry", "demo",    "--orders",
                                       "3000",   "--flows", GANTRY_SOURCE_DIR "/workflows"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    process_ = ::fork();
    REQUIRE(process_ >= 0);
    if (process_ == 0)
      become(arguments);
    int status = 0;
    const bool waits = comes_to([&] {
      return read_file(folder_ / "out").find("handing in 3000 orders") != std::string::npos ||
             ::waitpid(process_, &status, WNOHANG) != 0;
    });
    INFO("it ended with " << status << " and says: " << err());
    REQUIRE(waits);
    REQUIRE(status == 0);
  }
  ~demo_under_way() {
    for (const auto process : processes_below())
      ::kill(process, SIGKILL);
  }
  demo_under_way(const demo_under_way&) = delete;
  demo_under_way& operator=(const demo_under_way&) = delete;

  [[nodiscard]] fs::path temporary() const { return folder_ / "tmp"; }
  [[nodiscard]] std::string err() const { return read_file(folder_ / "err"); }

  /// The signal that it ended by; 0 when it ended otherwise, -1 when it had to be killed.
  int end_by(int signal, bool whole_group) {
    ::kill(whole_group ? -process_ : process_, signal);
    int status = 0;
    if (!comes_to([&] { return ::waitpid(process_, &status, WNOHANG) != 0; })) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, &status, 0);
      return -1;
    }
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }

  /// Engines and companies that were told to work in its temporary folder.
  [[nodiscard]] std::vector<pid_t> processes_below() const {
    std::vector<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const auto name = entry.path().filename().string();
      const bool is_process = name.find_first_not_of("0123456789") == std::string::npos;
      if (is_process && read_file(entry.path() / "cmdline").find(temporary()) != std::string::npos)
        found.push_back(std::stoi(name));
    }
    return found;
  }

  template <class Condition>
  [[nodiscard]] static bool comes_to(const Condition& condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > until)
        return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
  }

private:
  [[noreturn]] void become(const std::vector<std::string>& arguments) const {
    ::setpgid(0, 0);
    ::setenv("TMPDIR", temporary().c_str(), 1);
    const auto redirect = [&](const char* name, int to) {
      ::dup2(::open((folder_ / name).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600), to);
    };
    redirect("out", STDOUT_FILENO);
    redirect("err", STDERR_FILENO);
    std::vector<char*> argv;
    for (const auto& argument : arguments)
      argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::execv(GANTRY_EXECUTABLE, argv.data());
    ::_exit(127);
  }

  own_folder folder_;
  pid_t process_ = -1;
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

TEST_CASE("a demo that is ended by a signal leaves neither processes nor its folder", "[e2e]") {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    INFO("signal " << signal);
    demo_under_way demo;
    REQUIRE(demo.processes_below().size() == 2);
    // As a terminal does it: to everybody in the demo's process group.
    CHECK(demo.end_by(signal, true) == signal);
    CHECK(demo.processes_below().empty());
    CHECK(fs::is_empty(demo.temporary()));
    CHECK(demo.err().find("interrupted: engine and company have ended") != std::string::npos);
  }
}

TEST_CASE("a demo that is ended with --keep leaves its folder and says where it is", "[e2e]") {
  demo_under_way demo({"--keep"});
  CHECK(demo.end_by(SIGTERM, false) == SIGTERM);
  CHECK(demo.processes_below().empty());
  REQUIRE_FALSE(fs::is_empty(demo.temporary()));
  CHECK(demo.err().find(fs::directory_iterator(demo.temporary())->path().string()) !=
        std::string::npos);
}

TEST_CASE("a demo that is killed takes engine and company with it", "[e2e]") {
  demo_under_way demo;
  REQUIRE(demo.processes_below().size() == 2);
  CHECK(demo.end_by(SIGKILL, false) == SIGKILL);
  CHECK(demo.comes_to([&] { return demo.processes_below().empty(); }));
}

TEST_CASE("a demo prints no progress where nobody can watch it", "[e2e]") {
  run_options how;
  how.timeout_ms = 90'000;
  const auto ran = run({"demo", "--orders", "4", "--flows", GANTRY_SOURCE_DIR "/workflows"}, how);
  INFO(ran.out << ran.err);
  CHECK(ran.exit_code == 0);
  CHECK(ran.out.find("█") == std::string::npos);
  CHECK(ran.out.find("░") == std::string::npos);
  CHECK(ran.out.find("with the warehouse") == std::string::npos);
  CHECK(ran.out.find("every once effect happened exactly once: ") != std::string::npos);
}

} // namespace gantry::cli::test
