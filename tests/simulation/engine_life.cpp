#include "persistence/sqlite/sqlite_store.hpp"
#include "tests/simulation/course.hpp"
#include "tests/simulation/watched_store.hpp"

#include <stdexcept>

namespace gantry::simulation {

void course::set_up(actors::runtime_options& how) {
  how.passivate_after = seconds(2);
  how.wait_per_priority = how_.bug == planted_bug::unfair_lane ? seconds(86'400) : seconds(1);
  how.channels["jobs"] = company_.jobs;
  how.on_replies = [this](const std::string&,
                          const std::vector<channels::reply_document>&) -> result<void> {
    if (bad_ && draw_.one_in(4))
      return fail(errc::store_unwritable, "the folder of replies is not there");
    ++receipts_;
    return {};
  };
  const auto far = spoil(how_.bug, std::shared_ptr<engine::connector>(rig_.far));
  how.adapters = {{"shop", "shop", far, 8, 0, 10'000},
                  {"wms", "wms", far, 4, 0, 10'000},
                  {"erp", "erp", far, 2, 0, 10'000},
                  {"tms", "tms", far, 1, 0, 10'000}};
}

std::shared_ptr<persistence::store> course::open() {
  backup_folder_->process_is_dead(false);
  for (;;) {
    if (disk_.is_off())
      disk_.power_on();
    if (bad_ && draw_.one_in(4))
      disk_.cut_at(1 + draw_.below(12)); // while the log is read again, or the epoch is raised
    persistence::sqlite_options how{
        .folder = folder_.path(), .readers = 1, .backups = backup_folder_};
    if (draw_.one_in(2)) // checkpoints amid the course, not only where an engine ends
      how.checkpoint_pages = static_cast<int>(4 + draw_.below(40));
    auto opened = persistence::open_sqlite(how, rig_.time.wall());
    disk_.cut_at(0);
    if (opened && !disk_.is_off()) {
      book_.read_again(**opened);
      auto spoiler = [this](persistence::write_request& what) {
        spoil(how_.bug, what, *company_.program);
      };
      return std::make_shared<watched_store>(
          *opened, book_,
          how_.bug == planted_bug::none ? watched_store::spoiler{} : std::move(spoiler));
    }
    if (!opened && opened.error().code == errc::store_full) {
      count("no room at the start");
      disk_.make_room();
      continue;
    }
    if (!opened && !disk_.is_off())
      throw std::runtime_error("the data folder does not open: " + opened.error().message);
    count("power cut at the start");
  }
}

void course::start() {
  if (how_.bug == planted_bug::lying_disk)
    disk_.lie_about_syncs();
  rig_.start();
  ledger_.engine_started(rig_.time.wall());
  tell("the engine has started");
  if (!bad_)
    return;
  if (draw_.one_in(2))
    disk_.cut_at(1 + draw_.below(80));
  if (draw_.one_in(6))
    disk_.full_at(1 + draw_.below(60));
}

void course::die_and_start() {
  backup_folder_->process_is_dead(true);
  rig_.kill();
  ledger_.engine_died(); // with what left while it died
  start();
}

void course::stop_and_start() {
  tell("the engine is stopped");
  count("engine stopped");
  (void)rig_.stop(); // its last checkpoint may meet a cut too
  ledger_.engine_died();
  start();
}

void course::after_faults() {
  disk_.cut_at(0);
  disk_.make_room();
  if (disk_.is_off())
    die_and_start();
}

void course::disturb_machine() {
  if (!disk_.is_off() && draw_.one_in(10))
    disk_.cut();
  if (disk_.is_off()) {
    tell("the power failed");
    count("power cut");
    die_and_start();
  } else if (draw_.one_in(12)) {
    tell("kill -9");
    count("engine killed");
    die_and_start();
  } else if (draw_.one_in(16)) {
    stop_and_start();
  }
  if (draw_.one_in(4))
    disk_.make_room();
}

test::store_fault course::next_fault() {
  const auto happens = [this](const std::string& what, test::store_fault fault) {
    count(what);
    tell(what);
    return fault;
  };
  if (!bad_)
    return test::store_fault::none;
  switch (draw_.below(60)) {
  case 0: return happens("acknowledgement lost", test::store_fault::lost_acknowledgement);
  case 1: return happens("commit lost", test::store_fault::lost_commit);
  case 2: return happens("store busy", test::store_fault::busy);
  default: return test::store_fault::none;
  }
}

} // namespace gantry::simulation
