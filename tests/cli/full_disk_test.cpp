#include "cli/demo/child_process.hpp"
#include "gateway/http_connector.hpp"
#include "tests/cli/gantry_run.hpp"
#include "tests/support/raw_connection.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <iostream>
#include <thread>
#include <unistd.h>

namespace gantry::cli::test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// An engine whose data folder is a disk of its own of a few megabytes, mounted where only that
/// process sees it.
class engine_on_small_disk {
public:
  explicit engine_on_small_disk(int reserve_mb) {
    fs::create_directories(folder_ / "disk");
    write_file(folder_ / "gantry.toml",
               "data = \"" + (folder_ / "disk/data").string() +
                   "\"\nlisten = \"127.0.0.1:0\"\nflows = \"" GANTRY_SOURCE_DIR
                   "/workflows\"\ndisk_reserve_mb = " +
                   std::to_string(reserve_mb) + "\n" + deserted_adapters());
  }

  [[nodiscard]] static bool possible() {
    run_options shell;
    shell.program = "/bin/sh";
    return run({"-c", mounting("/mnt", "true")}, shell).exit_code == 0;
  }

  bool start() {
    const auto serve =
        "exec " GANTRY_EXECUTABLE " serve --config " + (folder_ / "gantry.toml").string();
    auto started =
        cli::child_process::start({"-c", "exec " + mounting((folder_ / "disk").string(), serve)},
                                  (folder_ / "log").string(), {}, "/bin/sh");
    REQUIRE(started.has_value());
    process_.emplace(std::move(*started));
    const std::string listens = "listens on port ";
    for (int i = 0; i < 2'000 && port_ == 0 && process_->alive(); ++i) {
      const auto text = log();
      if (const auto at = text.find(listens); at != std::string::npos)
        port_ = std::stoi(text.substr(at + listens.size()));
      std::this_thread::sleep_for(5ms);
    }
    INFO(log());
    REQUIRE(port_ != 0);
    return true;
  }

