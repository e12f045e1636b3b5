#include "tests/cli/stage_at_work.hpp"

#include <csignal>

namespace gantry::cli::test {
namespace {

run_result examine(const lone_engine& engine, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"doctor", "--data", engine.data().string(), "--disk-warn-mb",
                                     "0"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run(arguments);
}

void submit(const lone_engine& engine, int orders) {
  for (int n = 1; n <= orders; ++n) {
    const auto file = engine.folder() / "order.json";
    write_file(file, order("D-" + std::to_string(n)));
    REQUIRE(run({"submit", "--workflow", "order_to_cash", file.string(), "--server", engine.url()})
                .exit_code == 0);
  }
}

void kill(lone_engine& engine) {
  ::kill(engine.process().pid(), SIGKILL);
  while (engine.process().alive())
    ;
}

void change(const lone_engine& engine, const std::string& sql) {
  REQUIRE(run({(engine.data() / "gantry.db").string(), sql}, {.program = "/usr/bin/sqlite3"})
              .exit_code == 0);
}

} // namespace

TEST_CASE("the doctor finds nothing wrong beside an engine at work, nor after kill -9", "[e2e]") {
  lone_engine engine;
  engine.start();
  submit(engine, 5);
  const auto beside = examine(engine);
  INFO(beside.out << beside.err);
  CHECK(beside.exit_code == 0);
  CHECK(beside.out.find("5 orders folded") != std::string::npos);
  kill(engine);
  CHECK(examine(engine).exit_code == 0);
  CHECK(examine(engine, {"--quick"}).out.find("folded") == std::string::npos);
}

TEST_CASE("the doctor names the order whose records or list entry are wrong, and changes nothing",
          "[e2e]") {
  lone_engine engine;
  engine.start();
  submit(engine, 3);
  kill(engine);
  SECTION("the list says something else than the records") {
    change(engine, "UPDATE instances SET stage = 'shipped' WHERE business_key LIKE '%D-2'");
    const auto found = examine(engine);
    CHECK(found.exit_code == 1);
    CHECK(found.out.find("D-2: the index says") != std::string::npos);
    CHECK(found.says("1 mistake:"));
    // Looked at again it is the same, but for the room on the disk, which others use too.
    const auto behind_disk = [](const std::string& out) { return out.substr(out.find('\n')); };
    CHECK(behind_disk(examine(engine).out) == behind_disk(found.out));
  }
  SECTION("a record is gone") {
    change(engine, "DELETE FROM journal WHERE lsn = (SELECT last FROM heads LIMIT 1)");
    const auto found = examine(engine);
    CHECK(found.exit_code == 1);
    CHECK(found.out.find("is broken at row") != std::string::npos);
    CHECK(found.says("mistakes:")); // the journal has a record less, and an order has lost it
  }
}

TEST_CASE("the doctor examines backups, and says where there is no database", "[e2e]") {
  lone_engine engine;
  engine.start({{"GANTRY_BACKUPS", (engine.folder() / "backups").string()}});
  submit(engine, 2);
  REQUIRE(run({"backup", "--name", "b", "--server", engine.url()}).exit_code == 0);
  const auto file = (engine.folder() / "backups/b.db").string();
  const auto backup = run({"doctor", file, "--disk-warn-mb", "0", "--json"});
  INFO(backup.out << backup.err);
  CHECK(backup.exit_code == 0);
  CHECK(backup.out.find("a copy: an engine starts on it with --adopt alone") != std::string::npos);
  // Neither is anything made beside it, nor has anything to be writable.
  for (const auto& each : std::filesystem::directory_iterator(engine.folder() / "backups"))
    CHECK(each.path() == file);
  CHECK(run({"doctor", file + "x"}).exit_code == 3);
  CHECK(run({"doctor", engine.data().string(), "--quick", "--disk-warn-mb", "0"}).exit_code == 0);
  const auto foreign = run({"doctor", engine.settings_file()});
  CHECK(foreign.exit_code == 1);
  CHECK(foreign.says("is no database"));
}

} // namespace gantry::cli::test
