#include "persistence/sqlite/connection.hpp"
#include "persistence/sqlite/reader_pool.hpp"
#include "persistence/sqlite/run_statement.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <filesystem>

using namespace gantry;
using namespace gantry::persistence;

TEST_CASE("a question that takes longer than it may is given up, and the next one is answered",
          "[store]") {
  const auto path = std::filesystem::temp_directory_path() / "gantry-reader-test.db";
  std::filesystem::remove(path);
  { const auto made = open_writer(path); }
  reader_pool pool(path, 1);
  {
    const auto lent = pool.take();
    auto& endless = (*lent).prepare("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
                                    "n WHERE i < 1000000000) SELECT count(*) FROM n");
    const statement_use use(endless);
    (*lent).answer_until(std::chrono::steady_clock::now());
    int code = 0;
    try {
      endless.executeStep();
    } catch (const SQLite::Exception& what) {
      code = what.getErrorCode();
    }
    CHECK(code == SQLITE_INTERRUPT);
    (*lent).answer_until({});
  }
  const auto lent = pool.take();
  auto& next = (*lent).prepare("SELECT 7");
  const statement_use use(next);
  REQUIRE(next.executeStep());
  CHECK(next.getColumn(0).getInt() == 7);
}
