#include "tests/persistence/store_kinds.hpp"

#include <cstdio>
#include <iostream>

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

/// What the command line of SQLite prints for a question.
std::string ask_sqlite3(const std::filesystem::path& database, const std::string& question) {
  const auto command = "sqlite3 -readonly '" + database.string() + "' \"" + question + "\" 2>&1";
  std::string answer;
  auto* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[256];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr)
    answer += buffer;
  CHECK(::pclose(pipe) == 0);
  return answer;
}

} // namespace

TEST_CASE("with bodies as text a person reads records and money with sqlite3 while the engine runs",
          "[store]") {
  if (std::system("sqlite3 -version > /dev/null 2>&1") != 0) {
    std::cout << "not run: there is no sqlite3 command line on this machine\n";
    return;
  }
  const own_folder folder;
  const auto database = folder / "gantry.db";
  tested_store store(
      [&] { return ok(open_sqlite({.folder = folder.path(), .compress = false}, at(0))); });
  auto what = new_order("PO-1", 1);
  what.changes.record.body = R"({"total":"1299.90","buyer":"M\u00fcller"})";
  const auto order = store.create(what);

  CHECK(ask_sqlite3(database, "SELECT kind, body FROM journal") ==
        "started|" + what.changes.record.body + "\n");
  // Money is text, so that no reader rounds it.
  CHECK(ask_sqlite3(database,
                    "SELECT json_extract(body, '$.total'), "
                    "typeof(json_extract(body, '$.total')) FROM journal") == "1299.90|text\n");
  CHECK(ask_sqlite3(database, "SELECT business_key, status FROM instances") == "PO-1|running\n");
  CHECK(ask_sqlite3(database, "PRAGMA integrity_check") == "ok\n");
  CHECK(ok(store->find_instance(order.number)));
}
