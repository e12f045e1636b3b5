#include "persistence/sqlite/schema.hpp"
#include "tests/persistence/store_kinds.hpp"

#include <SQLiteCpp/Database.h>

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

std::unique_ptr<SQLite::Database> raw(const own_folder& folder) {
  return std::make_unique<SQLite::Database>((folder / "gantry.db").string(),
                                            SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
}

std::vector<schema_file> known_and(schema_file more) {
  std::vector<schema_file> files(schema_files().begin(), schema_files().end());
  more.number = files.back().number + 1;
  files.push_back(more);
  return files;
}

} // namespace

TEST_CASE("schema files are numbered from one without a hole", "[unit]") {
  int expected = 1;
  for (const auto& file : schema_files()) {
    INFO(file.name);
    CHECK(file.number == expected++);
    CHECK_FALSE(file.sql.empty());
  }
  CHECK(expected > 1);
}

TEST_CASE("a database of a newer schema is refused, and told which engine it wants", "[store]") {
  const own_folder folder;
  {
    tested_store([&] { return ok(open_sqlite({.folder = folder.path()}, at(0))); }).create("PO-1");
  }
  const std::vector<schema_file> newer =
      known_and({0, "future", "CREATE TABLE future (x INTEGER)"});
  REQUIRE(apply_schema(*raw(folder), newer, at(0)));
  const auto opened = open_sqlite({.folder = folder.path()}, at(0));
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == errc::store_newer);
  CHECK(opened.error().message.find(std::to_string(newer.back().number)) != std::string::npos);
  CHECK_FALSE(opened.error().help.empty());
  // --adopt is no way around it.
  CHECK(open_sqlite({.folder = folder.path(), .adopt = true}, at(0)).error().code ==
        errc::store_newer);
}

TEST_CASE("a database of the oldest schema is brought to today's and works", "[store]") {
  const own_folder folder;
  REQUIRE(apply_schema(*raw(folder), schema_files().first(1), at(0)));
  tested_store store([&] { return ok(open_sqlite({.folder = folder.path()}, at(0))); });
  auto order = store.create("PO-1");
  store.write(store_document{document_of(1, "raw")});
  store.finish(order);
  store.restart();
  CHECK(there(store->find_instance(order.number)).finished);
  CHECK(there(store->find_document(id_of(1))).body == "raw");
}

TEST_CASE("a folder that is refused keeps the schema that it had", "[store][E8.8]") {
  const own_folder folder;
  {
    const auto database = raw(folder);
    REQUIRE(apply_schema(*database, schema_files().first(1), at(0)));
    database->exec("INSERT INTO meta VALUES (1, 'main', 'first', 'another machine', 7)");
  }
  const auto refused_and_left = [&](const sqlite_options& how, errc code) {
    const auto opened = open_sqlite(how, at(0));
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == code);
    CHECK(ok(schema_of(*raw(folder), schema_files())) == 1);
  };
  refused_and_left({.folder = folder.path()}, errc::store_copied);
  refused_and_left({.folder = folder.path(), .site = "north", .adopt = true}, errc::config_invalid);
  CHECK(open_sqlite({.folder = folder.path(), .adopt = true}, at(0)));
  CHECK(ok(schema_of(*raw(folder), schema_files())) == schema_files().back().number);
}

TEST_CASE("a schema file that fails leaves nothing of itself, and is applied at the next start",
          "[store]") {
  const own_folder folder;
  const auto database = raw(folder);
  const auto broken = known_and({0, "broken", "CREATE TABLE half (x INTEGER); CREATE TABLE ("});
  CHECK_THROWS_AS(apply_schema(*database, broken, at(0)), SQLite::Exception);
  CHECK_FALSE(database->tableExists("half"));
  const auto mended = known_and({0, "mended", "CREATE TABLE half (x INTEGER)"});
  CHECK(apply_schema(*database, mended, at(0)));
  CHECK(database->tableExists("half"));
  // A second time there is nothing to do.
  CHECK(apply_schema(*database, mended, at(0)));
}
