#pragma once

#include "cli/demo/child_process.hpp"
#include "examples/sandbox/held_port.hpp"

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gantry::cli {

struct stage_options {
  std::filesystem::path folder; ///< of settings, data and logs
  std::filesystem::path flows;  ///< deployed by the engine
  std::string executable = "/proc/self/exe";
  std::string ships_after = "1s"; ///< the warehouse confirms so long after its order
  std::uint64_t seed = 1;
  /// Of both processes; with `own` they may be let go.
  child_process::life life = child_process::life::with_owner;
  /// Asked while a process comes up: whether nobody waits for it any more. Empty: never.
  std::function<bool()> given_up = {};
};

/// A sandbox company and an engine, each a process of its own on a free port, wired to each other.
class stage_set {
public:
  /// Writes settings and starts both. Errors: unavailable, with the log's last lines, or because it
  /// was given up.
  [[nodiscard]] static result<stage_set> start(const stage_options& options);

  [[nodiscard]] const std::string& engine_url() const { return engine_url_; }
  [[nodiscard]] const std::string& company_url() const { return company_url_; }
  [[nodiscard]] const stage_options& options() const { return options_; }
  [[nodiscard]] std::filesystem::path engine_log() const { return options_.folder / "engine.log"; }
  [[nodiscard]] static constexpr const char* webshop_secret() { return "demo-webshop-secret"; }

  /// kill -9, as a power cut would; `start_engine` brings it back.
  void kill_engine() { engine_->kill_at_once(); }
  [[nodiscard]] result<void> start_engine();
  [[nodiscard]] result<void> wait_ready(int timeout_ms);
  /// Of the engines that are started from now on.
  void set_engine_environment(std::vector<std::pair<std::string, std::string>> environment) {
    engine_environment_ = std::move(environment);
  }
  [[nodiscard]] bool engine_alive() { return engine_->alive(); }
  void ask_engine_to_end() { ::kill(engine_->pid(), SIGTERM); }
  /// Ends the engine by SIGTERM.
  void end_engine() { engine_->end(15'000); }
  /// Both go on when this process is gone; they were started with a life of their own.
  void let_go();
  [[nodiscard]] pid_t engine_pid() const { return engine_->pid(); }
  [[nodiscard]] pid_t company_pid() const { return company_->pid(); }

private:
  explicit stage_set(stage_options options) : options_(std::move(options)) {}
  [[nodiscard]] result<void> take_ports();
  [[nodiscard]] result<void> start_company();
  [[nodiscard]] result<child_process>
  start_process(const std::vector<std::string>& arguments, const std::filesystem::path& log,
                const std::vector<std::pair<std::string, std::string>>& environment = {}) const;
  [[nodiscard]] result<void> wait_for(const std::string& url, const char* path,
                                      child_process& process, const std::filesystem::path& log,
                                      int timeout_ms) const;
  void write_settings() const;

  stage_options options_;
  /// Beside those who listen, so that nobody else is given a port before it is listened on, or
  /// while its process is killed and started again.
  std::vector<sandbox::held_port> held_;
  std::uint16_t engine_port_ = 0, company_port_ = 0;
  std::map<std::string, std::uint16_t> system_ports_; ///< each system has a listener of its own
  std::string engine_url_, company_url_;
  std::vector<std::pair<std::string, std::string>> engine_environment_;
  std::optional<child_process> company_, engine_;
};

/// The last lines of a log, for an error that has to explain a process that did not start.
[[nodiscard]] std::string last_lines(const std::filesystem::path& file, std::size_t lines);

} // namespace gantry::cli
