#include "tests/persistence/store_kinds.hpp"

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <unistd.h>

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

namespace files = std::filesystem;

result<std::shared_ptr<store>> open_in(const files::path& folder, bool adopt = false) {
  return open_sqlite({.folder = folder, .adopt = adopt}, at(0));
}

/// Whether it was refused in words that help.
void check_refused(const result<std::shared_ptr<store>>& opened, errc code) {
  REQUIRE_FALSE(opened);
  INFO(opened.error().message);
  CHECK(opened.error().code == code);
  CHECK_FALSE(opened.error().message.empty());
  CHECK_FALSE(opened.error().help.empty());
}

written_order write_one(const files::path& folder) {
  tested_store store([&] { return ok(open_in(folder)); });
  return store.create("PO-1");
}

} // namespace

TEST_CASE("a data folder is made with all its parents", "[store]") {
  const own_folder folder;
  const auto deep = folder / "a/b/c";
  write_one(deep);
  CHECK(ok(ok(open_in(deep))->find_by_key("main", "order_to_cash", "PO-1")));
}

TEST_CASE("a second engine on the same data folder is refused and told by which process",
          "[store]") {
  const own_folder folder;
  auto first = ok(open_in(folder.path()));
  const auto second = open_in(folder.path());
  check_refused(second, errc::store_busy);
  CHECK(second.error().message.find(std::to_string(::getpid())) != std::string::npos);
  check_refused(open_in(folder.path(), true), errc::store_busy);
  first.reset();
  CHECK(open_in(folder.path()));
}

TEST_CASE("an engine whose lock file was removed may not write once another one has started",
          "[store][E8.8]") {
  const own_folder folder;
  tested_store earlier([&] { return ok(open_in(folder.path())); });
  auto order = earlier.create("PO-1");
  files::remove(folder / "gantry.lock");
  tested_store later([&] { return ok(open_in(folder.path())); });
  CHECK(later->identity().epoch > earlier->identity().epoch);

  const write_request request = earlier.next_of(order, {});
  const write_request* batch[] = {&request};
  const auto outcome = earlier->commit(batch);
  CHECK(outcome.is == commit_state::fenced);
  REQUIRE(outcome.why);
  CHECK(outcome.why->code == errc::store_busy);
  // Opening its connection again does not give it its right back.
  REQUIRE(earlier->reopen());
  CHECK(earlier->commit(batch).is == commit_state::fenced);
  later.append(order);
  CHECK(ok(later->load_journal(order.number)).size() == 2);
}

TEST_CASE("a data folder of another site is refused, and both sites are named", "[store][E8.8]") {
  const own_folder folder;
  write_one(folder.path());
  for (const bool adopt : {false, true}) {
    const auto other =
        open_sqlite({.folder = folder.path(), .site = "other", .adopt = adopt}, at(0));
    check_refused(other, errc::config_invalid);
    CHECK(other.error().message.find("`main`") != std::string::npos);
    CHECK(other.error().message.find("`other`") != std::string::npos);
  }
  CHECK(open_in(folder.path()));
}

TEST_CASE("a copied data folder is refused until it is adopted", "[store][E8.8]") {
  const own_folder folder;
  const auto original = folder / "original";
  const auto order = write_one(original);
  const auto incarnation = ok(open_in(original))->identity().incarnation;
  const auto copy = folder / "copy";
  files::copy(original, copy, files::copy_options::recursive);
  check_refused(open_in(copy), errc::store_copied);
  check_refused(open_in(copy), errc::store_copied);

  {
    const auto adopted = ok(open_in(copy, true));
    CHECK(adopted->identity().incarnation != incarnation);
    CHECK(there(adopted->find_instance(order.number)).key == "PO-1");
  }
  // It belongs here now; the original is as it was.
  CHECK(open_in(copy));
  CHECK(ok(open_in(original))->identity().incarnation == incarnation);
}

TEST_CASE("a data folder that was moved is taken for a copy", "[store][E8.8]") {
  const own_folder folder;
  write_one(folder / "here");
  files::rename(folder / "here", folder / "there");
  check_refused(open_in(folder / "there"), errc::store_copied);
}

TEST_CASE("an older state that was put back into its own folder is refused until it is adopted",
          "[store][E8.8]") {
  const own_folder folder;
  const auto data = folder / "data";
  write_one(data);
  files::copy_file(data / "gantry.db", folder / "backup");
  tested_store([&] { return ok(open_in(data)); }).create(new_order("PO-2", 2));

  // Written over in its place, the file keeps its inode and its birth.
  files::copy_file(folder / "backup", data / "gantry.db", files::copy_options::overwrite_existing);
  check_refused(open_in(data), errc::store_copied);
  const auto adopted = ok(open_in(data, true));
  CHECK_FALSE(ok(adopted->find_by_key("main", "order_to_cash", "PO-2")));
  CHECK(ok(adopted->find_by_key("main", "order_to_cash", "PO-1")));
  CHECK(adopted->identity().epoch > 2);
}

TEST_CASE("adopting one's own folder changes nothing", "[store][E8.8]") {
  const own_folder folder;
  const auto before = ok(open_in(folder.path()))->identity().incarnation;
  CHECK(ok(open_in(folder.path(), true))->identity().incarnation == before);
}

TEST_CASE("a data folder that cannot be written is refused", "[store]") {
  const own_folder folder;
  SECTION("its path leads through a file") {
    std::ofstream(folder / "file") << "x";
    check_refused(open_in(folder / "file" / "data"), errc::store_unwritable);
  }
  SECTION("the database is a folder") {
    files::create_directories(folder / "gantry.db");
    check_refused(open_in(folder.path()), errc::store_unwritable);
  }
  SECTION("the user has no right to") {
    if (::geteuid() == 0) {
      std::cout << "not run as root, whom no right is missing\n";
      return;
    }
    files::permissions(folder.path(), files::perms::owner_read | files::perms::owner_exec);
    check_refused(open_in(folder.path()), errc::store_unwritable);
    files::permissions(folder.path(), files::perms::owner_all);
  }
}

TEST_CASE("a file that is no database, or another program's, is refused and left alone",
          "[store]") {
  const own_folder folder;
  const auto path = folder / "gantry.db";
  SECTION("no database") {
    const std::string text(10'000, 'x');
    std::ofstream(path) << text;
    check_refused(open_in(folder.path()), errc::store_corrupt);
    std::ifstream file(path);
    CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == text);
  }
  SECTION("another program's") {
    {
      SQLite::Database other(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      other.exec("CREATE TABLE recipes (name TEXT)");
    }
    check_refused(open_in(folder.path()), errc::store_corrupt);
    SQLite::Database other(path.string());
    CHECK(other.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 1);
  }
}

TEST_CASE("a new store has the site that it was opened with", "[store]") {
  const own_folder folder;
  CHECK(ok(open_sqlite({.folder = folder.path(), .site = "north"}, at(0)))->identity().site ==
        "north");
}
