#include "bench/waiting_orders.hpp"

#include "bench/bench_engine.hpp"
#include "bench/machine.hpp"
#include "bench/scratch_folder.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <mutex>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace gantry::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t woken_alone = 500;
constexpr auto quiet_time = 10s;
constexpr auto patience = std::chrono::minutes(5);

double seconds_since(std::int64_t began_ns) {
  return static_cast<double>(monotonic_ns() - began_ns) / 1e9;
}

/// So many under way at a time; whoever starts one waits for room.
class gate_of {
public:
  explicit gate_of(std::uint64_t room) : room_(room) {}

  void enter() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return inside_ < room_; });
    ++inside_;
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    --inside_;
    ++left_;
    wake_.notify_all();
  }
  /// False: they did not within `patience`.
  [[nodiscard]] bool wait_left(std::uint64_t count) {
    std::unique_lock lock(mutex_);
    return wake_.wait_for(lock, patience, [&] { return left_ >= count; });
  }

private:
  const std::uint64_t room_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::uint64_t inside_ = 0, left_ = 0;
};

/// The process with the engine: measures, then dies with orders under way.
class first_life {
public:
  first_life(const waiting_options& options, const std::filesystem::path& folder)
      : options_(options), folder_(folder), ends_(options.in_flight) {}

  [[nodiscard]] result<waiting_result> measure() {
    for (const auto part : {&first_life::start, &first_life::create, &first_life::rest,
                            &first_life::wake_alone, &first_life::signal_many})
      if (auto done = (this->*part)(); !done)
        return tl::unexpected(done.error());
    return r_;
  }

  /// Orders run, as many as there may be, until somebody kills the process.
  [[noreturn]] void run_for_ever() {
    for (std::uint64_t n = options_.orders;; ++n) {
      ends_.enter();
      submit_bench_order(*engine_, "bench", n, [](const auto&) {});
    }
  }

private:
  result<void> start() {
    auto programs = compile_bench();
    if (!programs)
      return tl::unexpected(programs.error());
    const auto environment = actors::real_environment();
    auto store = open_bench_store(folder_, environment);
    if (!store)
      return tl::unexpected(store.error());
    store_ = *store;
    auto engine = actors::runtime::start(
        bench_options_of(options_.in_flight, [this](auto, auto) { ends_.leave(); }), environment,
        store_, *programs);
    if (!engine)
      return tl::unexpected(engine.error());
    engine_ = std::move(*engine);
    return {};
  }

  void submit_waiting(std::uint64_t n, gate_of& room) {
    room.enter();
    submit_bench_order(*engine_, "waiting", n, [&, n](result<actors::submit_answer> answer) {
      {
        const std::lock_guard lock(mutex_);
        if (answer)
          ids_[n] = std::move(answer->order.id);
        else
          why_ = answer.error().message;
      }
      room.leave();
    });
  }

  [[nodiscard]] result<std::int64_t> orders_that_are(std::string_view status) const {
    const auto totals = store_->totals();
    if (!totals)
      return tl::unexpected(totals.error());
    for (const auto& [name, orders] : *totals)
      if (name == status)
        return orders;
    return 0;
  }

  [[nodiscard]] bool is_fine() {
    const std::lock_guard lock(mutex_);
    return why_.empty();
  }

  result<void> failed(const std::string& what) {
    const std::lock_guard lock(mutex_);
    return fail(errc::internal, what + (why_.empty() ? "" : ": " + why_));
  }

