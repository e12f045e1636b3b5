#include "persistence/sqlite/sqlite_store.hpp"
#include "tests/persistence/tested_store.hpp"
#include "tests/support/own_folder.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

write_request order_with_body(int number, std::size_t bytes) {
  auto what = new_order("PO-" + std::to_string(number), static_cast<std::uint64_t>(number));
  what.changes.record.body = std::string(bytes, 'x');
  return what;
}

bool is_committed(store& to, const write_request& request) {
  const write_request* batch[] = {&request};
  return to.commit(batch).is == commit_state::durable;
}

void must_commit(store& to, const write_request& request) {
  REQUIRE(is_committed(to, request));
}

/// Bodies of one letter are to fill a database, so they stay as they are.
std::shared_ptr<store> open_at(const std::filesystem::path& folder, bool adopt = false) {
  return ok(open_sqlite({.folder = folder, .adopt = adopt, .compress = false}, at(0)));
}

/// A folder that holds nothing but the backup, as somebody who restores makes it.
std::filesystem::path restored(const std::filesystem::path& backup) {
  auto folder = backup.parent_path() / "restored";
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(backup, folder / "gantry.db");
  return folder;
}

} // namespace

TEST_CASE("a backup made while orders come in is whole, and holds all that came before its end",
          "[store]") {
  const own_folder place;
  const auto store = open_at(place / "data");
  int made = 0;
  while (made < 400)
    must_commit(*store, order_with_body(++made, 9'000));

  std::atomic<bool> copied{false};
  std::atomic<bool> all_committed{true};
  std::thread intake([&] {
    while (!copied) {
      if (!is_committed(*store, order_with_body(++made, 9'000)))
        all_committed = false;
      store->housekeeping(at(made));
    }
  });
  int steps = 0;
  bool within = true;
  const auto backup = place / "backups" / "monday.db";
  const auto report = store->back_up({backup, [&](const backup_progress& now) {
                                        within = within && now.bytes_copied <= now.bytes;
                                        ++steps;
                                        return true;
                                      }});
  copied = true;
  intake.join();
  CHECK(all_committed);
  CHECK(within);
  CHECK(ok(report).bytes == std::filesystem::file_size(backup));
  CHECK(steps > 10);
  CHECK_FALSE(std::filesystem::exists(backup.string() + ".partial"));

  const auto folder = restored(backup);
  {
    SQLite::Database raw((folder / "gantry.db").string());
    CHECK(raw.execAndGet("PRAGMA integrity_check").getString() == "ok");
  }
  const auto again = open_at(folder, true);
  int kept = 0;
  while (ok(again->find_instance(kept + 1)))
    ++kept;
  INFO(kept << " of " << made << " orders are in the backup");
  CHECK(kept > 400); // what came meanwhile is in it, too
  CHECK_FALSE(ok(again->find_instance(kept + 2)));
  for (int n = 1; n <= kept; ++n)
    CHECK(ok(again->load_journal(n)).at(0).body.size() == 9'000);
}

TEST_CASE("a backup cannot be started by mistake: it is a copy until it is adopted",
          "[store][E8.8]") {
  const own_folder place;
  const auto store = open_at(place / "data");
  must_commit(*store, order_with_body(1, 10));
  ok(store->back_up({place / "b.db", {}}));
  const auto folder = restored(place / "b.db");
  const auto refused = open_sqlite({.folder = folder}, at(0));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::store_copied);
  CHECK(ok(open_at(folder, true)->find_instance(1)));
}

TEST_CASE("a backup is never written over another file", "[store]") {
  const own_folder place;
  const auto store = open_at(place / "data");
  std::ofstream(place / "b.db") << "not ours";
  const auto refused = store->back_up({place / "b.db", {}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::bad_argument);
  CHECK(std::filesystem::file_size(place / "b.db") == 8);
}

TEST_CASE("a backup that is given up leaves nothing behind, and the next one is made", "[store]") {
  const own_folder place;
  const auto store = open_at(place / "data");
  for (int n = 1; n <= 100; ++n)
    must_commit(*store, order_with_body(n, 9'000));
  const auto given_up = store->back_up({place / "b" / "one.db", [](const auto&) { return false; }});
  REQUIRE_FALSE(given_up);
  CHECK(given_up.error().code == errc::unavailable);
  CHECK(std::filesystem::is_empty(place / "b"));
  CHECK(store->back_up({place / "b" / "two.db", {}}));
}

TEST_CASE("while one backup is made another one is refused", "[store]") {
  const own_folder place;
  const auto store = open_at(place / "data");
  for (int n = 1; n <= 100; ++n)
    must_commit(*store, order_with_body(n, 9'000));
  std::optional<errc> second;
  ok(store->back_up({place / "one.db", [&](const auto&) {
                       std::thread([&] {
                         if (const auto other = store->back_up({place / "two.db", {}}); !other)
                           second = other.error().code;
                       }).join();
                       return true;
                     }}));
  CHECK(second == errc::unavailable);
  CHECK_FALSE(std::filesystem::exists(place / "two.db"));
}

TEST_CASE("a connection that is opened again ends the backup with an error, not the engine",
          "[store][E8.3]") {
  const own_folder place;
  const auto store = open_at(place / "data");
  for (int n = 1; n <= 100; ++n)
    must_commit(*store, order_with_body(n, 9'000));
  const auto cut =
      store->back_up({place / "one.db", [&](const auto&) { return store->reopen().has_value(); }});
  REQUIRE_FALSE(cut);
  CHECK(cut.error().code == errc::store_failed);
  CHECK_FALSE(std::filesystem::exists(place / "one.db.partial"));
  must_commit(*store, order_with_body(101, 10));
}
