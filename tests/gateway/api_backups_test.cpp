#include "tests/gateway/api_at_work.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <thread>

namespace gantry::gateway::test {
namespace {

reply when_ended(api_at_work& at, const std::string& name) {
  for (int tries = 0; tries < 1'000; ++tries) {
    auto now = at.get("/v1/backups/" + name);
    if (now.at("state") != "running")
      return now;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  FAIL("the backup " << name << " does not end");
  return {};
}

} // namespace

TEST_CASE("a backup is begun at once, made meanwhile, and listed with its file", "[e2e]") {
  api_at_work at;
  at.when(at.submit("one"), "completed");
  CHECK(at.get("/v1/backups").list("items").empty());
  const auto begun = at.post("/v1/backups", R"({"name":"before-upgrade"})");
  CHECK(begun.status == 202);
  const auto done = when_ended(at, "before-upgrade");
  CHECK(done.at("state") == "done");
  CHECK(done.at("code") == "null");
  const std::filesystem::path file = done.at("file");
  CHECK(file.filename() == "before-upgrade.db");
  CHECK(std::to_string(std::filesystem::file_size(file)) == done.at("bytes"));
  CHECK(at.get("/v1/backups").list("items").size() == 1);
}

TEST_CASE("a backup without a name is named after the time", "[e2e]") {
  api_at_work at;
  const auto name = at.post("/v1/backups", "{}").at("name");
  CHECK(name.size() == std::string("20261127T131500Z").size());
  CHECK(when_ended(at, name).at("state") == "done");
}

TEST_CASE("what a killed engine left of a backup goes when a later one begins", "[e2e]") {
  namespace fs = std::filesystem;
  api_at_work at;
  at.post("/v1/backups", R"({"name":"one"})");
  const fs::path folder = fs::path(when_ended(at, "one").at("file")).parent_path();
  const auto left = folder / "dead.db.partial", fresh = folder / "alive.db.partial";
  for (const auto& each : {left, fresh})
    std::ofstream(each) << "half";
  fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours(2));
  at.post("/v1/backups", R"({"name":"two"})");
  when_ended(at, "two");
  CHECK_FALSE(fs::exists(left));
  CHECK(fs::exists(fresh)); // somebody may be at it
}

TEST_CASE("names of backups that leave their folder or are taken are refused", "[e2e]") {
  api_at_work at;
  for (const auto* name :
       {R"("../gantry")", R"("a/b")", R"(".hidden")", R"("")", "7", R"("a b")"}) {
    INFO(name);
    const auto refused = at.post("/v1/backups", std::string(R"({"name":)") + name + "}");
    CHECK(refused.status == 400);
    CHECK(refused.mistakes() == "name");
  }
  CHECK(at.post("/v1/backups", R"({"folder":"/tmp"})").status == 400);
  CHECK(at.post("/v1/backups", R"({"name":"once"})").status == 202);
  when_ended(at, "once");
  const auto again = at.post("/v1/backups", R"({"name":"once"})");
  CHECK(again.status == 400);
  CHECK(again.mistakes() == "name");
  CHECK(at.get("/v1/backups/never").status == 404);
}

} // namespace gantry::gateway::test