  result<void> create() {
    ids_.resize(options_.orders);
    gate_of room(options_.in_flight);
    const auto began = monotonic_ns();
    for (std::uint64_t n = 0; n < options_.orders; ++n)
      submit_waiting(n, room);
    if (!room.wait_left(options_.orders))
      return failed("not every order was answered");
    if (!is_fine())
      return failed("an order was not taken");
    // Nobody tells when an order begins to wait; the counters do.
    for (;;) {
      const auto waiting = orders_that_are("waiting");
      if (!waiting)
        return tl::unexpected(waiting.error());
      if (*waiting == static_cast<std::int64_t>(options_.orders))
        break;
      if (seconds_since(began) > 60 + static_cast<double>(options_.orders) / 100)
        return failed(fmt::format("only {} of {} orders wait", *waiting, options_.orders));
      std::this_thread::sleep_for(20ms);
    }
    r_.orders = options_.orders;
    r_.created_per_s = static_cast<double>(options_.orders) / seconds_since(began);
    return {};
  }

  result<void> rest() {
    const auto began = monotonic_ns();
    while (engine_->stats().orders_in_memory > 0) {
      if (seconds_since(began) > 120)
        return failed(
            fmt::format("{} orders that wait stay in memory", engine_->stats().orders_in_memory));
      std::this_thread::sleep_for(100ms);
    }
    std::this_thread::sleep_for(quiet_time); // the heap gives back what it holds
    r_.rss_mb = resident_mb();
    r_.bytes_per_order = folder_bytes(folder_) / static_cast<double>(options_.orders);
    const auto cpu = process_cpu_s();
    const auto quiet = monotonic_ns();
    std::this_thread::sleep_for(quiet_time);
    r_.idle_cpu_cores = (process_cpu_s() - cpu) / seconds_since(quiet);
    return {};
  }

  void signal(std::uint64_t n) {
    actors::event_input what;
    what.id = fmt::format("S{}", n);
    what.source = "/bench/wms";
    what.type = "systems.shipped";
    what.data = value::make_map({{value("order_id"), value(ids_[n])},
                                 {value("tracking_number"), value(fmt::format("00{:010}", n))}});
    what.cause.principal = "cli:bench";
    engine_->event(std::move(what), [this](const result<actors::event_answer>& answer) {
      const std::lock_guard lock(mutex_);
      if (!answer || !answer->finding.empty())
        why_ = answer ? answer->finding : answer.error().message;
    });
  }

  /// Those that have waited longest, one after the other.
  result<void> wake_alone() {
    const auto count = std::min(woken_alone, options_.orders / 10);
    std::vector<double> took_ms;
    for (; next_ < count; ++next_) {
      ends_.enter();
      const auto began = monotonic_ns();
      signal(next_);
      if (!ends_.wait_left(next_ + 1))
        return failed("an order that was woken did not end");
      took_ms.push_back(seconds_since(began) * 1e3);
    }
    std::sort(took_ms.begin(), took_ms.end());
    if (!took_ms.empty()) {
      r_.wake_p50_ms = took_ms[took_ms.size() / 2];
      r_.wake_p99_ms = took_ms[took_ms.size() * 99 / 100];
    }
    return {};
  }

  result<void> signal_many() {
    r_.signalled = std::min(options_.signalled_max, options_.orders / 2);
    const auto began = monotonic_ns();
    const auto last = next_ + r_.signalled;
    for (; next_ < last; ++next_) {
      ends_.enter();
      signal(next_);
    }
    if (!ends_.wait_left(last))
      return failed("not every order that was signalled has ended");
    r_.signal_and_finish_s = seconds_since(began);
    r_.signalled_per_s = static_cast<double>(r_.signalled) / r_.signal_and_finish_s;
    r_.open_orders = options_.orders - last;
    return {};
  }

  const waiting_options& options_;
  const std::filesystem::path& folder_;
  std::shared_ptr<persistence::store> store_;
  std::unique_ptr<actors::runtime> engine_;
  waiting_result r_;
  std::mutex mutex_;
  std::vector<std::string> ids_;
  std::string why_;
  gate_of ends_;
  std::uint64_t next_ = 0;
};

/// What the first life says to whoever watches it: a result, or why there is none.
struct last_words {
  bool is_result = false;
  waiting_result result;
  char why[512] = {};
};

