#include "persistence/inspection.hpp"
#include "persistence/sqlite/sqlite_store.hpp"
#include "tests/persistence/tested_store.hpp"
#include "tests/support/own_folder.hpp"

#include <SQLiteCpp/Database.h>

#include <algorithm>
#include <fstream>

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

/// A database with three orders, of which an engine let go.
class examined {
public:
  examined() {
    tested_store store([&] { return ok(open_sqlite({.folder = folder_.path()}, at(0))); });
    REQUIRE(store->put_definition({new_order("PO-1", 1).row.definition, "w", 1, "[]", at(0)})
                .has_value());
    for (const auto* key : {"PO-1", "PO-2", "PO-3"})
      store.create(key);
  }

  void change(const std::string& sql) const {
    SQLite::Database raw(database().string(), SQLite::OPEN_READWRITE);
    raw.exec(sql);
  }
  [[nodiscard]] std::vector<inspected> looks(timestamp now = at(10)) const {
    return ok(inspect_sqlite({.database = database(), .now = now}));
  }
  /// What is wrong, all looks together.
  [[nodiscard]] std::vector<std::string> wrong(timestamp now = at(10)) const {
    std::vector<std::string> all;
    for (const auto& look : looks(now))
      all.insert(all.end(), look.wrong.begin(), look.wrong.end());
    return all;
  }
  [[nodiscard]] std::filesystem::path database() const { return folder_ / "gantry.db"; }

private:
  own_folder folder_;
};

using sentences = std::vector<std::string>;

} // namespace

TEST_CASE("a database that an engine let go of has nothing wrong", "[store]") {
  const examined one;
  CHECK(one.wrong().empty());
  const auto looks = one.looks();
  const auto seen = [&](const std::string& what) {
    const auto found = std::ranges::find(looks, what, &inspected::what);
    REQUIRE(found != looks.end());
    return found->seen;
  };
  CHECK(seen("counters") == "3 orders");
  CHECK(seen("journal") == "3 records");
  CHECK(seen("references").starts_with("3 open orders, "));
}

TEST_CASE("each mistake of a database is found by the look that is for it", "[store]") {
  const examined one;
  SECTION("an open order whose head is lost") {
    one.change("DELETE FROM heads WHERE instance = 2");
    CHECK(one.wrong() == sentences{"1 open orders have no head, the first is number 2"});
  }
  SECTION("a timer that nobody owns") {
    one.change("INSERT INTO timers VALUES (77, 1, 'main', 5, 'retry')");
    CHECK(one.wrong() == sentences{"1 timers belong to no order, the first to number 77"});
  }
  SECTION("a wait of a finished order") {
    one.change("INSERT INTO waits VALUES (78, 1, 'k', 'main', 'e', 0)");
    CHECK(one.wrong() == sentences{"1 waits belong to no open order, the first to number 78"});
  }
  SECTION("a record that was removed") {
    one.change("DELETE FROM journal WHERE instance = 3");
    CHECK(one.wrong() == sentences{"the orders have 3 records together, and the journal has 2"});
  }
  SECTION("a counter that counts otherwise") {
    one.change("UPDATE counters SET orders = 9");
    CHECK(one.wrong() == sentences{"of site main 3 orders are running, and the counter says 9"});
  }
  SECTION("a definition that is lost") {
    one.change("DELETE FROM definitions");
    CHECK(one.wrong() ==
          sentences{"3 orders run under a definition that is not stored, the first is number 1"});
  }
  SECTION("a clock that went back a year") {
    const auto found = one.wrong(at(0) - seconds(365 * 86'400));
    REQUIRE(found.size() == 1);
    CHECK(found[0].find("the clock of this machine says") != std::string::npos);
  }
}

TEST_CASE("a page that was written over is told, and reading does not end with it", "[store]") {
  const examined one;
  one.change("PRAGMA wal_checkpoint(TRUNCATE)");
  const auto bytes = std::filesystem::file_size(one.database());
  {
    std::fstream file(one.database(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(bytes - 3 * 4096));
    file << std::string(3 * 4096, '\x5a');
  }
  const auto looks = inspect_sqlite({.database = one.database(), .now = at(10)});
  if (!looks) {
    CHECK(looks.error().code == errc::store_corrupt);
    return;
  }
  CHECK_FALSE(one.wrong().empty());
}

TEST_CASE("an examination changes nothing, and needs a database of Gantry", "[store]") {
  const examined one;
  const auto files = [&] {
    std::vector<std::string> names;
    for (const auto& each : std::filesystem::directory_iterator(one.database().parent_path()))
      names.push_back(each.path().filename().string() + " " + std::to_string(each.file_size()));
    std::ranges::sort(names);
    return names;
  };
  const auto before = files();
  CHECK(one.wrong().empty());
  CHECK(files() == before);
  const auto missing = inspect_sqlite({.database = one.database().string() + "x", .now = at(10)});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == errc::not_found);
  one.change("PRAGMA application_id = 7");
  const auto foreign = inspect_sqlite({.database = one.database(), .now = at(10)});
  REQUIRE_FALSE(foreign);
  CHECK(foreign.error().code == errc::store_corrupt);
}

TEST_CASE("a store that only reads answers questions and takes no commit", "[store]") {
  const examined one;
  const auto store = ok(open_sqlite_to_read(one.database()));
  CHECK(store->identity().site == "main");
  CHECK(ok(store->load_journal(2)).size() == 1);
  CHECK(ok(store->totals()) == std::vector<std::pair<std::string, std::int64_t>>{{"running", 3}});
}
