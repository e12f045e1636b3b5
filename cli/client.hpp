#pragma once

#include "cli/verbs/verbs.hpp"
#include "dsl/base/json.hpp"
#include "gateway/http_connector.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gantry::cli {

/// An answer of the engine: its status, its bytes, and what they parse to (none when not JSON). The
/// texts in `json` are for eyes: control characters, which a terminal would obey, are shown by
/// their numbers. `body` is for programs.
struct engine_answer {
  int status = 0;
  std::string body;
  value json;
  [[nodiscard]] bool fine() const { return status >= 200 && status < 300; }
};

/// Talks to the engine that `--server` or GANTRY_SERVER names, as `cli:USER` (docs/effects.md
/// E7.7).
class engine_client {
public:
  using headers = std::vector<std::pair<std::string, std::string>>;
  explicit engine_client(std::string server, std::int64_t timeout_ms = 60'000);
  /// Errors: connection_failed, with the address and how to start an engine.
  [[nodiscard]] result<engine_answer> request(std::string_view method, std::string_view target,
                                              std::string_view body = {}, const headers& with = {});

private:
  std::string server_, principal_;
  gateway::http_client http_;
};

/// The client that the settings name; an error is printed already.
[[nodiscard]] std::optional<engine_client> connect(globals& all);
/// Asks; problems and lost connections are printed and become the exit code.
[[nodiscard]] std::optional<engine_answer> ask(globals& all, std::string_view method,
                                               std::string_view target, std::string_view body = {});
/// Prints an `application/problem+json` as an error and sets the exit code.
void print_problem(globals& all, const engine_answer& answer, std::string_view about = {});

/// Percent-encodes everything but unreserved characters (RFC 3986).
[[nodiscard]] std::string url_encode(std::string_view text);
/// Text of a member, empty when it is absent or no text.
[[nodiscard]] std::string text_of(const value& object, std::string_view name);

} // namespace gantry::cli