  /// The disk as that process sees it.
  [[nodiscard]] fs::path disk() const {
    return "/proc/" + std::to_string(process_->pid()) + "/root" + (folder_ / "disk").string();
  }
  /// Takes so many bytes away.
  void take(std::size_t bytes) const { write_file(disk() / "filler", std::string(bytes, 'x')); }
  /// Writes until nothing more fits.
  void fill() const {
    const int file = ::open((disk() / "filler").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    REQUIRE(file >= 0);
    const std::string block(4'096, 'x');
    while (::write(file, block.data(), block.size()) > 0) {
    }
    ::close(file);
  }
  void make_room() const { fs::remove(disk() / "filler"); }

  gateway::http_client::answer ask(const std::string& method, const std::string& target,
                                   const std::string& body = {}) const {
    gateway::http_client client("http://127.0.0.1:" + std::to_string(port_), 30'000);
    const auto answer =
        client.request(method, target, body, {{"Content-Type", "application/json"}});
    return answer ? *answer : gateway::http_client::answer{};
  }
  [[nodiscard]] std::string log() const { return read_file(folder_ / "log"); }
  [[nodiscard]] bool alive() { return process_->alive(); }

private:
  static std::string mounting(const std::string& folder, const std::string& then) {
    return "unshare " + std::string{::geteuid() == 0 ? "-m" : "-Urm"} +
           " sh -c 'mount -t tmpfs -o size=6m tmpfs " + folder + " && " + then + "'";
  }

  own_folder folder_;
  std::optional<cli::child_process> process_;
  int port_ = 0;
};

std::string submission(int number) {
  return R"({"workflow":"order_to_cash","input":)" + order("A-" + std::to_string(number)) + "}";
}

} // namespace

TEST_CASE("on a full disk intake stops with 503, nothing that was promised is lost, and it goes on "
          "by itself [E8.3]",
          "[e2e]") {
  if (!engine_on_small_disk::possible()) {
    std::cout << "skipped: this system lets nobody mount a small disk\n";
    return;
  }
  engine_on_small_disk engine(0); // nothing is kept back
  engine.start();
  CHECK(engine.ask("POST", "/v1/orders", submission(0)).status == 202);
  engine.fill();

  // A commit that does not fit is kept and offered again, so its caller may have to wait: several
  // ask at once, and none is promised what is not on disk.
  std::vector<std::thread> callers;
  std::vector<int> status(40, 0);
  for (int i = 1; i < 40; ++i)
    callers.emplace_back([&, i] {
      status[static_cast<std::size_t>(i)] = engine.ask("POST", "/v1/orders", submission(i)).status;
    });
  const auto start = std::chrono::steady_clock::now();
  auto ready = engine.ask("GET", "/readyz");
  while (ready.status != 503 && gantry::test::milliseconds_since(start) < 15'000) {
    std::this_thread::sleep_for(20ms);
    ready = engine.ask("GET", "/readyz");
  }
  INFO(engine.log());
  CHECK(ready.status == 503);
  CHECK(ready.body.find("full") != std::string::npos);
  const auto refused = engine.ask("POST", "/v1/orders", submission(1'000));
  CHECK(refused.status == 503);
  CHECK(engine.ask("GET", "/healthz").status == 200);
  CHECK(engine.ask("GET", "/v1/orders").status == 200); // what is there is still shown
  CHECK(engine.alive());

  engine.make_room();
  const auto room = std::chrono::steady_clock::now();
  while (engine.ask("GET", "/readyz").status != 200 &&
         gantry::test::milliseconds_since(room) < 20'000)
    std::this_thread::sleep_for(20ms);
  CHECK(engine.ask("GET", "/readyz").status == 200);
  for (auto& caller : callers)
    caller.join();
  CHECK(engine.ask("POST", "/v1/orders", submission(1'000)).status == 202);
  // Every order that was promised is there, and every one can be handed in again.
  for (int i = 0; i < 40; ++i) {
    const auto again = engine.ask("POST", "/v1/orders", submission(i));
    const bool promised = i == 0 || status[static_cast<std::size_t>(i)] == 202;
    INFO(i << " was answered " << status[static_cast<std::size_t>(i)] << ", now " << again.status);
    CHECK((again.status == 200 || again.status == 202));
    if (promised)
      CHECK(again.body.find("\"duplicate\":true") != std::string::npos);
  }
  CHECK(engine.ask("GET", "/v1/orders?count=true").body.find("\"count\":41") != std::string::npos);
}

TEST_CASE("well before the disk is full new orders wait outside, and those that run go on",
          "[e2e]") {
  if (!engine_on_small_disk::possible()) {
    std::cout << "skipped: this system lets nobody mount a small disk\n";
    return;
  }
  engine_on_small_disk engine(3);
  engine.start();
  const auto taken = engine.ask("POST", "/v1/orders", submission(1));
  REQUIRE(taken.status == 202);
  const auto id = parse_json(taken.body)->find("id")->as_string();
  engine.take(3'600'000); // of six
  // The disk is looked at once a second.
  const auto ready_becomes = [&](int status) {
    for (int i = 0; i < 500 && engine.ask("GET", "/readyz").status != status; ++i)
      std::this_thread::sleep_for(10ms);
    return engine.ask("GET", "/readyz").status;
  };
  CHECK(ready_becomes(503) == 503);
  const auto refused = engine.ask("POST", "/v1/orders", submission(2));
  CHECK(refused.status == 503);
  CHECK(refused.body.find("is kept for the orders that run") != std::string::npos);
  CHECK(engine.ask("POST", "/v1/orders/" + id + "/note", R"({"reason":"written down"})").status ==
        200);
  CHECK(engine.ask("GET", "/metrics").body.find("gantry_disk_free_bytes") != std::string::npos);
  CHECK(engine.log().find("no new orders are taken until") != std::string::npos);

  engine.make_room();
  CHECK(ready_becomes(200) == 200);
  CHECK(engine.ask("POST", "/v1/orders", submission(2)).status == 202);
  CHECK(engine.log().find("orders are taken again") != std::string::npos);
}

} // namespace gantry::cli::test
