#include "bench/killed_orders.hpp"

#include "bench/bench_engine.hpp"
#include "bench/machine.hpp"
#include "bench/scratch_folder.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <fmt/format.h>
#include <mutex>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace gantry::bench {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = std::chrono::minutes(2);

double seconds_since(std::int64_t began_ns) {
  return static_cast<double>(monotonic_ns() - began_ns) / 1e9;
}

/// Memory that the engine which dies shares with whoever watches it.
class shared_notes {
public:
  explicit shared_notes(std::uint64_t orders) : bytes_(sizeof(counts) + orders) {
    void* place =
        ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED)
      throw std::bad_alloc();
    notes_ = new (place) counts;
  }
  ~shared_notes() { ::munmap(notes_, bytes_); }
  shared_notes(const shared_notes&) = delete;
  shared_notes& operator=(const shared_notes&) = delete;

  void order_ended() { ++notes_->ended; }
  void order_taken(std::uint64_t n) { taken()[n] = 1; }
  [[nodiscard]] std::uint64_t ended() const { return notes_->ended; }
  [[nodiscard]] bool is_taken(std::uint64_t n) const { return taken()[n] != 0; }

private:
  struct counts {
    std::atomic<std::uint64_t> ended{0};
  };
  [[nodiscard]] char* taken() const { return reinterpret_cast<char*>(notes_ + 1); }

  std::size_t bytes_;
  counts* notes_;
};

[[noreturn]] void first_life(const killed_options& options, const std::filesystem::path& folder,
                             shared_notes& notes) {
  const auto programs = compile_bench();
  const auto environment = actors::real_environment();
  auto store = open_bench_store(folder, environment);
  if (!programs || !store)
    ::_exit(1);
  auto engine = actors::runtime::start(
      bench_options_of(options.orders, [&](auto, auto) { notes.order_ended(); }), environment,
      *store, *programs);
  if (!engine)
    ::_exit(1);
  for (std::uint64_t n = 0; n < options.orders; ++n)
    submit_bench_order(**engine, "bench", n, [&notes, n](const auto& answer) {
      if (answer)
        notes.order_taken(n);
    });
  for (;;)
    ::pause();
}

result<void> watch_first_life(const killed_options& options, const std::filesystem::path& folder,
                              shared_notes& notes) {
  const auto goal =
      static_cast<std::uint64_t>(static_cast<double>(options.orders) * options.ended_share);
  const pid_t engine = ::fork();
  if (engine == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    first_life(options, folder, notes);
  }
  if (engine < 0)
    return fail(errc::internal, "no process for the engine that is killed");
  const auto began = monotonic_ns();
  bool alive = true;
  while (alive && notes.ended() < goal && seconds_since(began) < 120) {
    std::this_thread::sleep_for(1ms);
    alive = ::waitpid(engine, nullptr, WNOHANG) == 0;
  }
  if (alive) {
    ::kill(engine, SIGKILL);
    ::waitpid(engine, nullptr, 0);
  }
  if (!alive || notes.ended() < goal)
    return fail(
        errc::internal,
        fmt::format("only {} orders ended before the engine was to be killed", notes.ended()));
  return {};
}

/// When each order ends, counted from the start.
class end_times {
public:
  explicit end_times(std::int64_t began_ns) : began_ns_(began_ns) {}
  void order_ended() {
    const std::lock_guard lock(mutex_);
    at_s_.push_back(seconds_since(began_ns_));
    wake_.notify_all();
  }
  [[nodiscard]] bool wait_for(std::uint64_t count) {
    std::unique_lock lock(mutex_);
    return wake_.wait_for(lock, patience, [&] { return at_s_.size() >= count; });
  }
  [[nodiscard]] std::vector<double> all() {
    const std::lock_guard lock(mutex_);
    auto sorted = at_s_;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }

private:
  std::int64_t began_ns_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<double> at_s_;
};

result<std::uint64_t> completed_in(const persistence::store& store) {
  const auto totals = store.totals();
  if (!totals)
    return tl::unexpected(totals.error());
  for (const auto& [status, orders] : *totals)
    if (status == "completed")
      return static_cast<std::uint64_t>(orders);
  return 0;
}

result<void> second_life(const killed_options& options, const std::filesystem::path& folder,
                         const shared_notes& notes, killed_result& r) {
  // Nothing of an order in doubt happens before its settle time of two seconds is over.
  constexpr double settled_s = 1.9;
  const auto programs = compile_bench();
  if (!programs)
    return tl::unexpected(programs.error());
  const auto environment = actors::real_environment();
  const auto began = monotonic_ns();
  end_times ends(began);
  auto store = open_bench_store(folder, environment);
  if (!store)
    return tl::unexpected(store.error());
  const auto before = completed_in(**store);
  if (!before)
    return tl::unexpected(before.error());
  auto engine = actors::runtime::start(
      bench_options_of(options.orders, [&](auto, auto) { ends.order_ended(); }), environment,
      *store, *programs);
  if (!engine)
    return tl::unexpected(engine.error());
  r.start_s = seconds_since(began);
  for (std::uint64_t n = 0; n < options.orders; ++n) {
    if (notes.is_taken(n))
      ++r.taken_before;
    else
      submit_bench_order(**engine, "bench", n, [](const auto&) {});
  }
  if (!ends.wait_for(options.orders - *before))
    return fail(errc::internal,
                fmt::format("{} of {} orders have not ended",
                            options.orders - *before - ends.all().size(), options.orders));
  (*engine)->drain();
  const auto at_s = ends.all();
  const auto late = std::lower_bound(at_s.begin(), at_s.end(), settled_s);
  r.ended_before = *before;
  r.in_doubt = static_cast<std::uint64_t>(at_s.end() - late);
  r.others_s = late == at_s.begin() ? 0 : *(late - 1);
  r.all_s = at_s.empty() ? 0 : at_s.back();
  const auto completed = completed_in(**store);
  if (!completed)
    return tl::unexpected(completed.error());
  if (*completed != options.orders)
    return fail(errc::internal,
                fmt::format("{} of {} orders were completed", *completed, options.orders));
  return {};
}

} // namespace

result<killed_result> run_killed(const killed_options& options) {
  const scratch_folder folder(options.folder);
  shared_notes notes(options.orders);
  killed_result r;
  r.orders = options.orders;
  if (auto died = watch_first_life(options, folder.engine(), notes); !died)
    return tl::unexpected(died.error());
  if (auto done = second_life(options, folder.engine(), notes, r); !done)
    return tl::unexpected(done.error());
  return r;
}

std::string to_json(const killed_result& r) {
  return fmt::format(R"({{"killed":{},"ended_before":{},"taken_before":{},"start_s":{:.3f},)"
                     R"("in_doubt":{},"others_s":{:.3f},"all_s":{:.3f}}})",
                     r.orders, r.ended_before, r.taken_before, r.start_s, r.in_doubt, r.others_s,
                     r.all_s);
}

} // namespace gantry::bench
