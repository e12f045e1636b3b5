#include "actors/definitions.hpp"
#include "actors/index_audit.hpp"
#include "cli/clock.hpp"
#include "cli/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "dsl/base/json.hpp"
#include "persistence/inspection.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <system_error>

namespace gantry::cli {
namespace {

using persistence::inspected;
using steady = std::chrono::steady_clock;

constexpr std::size_t mistakes_shown = 20;
constexpr std::size_t page_size = 500;

struct doctor_flags {
  std::string place;
  bool quick = false;
};

void print_json(const inspected& look) {
  std::string line = "{\"check\":";
  append_json_string(line, look.what);
  line += ",\"seen\":";
  append_json_string(line, look.seen);
  line += ",\"wrong\":[";
  for (const auto& each : look.wrong) {
    line += &each == look.wrong.data() ? "" : ",";
    append_json_string(line, each);
  }
  fmt::print("{}]}}\n", line);
}

void print_text(const inspected& look) {
  const bool fine = look.wrong.empty();
  fmt::print("{:<11} {}  {}\n", look.what,
             paint(stdout, fine ? tint::green : tint::red, fine ? "ok   " : "wrong"), look.seen);
  for (std::size_t i = 0; i < std::min(look.wrong.size(), mistakes_shown); ++i)
    fmt::print("                   {}\n", look.wrong[i]);
  if (look.wrong.size() > mistakes_shown)
    fmt::print("                   and {} more; --json lists them\n",
               look.wrong.size() - mistakes_shown);
}

/// Tells how far it is on a terminal, once in a while.
class progress_line {
public:
  void at(std::uint64_t orders) {
    if (!is_terminal(stderr) || steady::now() < next_)
      return;
    next_ = steady::now() + std::chrono::milliseconds(200);
    shown_ = true;
    fmt::print(stderr, "\r{} orders folded", orders);
    std::fflush(stderr);
  }
  ~progress_line() {
    if (shown_)
      fmt::print(stderr, "\r\033[K");
  }

private:
  steady::time_point next_ = steady::now();
  bool shown_ = false;
};

/// Every order's chain of records without a hole, and the index as the fold says.
result<inspected> look_at_orders(const persistence::store& store) {
  inspected look{"orders", {}, {}};
  actors::definitions definitions(store);
  const auto find = [&](const std::string& closure) { return definitions.find(closure); };
  progress_line progress;
  std::uint64_t orders = 0;
  persistence::order_filter filter;
  filter.site = store.identity().site;
  filter.limit = page_size;
  do {
    const auto page = store.list_orders(filter);
    if (!page)
      return tl::unexpected(page.error());
    for (const auto& listed : page->items) {
      const auto difference = actors::index_against_fold(store, listed.number, find);
      if (!difference)
        look.wrong.push_back(fmt::format("order {}: {}", listed.key, difference.error().message));
      else if (!difference->empty())
        look.wrong.push_back(*difference);
      progress.at(++orders);
    }
    filter.cursor = page->next;
  } while (!filter.cursor.empty());
  look.seen = fmt::format("{} orders folded from their records", orders);
  return look;
}

result<std::vector<inspected>> examine(const settings& in_force, const doctor_flags& flags) {
  persistence::inspection_options how;
  how.database = flags.place.empty() ? in_force.text("data") : flags.place;
  std::error_code missing;
  if (flags.place.empty() || std::filesystem::is_directory(how.database, missing))
    how.database /= "gantry.db";
  how.now = wall_clock();
  how.free_bytes_least = static_cast<std::uint64_t>(in_force.integer("disk_warn_mb")) * 1'000'000;
  how.pages = !flags.quick;
  auto looks = persistence::inspect_sqlite(how);
  if (!looks || flags.quick)
    return looks;
  const auto store = persistence::open_sqlite_to_read(how.database);
  if (!store)
    return tl::unexpected(store.error());
  auto orders = look_at_orders(**store);
  if (!orders)
    return tl::unexpected(orders.error());
  looks->push_back(std::move(*orders));
  return looks;
}

void run_doctor(globals& all, const doctor_flags& flags) {
  const auto in_force = all.load({"data", "disk_warn_mb"});
  if (!in_force)
    return;
  const auto looks = examine(*in_force, flags);
  if (!looks)
    return all.failed(looks.error());
  std::size_t wrong = 0;
  for (const auto& look : *looks) {
    wrong += look.wrong.size();
    all.json ? print_json(look) : print_text(look);
  }
  if (wrong == 0)
    return;
  all.code = exit_failed;
  if (!all.json)
    fmt::print(stderr,
               "{} {}: keep a copy of the folder as it is, and see \"What the doctor finds\" "
               "in docs/operations.md\n",
               wrong, wrong == 1 ? "mistake" : "mistakes");
}

} // namespace

void add_doctor(CLI::App& app, globals& all) {
  auto* verb = app.add_subcommand("doctor", "Examine a database: is it whole, and does it agree?");
  const auto flags = std::make_shared<doctor_flags>();
  verb->add_option("place", flags->place, "a backup, or a data folder; default: the setting `data`")
      ->type_name("FILE|FOLDER");
  verb->add_flag("--quick", flags->quick, "neither read every page nor fold every order");
  all.add_setting(*verb, "data");
  all.add_setting(*verb, "disk_warn_mb");
  all.add_json(*verb);
  verb->footer("Changes nothing, and may be run beside an engine at work. Ends with 1 when "
               "something is wrong.\n"
               "Example: gantry doctor --data /var/lib/gantry/data\n"
               "         gantry doctor /var/lib/gantry/backups/before-upgrade.db");
  verb->callback([&all, flags] { run_doctor(all, *flags); });
}

} // namespace gantry::cli
