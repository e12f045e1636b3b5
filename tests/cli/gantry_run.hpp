#pragma once

#include "cli/demo/child_process.hpp"
#include "dsl/base/json.hpp"
#include "tests/support/own_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The built `gantry`, as its users run it.
namespace gantry::cli::test {

using gantry::test::own_folder;
using variables = std::vector<std::pair<std::string, std::string>>;

struct run_options {
  variables environment = {};
  std::filesystem::path folder = {}; ///< where it runs; empty: here
  std::string input = {};            ///< on standard input
  int timeout_ms = 30'000;
  std::string program = GANTRY_EXECUTABLE;
};

struct run_result {
  int exit_code = -1; ///< -1: it had to be killed
  std::string out, err;
  [[nodiscard]] bool says(const std::string& text) const {
    return err.find(text) != std::string::npos;
  }
  [[nodiscard]] value json() const;
};

/// Runs `gantry` (or another program) to its end.
[[nodiscard]] run_result run(const std::vector<std::string>& arguments,
                             const run_options& how = {});

/// An engine with the project's flows, whose far systems are not there: orders are taken and go on
/// trying. It chooses its port itself.
class lone_engine {
public:
  explicit lone_engine(const std::string& more_settings = {});

  /// Starts it and waits until it listens.
  void start(const variables& environment = {}, const std::vector<std::string>& more_flags = {});
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
  [[nodiscard]] std::string settings_file() const { return (folder_ / "gantry.toml").string(); }
  [[nodiscard]] std::string log() const;
  [[nodiscard]] cli::child_process& process() { return *process_; }

private:
  own_folder folder_;
  std::optional<cli::child_process> process_;
  std::uint16_t port_ = 0;
};

void write_file(const std::filesystem::path& file, const std::string& text);
[[nodiscard]] std::string read_file(const std::filesystem::path& file);
/// A canonical order of the workflow `order_to_cash`; `change` is put in place of a member's value:
/// `{"currency", "\"EURO\""}`.
[[nodiscard]] std::string
order(const std::string& number,
      const std::vector<std::pair<std::string, std::string>>& change = {});
/// The settings of adapters that lead nowhere, for all contracts that the project's flows call.
[[nodiscard]] std::string deserted_adapters();

} // namespace gantry::cli::test
