#pragma once

#include "cli/demo/audit.hpp"
#include "cli/demo/order_feeder.hpp"
#include "cli/demo/stage_set.hpp"
#include "examples/sandbox/order_stream.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

/// A company, an engine, a stream of orders, and somebody who pulls the plug.
namespace gantry::crash {

/// GANTRY_CRASH_SEED, or a new one; printed, so that a failure can be run again.
[[nodiscard]] std::uint64_t crash_seed();

/// What goes wrong with the disk of one life of the engine (disk_faults/disk_faults.cpp).
struct disk_fault {
  /// When it is brought about; until then the engine does as it always does.
  enum class moment : std::uint8_t { running, start, stop, backup };
  std::string name;
  std::string how;
  moment when = moment::running;
};

class crash_run {
public:
  crash_run(std::uint64_t seed, std::size_t orders_count);
  ~crash_run();
  crash_run(const crash_run&) = delete;
  crash_run& operator=(const crash_run&) = delete;

  /// Hands everything in while the engine is killed `kills` times at random moments.
  void feed_and_kill(int kills);
  /// Hands everything in while the engine dies of each of these faults, one life for each, and is
  /// started again. The names of those that it survived.
  [[nodiscard]] std::vector<std::string> feed_and_die_at(const std::vector<disk_fault>& faults);
  /// Hands everything in while the disk goes wrong in each of these ways, which no engine dies of.
  void feed_with(const std::vector<std::string>& faults);
  /// Hands everything in while the engine stands still again and again (SIGSTOP, SIGCONT), as a
  /// machine that is moved or suspended does: its calls time out and its timers are late at once.
  void feed_and_stop(int stops);
  /// Waits until every order is at rest; false after `timeout_ms`.
  [[nodiscard]] bool come_to_rest(int timeout_ms);

  [[nodiscard]] const std::vector<cli::listed_order>& orders() const { return orders_; }
  [[nodiscard]] const std::vector<std::string>& refusals() const { return refusals_; }
  /// Orders that did not end as their documents let expect, each a sentence.
  [[nodiscard]] std::vector<std::string> unexpected_ends() const;
  [[nodiscard]] cli::audit_result audit() const;
  /// Ends the engine and examines what it leaves: every look of the doctor, and the journal of
  /// every order folded anew beside the index.
  [[nodiscard]] std::vector<std::string> mistakes_of_database();
  /// How often the engine's logs of all its lives say something.
  [[nodiscard]] std::size_t said(const std::string& text) const;
  [[nodiscard]] std::string where() const { return folder_.string(); }
  /// The folder is removed at the end only when all was well.
  void all_was_well() { remove_ = true; }

private:
  void begin_life(const std::string& fault);
  [[nodiscard]] bool dies_within(std::chrono::milliseconds time);
  void finish_feeding(cli::order_feeder& feeder);

  std::filesystem::path folder_;
  std::mt19937_64 dice_;
  std::vector<dsl::program_ptr> programs_;
  std::vector<sandbox::stream_document> documents_;
  std::optional<cli::stage_set> stage_;
  std::vector<cli::listed_order> orders_;
  std::vector<std::string> refusals_;
  bool remove_ = false;
};

} // namespace gantry::crash
