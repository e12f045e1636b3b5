#include "tests/cli/gantry_run.hpp"
#include "tests/support/raw_connection.hpp"

#include <SQLiteCpp/Database.h>
#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

/// An engine that cannot start says why, ends with its exit code, and has started nothing.
namespace gantry::cli::test {
namespace {

namespace fs = std::filesystem;

run_result serve(const std::vector<std::string>& flags, variables environment = {}) {
  std::vector<std::string> arguments{"serve"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  run_options how;
  how.environment = std::move(environment);
  how.timeout_ms = 15'000;
  return run(arguments, how);
}

/// Settings that are right but for what a test changes.
std::string settings_in(const own_folder& folder, const std::string& more = {}) {
  const auto file = folder / "gantry.toml";
  write_file(file, "data = \"" + (folder / "data").string() +
                       "\"\nlisten = \"127.0.0.1:0\"\nflows = \"" GANTRY_SOURCE_DIR
                       "/workflows\"\n" +
                       more + deserted_adapters());
  return file.string();
}

} // namespace

TEST_CASE("a flow that does not check stops the start with all mistakes, and nothing is deployed",
          "[e2e]") {
  const own_folder folder;
  write_file(folder / "flows/one.flow",
             "workflow one(order: Nobody) {\n  version 1\n  key order.id\n}\n");
  write_file(folder / "flows/two.flow", "workflow two( {\n");
  const auto refused =
      serve({"--config", settings_in(folder), "--flows", (folder / "flows").string()});
  INFO(refused.err);
  CHECK(refused.exit_code == 1);
  CHECK(refused.says("one.flow:1:"));
  CHECK(refused.says("two.flow:1:"));
  CHECK(refused.says("GE3001"));
  CHECK_FALSE(fs::exists(folder / "data/gantry.db"));
  // `gantry check` explains the same without an engine.
  const auto checked = run({"check", (folder / "flows").string()});
  CHECK(checked.exit_code == 1);
  CHECK(checked.says("one.flow:1:"));
  CHECK(checked.says("two.flow:1:"));
  CHECK(run({"check", GANTRY_SOURCE_DIR "/workflows"}).exit_code == 0);
}

TEST_CASE("a contract that nothing serves, and a secret that is not there, stop the start",
          "[e2e]") {
  const own_folder folder;
  const auto file = folder / "bare.toml";
  write_file(file, "data = \"" + (folder / "data").string() +
                       "\"\nlisten = \"127.0.0.1:0\"\nflows = \"" GANTRY_SOURCE_DIR
                       "/workflows\"\n");
  const auto unserved = serve({"--config", file.string()});
  CHECK(unserved.exit_code == 1);
  CHECK(unserved.says("GE3003"));
  for (const std::string contract : {"crm", "erp", "wms", "tms"})
    CHECK(unserved.says(contract + " (called by order_to_cash)"));

  const auto channel = "[channels.shop]\nkind = \"shopify\"\nworkflow = \"order_to_cash\"\n"
                       "secret = \"env:GANTRY_TEST_SECRET\"\n";
  const auto secretless = serve({"--config", settings_in(folder, channel)});
  CHECK(secretless.exit_code == 1);
  CHECK(secretless.says("GANTRY_TEST_SECRET"));
  CHECK(secretless.says("[channels.shop]"));
}

TEST_CASE("a database of a newer schema is left alone", "[e2e]") {
  lone_engine engine;
  engine.start();
  engine.process().end(10'000);
  const auto file = engine.data() / "gantry.db";
  {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("INSERT INTO schema_history VALUES (9999, 'of_tomorrow', 0)");
  }
  const auto before = read_file(file);
  const auto refused = serve({"--config", engine.settings_file()});
  INFO(refused.err);
  CHECK(refused.exit_code == 5);
  CHECK(refused.says("GE4004"));
  CHECK(refused.says("9999"));
  CHECK(read_file(file) == before);
  {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("DELETE FROM schema_history WHERE number = 9999");
  }
  engine.start();
}

TEST_CASE("a data folder that cannot be written is told as that", "[e2e]") {
  const own_folder folder;
  // A file where the folder should be holds for every user, root included.
  write_file(folder / "file", "in the way");
  const auto in_the_way =
      serve({"--config", settings_in(folder), "--data", (folder / "file/data").string()});
  INFO(in_the_way.err);
  CHECK(in_the_way.exit_code == 5);
  CHECK(in_the_way.says("GE4003"));
  CHECK(in_the_way.says((folder / "file/data").string()));
  if (::geteuid() != 0) {
    fs::create_directories(folder / "sealed");
    ::chmod((folder / "sealed").c_str(), 0500);
    const auto sealed =
        serve({"--config", settings_in(folder), "--data", (folder / "sealed").string()});
    CHECK(sealed.exit_code == 5);
    CHECK(sealed.says("GE4003"));
    ::chmod((folder / "sealed").c_str(), 0700);
  }
  const auto kernel = serve({"--config", settings_in(folder), "--data", "/proc/gantry"});
  CHECK(kernel.exit_code == 5);
  CHECK(kernel.says("GE4003"));
}

TEST_CASE("a port in use stops the start before an order is touched", "[e2e]") {
  lone_engine engine;
  engine.start();
  const own_folder other;
  const auto address = "127.0.0.1:" + std::to_string(engine.port());
  const auto refused = serve({"--config", settings_in(other), "--listen", address});
  INFO(refused.err);
  CHECK(refused.exit_code == 5);
  CHECK(refused.says("GE5001"));
  CHECK(refused.says(address));
  // The first one does not notice.
  CHECK(run({"orders", "list", "--server", engine.url()}).exit_code == 0);
  CHECK(refused.says("setting `listen` (from --listen)"));
  for (const std::string wrong : {"127.0.0.1", "127.0.0.1:99999"}) {
    INFO(wrong);
    const auto odd = serve({"--config", settings_in(other), "--listen", wrong});
    CHECK(odd.exit_code == 2);
    CHECK(odd.says("--listen"));
    CHECK(odd.says(wrong));
  }
  const auto variable = serve({"--config", settings_in(other)}, {{"GANTRY_SHARDS", "many"}});
  CHECK(variable.exit_code == 1);
  CHECK(variable.says("setting `shards` (from GANTRY_SHARDS)"));
  const auto unknown = serve({"--config", settings_in(other), "--listen", "nowhere.invalid:7400"});
  CHECK(unknown.exit_code == 1);
  CHECK(unknown.says("GE2001"));
  CHECK(unknown.says("setting `listen` (from --listen)"));
  CHECK(unknown.says("nowhere.invalid:7400"));
}

TEST_CASE("a second engine on the same folder is refused, and a copy of the folder as well [E8.8]",
          "[e2e]") {
  lone_engine engine;
  engine.start();
  const auto second = serve({"--config", engine.settings_file()});
  INFO(second.err);
  CHECK(second.exit_code == 5);
  CHECK(second.says("GE4001"));
  CHECK(second.says(std::to_string(engine.process().pid()))); // who has it
  CHECK(run({"orders", "list", "--server", engine.url()}).exit_code == 0);
  engine.process().end(10'000);

  const own_folder elsewhere;
  fs::copy(engine.data(), elsewhere / "data", fs::copy_options::recursive);
  const auto copy =
      serve({"--config", engine.settings_file(), "--data", (elsewhere / "data").string()});
  INFO(copy.err);
  CHECK(copy.exit_code == 5);
  CHECK(copy.says("GE4006"));
  CHECK(copy.says("--adopt"));
}

TEST_CASE("an empty folder of flows, and one that is not there, are told", "[e2e]") {
  const own_folder folder;
  fs::create_directories(folder / "empty");
  const auto empty =
      serve({"--config", settings_in(folder), "--flows", (folder / "empty").string()});
  CHECK(empty.exit_code == 1);
  CHECK(empty.says("holds no workflow"));
  const auto missing =
      serve({"--config", settings_in(folder), "--flows", (folder / "missing").string()});
  CHECK(missing.exit_code == 3);
  CHECK(missing.says((folder / "missing").string()));
}

} // namespace gantry::cli::test
