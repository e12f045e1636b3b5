#include "persistence/journal.hpp"
#include "tests/persistence/sqlite/child_process.hpp"
#include "tests/persistence/sqlite/failing_disk.hpp"
#include "tests/persistence/store_kinds.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sched.h>
#include <sys/mount.h>

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

write_request big_order(int number) {
  auto what = new_order("PO-" + std::to_string(number), static_cast<std::uint64_t>(number));
  what.changes.record.body = std::string(50'000, 'x');
  return what;
}

commit_outcome offer(store& to, const write_request& request) {
  const write_request* batch[] = {&request};
  return to.commit(batch);
}

/// Writes until a real file system is full, makes room, goes on. Returns the step that went wrong.
int fill_and_go_on(const std::filesystem::path& folder) {
  const auto ballast = folder / "ballast";
  std::ofstream(ballast) << std::string(400'000, 'b');
  const auto store = open_sqlite({.folder = folder / "data"}, at(0));
  if (!store)
    return 1;
  int number = 1;
  auto outcome = offer(**store, big_order(number));
  while (outcome.is == commit_state::durable && number < 1000)
    outcome = offer(**store, big_order(++number));
  if (outcome.is != commit_state::not_committed || outcome.why->code != errc::store_full)
    return 2;
  if (!(*store)->find_instance(number - 1).value() || (*store)->find_instance(number).value())
    return 3;
  std::filesystem::remove(ballast);
  if (offer(**store, big_order(number)).is != commit_state::durable)
    return 4;
  for (int n = 1; n <= number; ++n)
    if (const auto journal = (*store)->load_journal(n);
        !journal || journal->at(0).body.size() != 50'000)
      return 5;
  return 0;
}

} // namespace

TEST_CASE(
    "on a full disk nothing is committed, everything is readable, and room is enough to go on",
    "[store][E8.3]") {
  failing_disk disk;
  const own_folder folder;
  tested_store store([&] { return ok(open_sqlite({.folder = folder.path()}, at(0))); });
  store.create("PO-0");
  disk.leave_room(30'000);

  const auto request = big_order(1);
  for (int i = 0; i < 3; ++i) {
    const auto outcome = offer(*store, request);
    CHECK(outcome.is == commit_state::not_committed);
    REQUIRE(outcome.why);
    CHECK(outcome.why->code == errc::store_full);
    CHECK_FALSE(outcome.why->help.empty());
  }
  CHECK(store.keys() == std::vector<std::string>{"PO-0"});
  CHECK(store.total("running") == 1);

  disk.make_room();
  const auto outcome = offer(*store, request);
  REQUIRE(outcome.is == commit_state::durable);
  CHECK(outcome.results[0].created[0].number == 2);
  CHECK(store.total("running") == 2);
  store.restart();
  CHECK(store.keys() == std::vector<std::string>{"PO-1", "PO-0"});
}

TEST_CASE("a batch that did not fit on the disk is offered again, in its place", "[store][E8.3]") {
  failing_disk disk;
  const own_folder folder;
  const auto store = ok(open_sqlite({.folder = folder.path()}, at(0)));
  std::vector<std::uint64_t> durable;
  journal::options by_hand;
  by_hand.own_thread = false;
  journal writer(
      store,
      [&](std::vector<journal::completion> batch) {
        for (const auto& one : batch)
          if (one.state == commit_state::durable)
            durable.push_back(one.token);
      },
      by_hand);
  disk.leave_room(30'000);
  writer.submit(1, std::make_unique<write_request>(big_order(1)));
  CHECK_FALSE(writer.commit_queued());
  CHECK(writer.stats().stalled);
  CHECK_FALSE(writer.stats().stalled_why.empty());
  writer.submit(2, std::make_unique<write_request>(big_order(2)));
  CHECK_FALSE(writer.commit_queued());
  CHECK(durable.empty());

  disk.make_room();
  while (writer.commit_queued()) {
  }
  CHECK(durable == std::vector<std::uint64_t>{1, 2});
  CHECK_FALSE(writer.stats().stalled);
  CHECK(there(store->find_instance(1)).key == "PO-1");
  CHECK(there(store->find_instance(2)).key == "PO-2");
}

TEST_CASE("an engine that starts on a full disk says so", "[store]") {
  failing_disk disk;
  disk.leave_room(0);
  const own_folder folder;
  const auto store = open_sqlite({.folder = folder.path()}, at(0));
  REQUIRE_FALSE(store);
  CHECK(store.error().code == errc::store_full);
  CHECK(store.error().help.find("start the engine again") != std::string::npos);
  disk.make_room();
  CHECK(open_sqlite({.folder = folder.path()}, at(0)));
}

TEST_CASE("writes that fail commit nothing, and the store goes on when they work again",
          "[store][E8.3]") {
  failing_disk disk;
  const own_folder folder;
  tested_store store([&] { return ok(open_sqlite({.folder = folder.path()}, at(0))); });
  auto order = store.create("PO-0");
  disk.fail_writes(true);
  const write_request request = store.next_of(order, {});
  const auto outcome = offer(*store, request);
  // The pages are written by the COMMIT itself: it says that it failed, not how far it came.
  CHECK(outcome.is == commit_state::unknown);
  REQUIRE(outcome.why);
  CHECK(outcome.why->code == errc::commit_unknown);
  CHECK(outcome.why->message.starts_with("whether the commit is on disk is not known: "));
  disk.fail_writes(false);
  REQUIRE(store->reopen());
  CHECK(ok(store->load_journal(order.number)).size() == 1);
  store.append(order);
  CHECK(ok(store->load_journal(order.number)).size() == 2);
}

TEST_CASE("a file system that is really full stops the store and loses nothing", "[store][E8.3]") {
  const own_folder folder;
  constexpr int not_permitted = 77;
  const auto end = in_child([&] {
    const bool mounted = ::unshare(CLONE_NEWNS) == 0 &&
                         ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                         ::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=2m") == 0;
    return mounted ? fill_and_go_on(folder.path()) : not_permitted;
  });
  CHECK(end.signal == 0);
  if (end.code == not_permitted)
    std::cout << "not run: this machine lets nobody mount a small file system\n";
  else
    CHECK(end.code == 0);
}
