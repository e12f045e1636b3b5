#include "tests/cli/stage_at_work.hpp"

#include <csignal>

namespace gantry::cli::test {
namespace {

run_result gantry(const lone_engine& engine, std::vector<std::string> arguments) {
  return run(arguments, {.environment = {{"GANTRY_SERVER", engine.url()}}});
}

void start_with_backups(lone_engine& engine, const std::vector<std::string>& more_flags = {}) {
  engine.start({{"GANTRY_BACKUPS", (engine.folder() / "backups").string()}}, more_flags);
}

void submit(const lone_engine& engine, const std::string& number) {
  const auto file = engine.folder() / (number + ".json");
  write_file(file, order(number));
  REQUIRE(gantry(engine, {"submit", "--workflow", "order_to_cash", file.string()}).exit_code == 0);
}

std::string keys(const lone_engine& engine) {
  const auto listed = gantry(engine, {"orders", "list", "--json"});
  REQUIRE(listed.exit_code == 0);
  std::string all;
  const auto page = listed.json();
  for (const auto& item : page.find("items")->as_list()) {
    const auto& key = item.find("key")->as_string();
    all += key.substr(key.rfind('/') + 1) + " ";
  }
  return all;
}

} // namespace

TEST_CASE("a backup of an engine at work is restored elsewhere, with the orders of its time",
          "[e2e]") {
  lone_engine engine;
  start_with_backups(engine);
  submit(engine, "B-1");
  submit(engine, "B-2");
  const auto made = gantry(engine, {"backup", "--name", "evening"});
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  const auto file = engine.folder() / "backups" / "evening.db";
  CHECK(made.out.starts_with(file.string()));
  submit(engine, "B-3");
  CHECK(gantry(engine, {"backup", "--list"}).out.find("evening  done") != std::string::npos);
  ::kill(engine.process().pid(), SIGKILL); // the original never runs again
  while (engine.process().alive())
    ;

  lone_engine other;
  std::filesystem::create_directories(other.data());
  std::filesystem::copy_file(file, other.data() / "gantry.db");
  start_with_backups(other, {"--adopt"});
  CHECK(keys(other) == "B-2 B-1 ");
  submit(other, "B-3"); // sent again, it is new here
  CHECK(keys(other) == "B-3 B-2 B-1 ");
}

TEST_CASE("a backup with a name that is taken fails and says what to do", "[e2e]") {
  lone_engine engine;
  start_with_backups(engine);
  REQUIRE(gantry(engine, {"backup", "--name", "one"}).exit_code == 0);
  const auto again = gantry(engine, {"backup", "--name", "one"});
  CHECK(again.exit_code == 1);
  CHECK(again.says("there is a backup one already"));
  CHECK(again.says("another name"));
}

TEST_CASE("a backup without an engine says that none answers", "[e2e]") {
  const auto alone = run({"backup", "--server", "http://127.0.0.1:1"});
  CHECK(alone.exit_code == 5);
}

} // namespace gantry::cli::test
