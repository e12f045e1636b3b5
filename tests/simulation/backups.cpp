#include "persistence/inspection.hpp"
#include "persistence/sqlite/sqlite_store.hpp"
#include "tests/simulation/course.hpp"

namespace gantry::simulation {

namespace {

/// Thrown through a backup whose process is killed.
struct process_killed {};

/// All records of a store, with what is wrong with them by rules of the book's own.
std::vector<seen_record> records_in(const persistence::store& copy, const dsl::program_ptr& program,
                                    const say_wrong& say) {
  order_book book{program};
  book.wrong = say;
  book.before_fact = [](const seen_order&, const engine::fact&) {};
  book.after_record = [](const seen_order&, const std::string&) {};
  book.read_again(copy);
  for (const auto& [number, order] : book.orders())
    look_at_index(order, say);
  return book.history();
}

} // namespace

/// As an operator's `gantry backup`. Between two steps everything else goes on, as it does beside
/// the thread that makes it.
void course::back_up() {
  const bool takes_name_again =
      !backups_.empty() && !disk_.exists(backups_.back().file) && draw_.one_in(2);
  if (!takes_name_again)
    backups_.push_back(
        {folder_.path() / "backups" / (std::to_string(backups_.size()) + ".db"), {}});
  auto& which = backups_.back();
  which.when = {book_.history().size(), 0};
  which.copied = false;
  if (how_.bug == planted_bug::backup_with_a_hole)
    disk_.lose_write(2 + draw_.below(20), ".partial");
  persistence::backup_request what;
  what.file = which.file;
  what.step_bytes = 4096 * (1 + draw_.below(24));
  bool stops = false;
  what.watcher = [&](const auto& so_far) {
    during_backup(which, so_far);
    if (draw_.one_in(40))
      throw process_killed{};
    stops = draw_.one_in(40);
    return !stops;
  };
  count("backup begun");
  tell("backup " + which.file.filename().string() + " begins");
  try {
    const auto made = rig_.engine().reader().back_up(what);
    which.finished = made.has_value();
    count(made ? "backup made" : "backup failed");
    tell(made ? "the backup is made" : "the backup failed: " + made.error().message);
  } catch (const process_killed&) {
    count("engine killed in a backup");
    tell("kill -9, while a backup is made");
    return die_and_start();
  }
  if (stops && !disk_.is_off())
    stop_and_start();
}

void course::during_backup(backup& which, const persistence::backup_progress& so_far) {
  if (disk_.exists(which.file))
    said_.say("a backup that is not made yet has its name");
  if (so_far.bytes_copied == so_far.bytes) {
    which.copied = true;
    which.when.ended = book_.history().size();
  }
  if (draw_.one_in(2))
    rig_.pass(draw_.up_to(milliseconds(40)));
}

/// After a last power cut only what was put on the disk is there.
void course::look_at_backups() {
  if (backups_.empty())
    return;
  rig_.kill();
  disk_.cut();
  disk_.power_on();
  for (const auto& each : backups_)
    look_into(each);
}

void course::look_into(const backup& which) {
  const auto name = "backup " + which.file.filename().string();
  if (!disk_.exists(which.file)) {
    if (which.finished)
      said_.say(name + " was made and is not there");
    return;
  }
  if (!which.copied)
    return said_.say(name + " was interrupted and has its name");
  const auto say = [&](const std::string& what) { said_.say(name + ": " + what); };
  const auto folder = folder_.path() / ("restored " + which.file.stem().string());
  std::filesystem::create_directories(folder);
  disk_.copy(which.file, folder / "gantry.db");
  persistence::sqlite_options how{.folder = folder, .readers = 1};
  const auto refused = persistence::open_sqlite(how, rig_.time.wall());
  if (refused)
    return say("it is taken for the original, without `--adopt`");
  if (refused.error().code != errc::store_copied)
    return say("it cannot be opened: " + refused.error().message);
  how.adopt = true;
  const auto opened = persistence::open_sqlite(how, rig_.time.wall());
  if (!opened)
    return say("it cannot be opened: " + opened.error().message);
  count("backup looked into");
  look_at_backup(book_.history(), records_in(**opened, company_.program, say), which.when, say);
  const auto looks = persistence::inspect_sqlite({folder / "gantry.db", rig_.time.wall()});
  if (!looks)
    return say("it cannot be looked at: " + looks.error().message);
  for (const auto& each : *looks)
    for (const auto& wrong : each.wrong)
      say(each.what + ": " + wrong);
}

} // namespace gantry::simulation
