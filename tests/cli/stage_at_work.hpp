#pragma once

#include "cli/demo/stage_set.hpp"
#include "dsl/base/digest.hpp"
#include "gateway/http_connector.hpp"
#include "tests/cli/gantry_run.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace gantry::cli::test {

/// An answer of the engine, with its problem's name when it is one.
struct http_reply {
  int status = 0;
  std::string body;
  [[nodiscard]] bool says(const std::string& text) const {
    return body.find(text) != std::string::npos;
  }
};

/// Company and engine as two real processes, with the three channels of the demo.
class stage_at_work {
public:
  stage_at_work() : stage_(make(folder_)) {}

  [[nodiscard]] stage_set& stage() { return stage_; }
  [[nodiscard]] const own_folder& folder() const { return folder_; }

  http_reply send(const std::string& method, const std::string& target, const std::string& body,
                  const variables& headers = {{"Content-Type", "application/json"}}) {
    gateway::http_client client(stage_.engine_url(), 20'000);
    const auto answer = client.request(method, target, body, headers);
    INFO((answer ? std::string{} : answer.error().message));
    REQUIRE(answer.has_value());
    return {answer->status, answer->body};
  }
  http_reply get(const std::string& target) { return send("GET", target, {}, {}); }
  http_reply post_order(const std::string& input, const variables& more_headers = {}) {
    variables headers{{"Content-Type", "application/json"}};
    headers.insert(headers.end(), more_headers.begin(), more_headers.end());
    return send("POST", "/v1/orders", R"({"workflow":"order_to_cash","input":)" + input + "}",
                headers);
  }
  http_reply hand_in(const std::string& channel, const std::string& body,
                     const variables& headers) {
    return send("POST", "/v1/channels/" + channel + "/documents", body, headers);
  }
  /// `gantry VERB…` against this engine.
  run_result gantry(std::vector<std::string> arguments, run_options how = {}) {
    how.environment.emplace_back("GANTRY_SERVER", stage_.engine_url());
    return run(arguments, how);
  }
  std::string count() {
    const auto listed = get("/v1/orders?count=true");
    const auto json = parse_json(listed.body);
    REQUIRE(json.has_value());
    return to_json(*json->find("count"));
  }

private:
  static stage_set make(const own_folder& folder) {
    stage_options options;
    options.folder = folder.path();
    options.flows = GANTRY_SOURCE_DIR "/workflows";
    options.executable = GANTRY_EXECUTABLE;
    options.ships_after = "100ms";
    auto stage = stage_set::start(options);
    if (!stage)
      FAIL(stage.error().message);
    return std::move(*stage);
  }

  own_folder folder_;
  stage_set stage_;
};

inline std::string base64_hmac(const std::string& secret, const std::string& body) {
  const auto mac = hmac_sha256(secret, body);
  return to_base64({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

} // namespace gantry::cli::test