[[noreturn]] void live(const waiting_options& options, const std::filesystem::path& folder,
                       int words) {
  first_life life(options, folder);
  const auto measured = life.measure();
  last_words said;
  said.is_result = measured.has_value();
  if (measured)
    said.result = *measured;
  else
    measured.error().message.copy(said.why, sizeof said.why - 1);
  if (::write(words, &said, sizeof said) != static_cast<ssize_t>(sizeof said) || !measured)
    ::_exit(1);
  life.run_for_ever();
}

result<waiting_result> watch_first_life(const waiting_options& options,
                                        const std::filesystem::path& folder) {
  int words[2];
  if (::pipe(words) != 0)
    return fail(errc::internal, "no pipe for the engine that is measured");
  const pid_t engine = ::fork();
  if (engine == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    live(options, folder, words[1]);
  }
  ::close(words[1]);
  last_words said;
  const bool heard =
      engine > 0 && ::read(words[0], &said, sizeof said) == static_cast<ssize_t>(sizeof said);
  ::close(words[0]);
  if (heard && said.is_result)
    std::this_thread::sleep_for(1s); // so that orders are under way when it dies
  if (engine > 0) {
    ::kill(engine, SIGKILL);
    ::waitpid(engine, nullptr, 0);
  }
  if (!heard)
    return fail(errc::internal, "the engine that is measured ended without a word");
  if (!said.is_result)
    return fail(errc::internal, said.why);
  return said.result;
}

/// The start after kill -9.
result<void> measure_start(const std::filesystem::path& folder, waiting_result& r) {
  auto programs = compile_bench();
  if (!programs)
    return tl::unexpected(programs.error());
  const auto environment = actors::real_environment();
  const auto began = monotonic_ns();
  auto store = open_bench_store(folder, environment);
  if (!store)
    return tl::unexpected(store.error());
  const auto busy = (*store)->needing_attention(0, 100'000);
  if (!busy)
    return tl::unexpected(busy.error());
  r.interrupted = busy->size();
  auto engine = actors::runtime::start(bench_options_of(1'024, [](auto, auto) {}), environment,
                                       *store, *programs);
  if (!engine)
    return tl::unexpected(engine.error());
  r.start_s = seconds_since(began);
  for (;;) {
    const auto left = (*store)->needing_attention(0, 1);
    if (!left)
      return tl::unexpected(left.error());
    if (left->empty())
      break;
    if (seconds_since(began) > 600)
      return fail(errc::internal, "orders that were interrupted do not go on");
    std::this_thread::sleep_for(5ms);
  }
  r.taken_up_s = seconds_since(began);
  (*engine)->drain();
  return {};
}

} // namespace

result<waiting_result> run_waiting(const waiting_options& options) {
  const scratch_folder folder(options.folder);
  auto r = watch_first_life(options, folder.engine());
  if (!r)
    return r;
  if (auto started = measure_start(folder.engine(), *r); !started)
    return tl::unexpected(started.error());
  return r;
}

std::string to_json(const waiting_result& r) {
  return fmt::format(
      R"({{"waiting":{},"created_per_s":{:.1f},"rss_mb":{:.1f},"bytes_per_order":{:.0f},)"
      R"("idle_cpu_cores":{:.4f},"wake_p50_ms":{:.3f},"wake_p99_ms":{:.3f},"signalled":{},)"
      R"("signal_and_finish_s":{:.3f},"signalled_per_s":{:.1f},"open_orders":{},)"
      R"("interrupted":{},"start_s":{:.3f},"taken_up_s":{:.3f}}})",
      r.orders, r.created_per_s, r.rss_mb, r.bytes_per_order, r.idle_cpu_cores, r.wake_p50_ms,
      r.wake_p99_ms, r.signalled, r.signal_and_finish_s, r.signalled_per_s, r.open_orders,
      r.interrupted, r.start_s, r.taken_up_s);
}

} // namespace gantry::bench
