#include "bench/stored_orders.hpp"

#include "bench/bench_engine.hpp"
#include "bench/bench_point.hpp"
#include "bench/machine.hpp"
#include "bench/scratch_folder.hpp"
#include "dsl/base/size_text.hpp"
#include "persistence/list_rules.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace gantry::bench {
namespace {

constexpr double bytes_an_order = 4'000; ///< with room to spare

/// What operators ask for, one after the other.
class list_questions {
public:
  list_questions(std::uint64_t stored, timestamp newest) : stored_(stored), newest_(newest) {}

  /// Asks the next one and takes its time.
  void ask(const persistence::store& of) {
    const auto& [name, filter] = next();
    const auto began = monotonic_ns();
    const auto page = of.list_orders(filter);
    const auto ms = static_cast<double>(monotonic_ns() - began) / 1e6;
    took_ms_[page ? name : name + " (failed)"].push_back(ms);
    ++asked_;
  }

  [[nodiscard]] std::uint64_t asked() const { return asked_; }
  [[nodiscard]] std::vector<std::pair<std::string, double>> p99() {
    std::vector<std::pair<std::string, double>> all;
    for (auto& [name, ms] : took_ms_) {
      std::sort(ms.begin(), ms.end());
      all.emplace_back(name, ms[ms.size() * 99 / 100]);
    }
    return all;
  }

private:
  [[nodiscard]] std::pair<std::string, persistence::order_filter> next() {
    const auto n = asked_ * 7'919 % stored_; // some order
    persistence::order_filter f;
    f.count = true;
    switch (asked_ % 10) {
    case 0: return {"all", f};
    case 1: f.status = "completed"; return {"status", f};
    case 2: f.stage = "shipping"; return {"stage", f};
    case 3: f.channel = "bench"; return {"channel", f};
    case 4: f.channel = "never"; return {"channel without orders", f};
    case 5: f.customer = fmt::format("C-{:04}", n % 1'000); return {"customer", f};
    case 6: f.search = {{"customer", fmt::format("C-{:04}", n % 1'000)}}; return {"search", f};
    case 7: f.key = fmt::format("bench/load/B{:010}", n); return {"order number", f};
    case 8:
      f.created_before = newest_ - duration{static_cast<std::int64_t>(n) * 200'000};
      return {"age", f};
    default:
      f.status = "completed";
      f.cursor = cursor_of(n);
      return {"a page far down", f};
    }
  }

  [[nodiscard]] static std::string cursor_of(std::uint64_t n) {
    return persistence::encode_cursor(static_cast<persistence::instance_number>(n + 1));
  }

  std::uint64_t stored_;
  timestamp newest_;
  std::uint64_t asked_ = 0;
  std::map<std::string, std::vector<double>> took_ms_;
};

result<void> load(const stored_options& options, const std::filesystem::path& folder,
                  timestamp newest, stored_result& r) {
  const auto needed = static_cast<double>(options.stored) * bytes_an_order;
  const auto room = std::filesystem::space(folder).available;
  fmt::print(stderr, "loading {} finished orders, about {:.1f} GB below {}\n", options.stored,
             needed / 1e9, folder.string());
  if (static_cast<double>(room) < needed)
    return fail(errc::store_full,
                fmt::format("{} are free below {}, and {} orders take about {:.0f} GB",
                            megabytes(room), folder.string(), options.stored, needed / 1e9),
                "Name a folder on another disk with --data, or store fewer.");
  auto store = open_bench_store(folder, actors::real_environment());
  if (!store)
    return tl::unexpected(store.error());
  load_options what;
  what.orders = options.stored;
  what.keys = options.keys;
  what.newest = newest;
  what.progress = [](std::uint64_t n) { fmt::print(stderr, "  {} loaded\n", n); };
  const auto began = monotonic_ns();
  if (auto loaded = load_finished_orders(*store, what); !loaded)
    return loaded;
  r.loaded_per_s =
      static_cast<double>(options.stored) / (static_cast<double>(monotonic_ns() - began) / 1e9);
  return {};
}

/// And once more while it is backed up again and again.
result<void> measure_backups(const stored_options& options, point_surroundings& where,
                             stored_result& r) {
  const auto file = where.engine.parent_path() / "backup.db";
  std::string why;
  double taken_s = 0;
  where.beside = [&](const actors::runtime& engine) {
    const auto began = monotonic_ns();
    const auto made =
        engine.reader().back_up({file, [](const persistence::backup_progress&) { return true; }});
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    if (!made) {
      why = made.error().message;
      return;
    }
    taken_s += static_cast<double>(monotonic_ns() - began) / 1e9;
    ++r.backups;
  };
  auto measured = run_point(options.point, where);
  if (!measured)
    return tl::unexpected(measured.error());
  if (r.backups == 0)
    return fail(errc::internal, "no backup was made while orders ran: " + why);
  r.backed_up = *measured;
  r.backup_s = taken_s / static_cast<double>(r.backups);
  return {};
}

} // namespace

result<stored_result> run_stored(const stored_options& options) {
  stored_result r;
  r.stored = options.stored;
  const auto empty = run_bench(options.point);
  if (!empty)
    return tl::unexpected(empty.error());
  r.empty = *empty;

  const scratch_folder folder(options.point.folder);
  const auto newest = actors::real_environment().wall_clock();
  if (auto loaded = load(options, folder.engine(), newest, r); !loaded)
    return tl::unexpected(loaded.error());
  r.stored_gb = folder_bytes(folder.engine()) / 1e9;

  point_surroundings where;
  where.engine = folder.engine();
  where.first_order = options.stored;
  where.keys = options.keys;
  auto full = run_point(options.point, where);
  if (!full)
    return tl::unexpected(full.error());
  r.full = *full;
  r.lost_share = 1 - r.full.orders_per_s / r.empty.orders_per_s;

  // Once more, with somebody who looks at lists all the time.
  list_questions questions(options.stored, newest);
  where.first_order += 2 * (options.point.orders + options.point.in_flight);
  where.beside = [&](const actors::runtime& engine) { questions.ask(engine.reader()); };
  if (auto listed = run_point(options.point, where); !listed)
    return tl::unexpected(listed.error());
  r.list_p99_ms = questions.p99();
  r.lists = questions.asked();
  where.first_order += 2 * (options.point.orders + options.point.in_flight);
  if (auto measured = measure_backups(options, where, r); !measured)
    return tl::unexpected(measured.error());
  return r;
}

std::string to_json(const stored_result& r) {
  std::string lists;
  for (const auto& [name, ms] : r.list_p99_ms)
    lists += fmt::format("{}\"{}\":{:.2f}", lists.empty() ? "" : ",", name, ms);
  auto line = to_json(r.full);
  line.pop_back();
  return line + fmt::format(",\"stored\":{},\"stored_gb\":{:.2f},\"loaded_per_s\":{:.0f},"
                            "\"empty_orders_per_s\":{:.1f},\"lost_share\":{:.3f},"
                            "\"list_p99_ms\":{{{}}},\"backup_s\":{:.2f},"
                            "\"backup_orders_per_s\":{:.1f},\"backup_p99_ms\":{:.2f}}}",
                            r.stored, r.stored_gb, r.loaded_per_s, r.empty.orders_per_s,
                            r.lost_share, lists, r.backup_s, r.backed_up.orders_per_s,
                            r.backed_up.p99_ms);
}

} // namespace gantry::bench
