#pragma once

#include "actors/runtime.hpp"
#include "dsl/base/json.hpp"
#include "gateway/http_connector.hpp"
#include "gateway/http_server.hpp"
#include "tests/gateway/scripted_systems.hpp"
#include "tests/support/own_folder.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gantry::gateway::test {

using header_list = std::vector<std::pair<std::string, std::string>>;

/// An answer of the API: status, bytes and, when they are JSON, what they say.
struct reply {
  int status = 0;
  std::string text;
  value json;
  header_list headers;

  /// Text at `a.b.c`, or JSON of what stands there instead.
  [[nodiscard]] std::string at(const std::string& path) const;
  [[nodiscard]] const value::list_type& list(const std::string& path) const&;
  [[nodiscard]] value::list_type list(const std::string& path) && { return list_in(path); }
  [[nodiscard]] std::string header(const std::string& lower_case_name) const;
  /// Of a problem: the `/problems/NAME` it names, without the folder.
  [[nodiscard]] std::string problem() const;
  /// Of a problem: the paths of its `errors`, joined by blanks.
  [[nodiscard]] std::string mistakes() const;

private:
  [[nodiscard]] const value::list_type& list_in(const std::string& path) const;
};

/// The API over the real runtime and a SQLite store in a folder of its own, on a real port; far
/// systems are scripts. One workflow, `job`, does what the order's `mode` says:
///
///   plain    look, make, done            reject   `look` answers `missing`
///   hold     `look` answers `closed`     wait     waits for `far.told` after `make`
///   twice    `make` is unknown and `find` finds two documents
///   odd      `look` answers what its contract does not know
class api_at_work {
public:
  api_at_work();
  ~api_at_work();
  api_at_work(const api_at_work&) = delete;
  api_at_work& operator=(const api_at_work&) = delete;

  reply get(const std::string& target, const header_list& headers = {});
  reply send(const std::string& method, const std::string& target, const std::string& body,
             const header_list& headers = {{"Content-Type", "application/json"}});
  reply post(const std::string& target, const std::string& body) {
    return send("POST", target, body);
  }
  /// Submits an order of the workflow `job`; its answer has to be 202.
  std::string submit(const std::string& external_id, const std::string& mode = "plain",
                     const std::string& more = {});
  /// The order once its status is this one; fails after 10 s.
  reply when(const std::string& order, const std::string& status);

  /// Ends server and runtime, and starts them again over the same folder.
  void restart();
  [[nodiscard]] actors::runtime& engine() { return *engine_; }
  [[nodiscard]] scripted_systems& far() { return *far_; }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

private:
  void start();
  void stop();

  gantry::test::own_folder folder_;
  std::shared_ptr<scripted_systems> far_;
  std::unique_ptr<actors::runtime> engine_;
  std::unique_ptr<http_server> server_;
  std::unique_ptr<http_client> client_;
};

/// The body of a submission, and the order in it. `more` stands for members that replace or follow
/// the usual ones: `"city":"Wien"`.
[[nodiscard]] std::string job(const std::string& external_id, const std::string& mode = "plain",
                              const std::string& more = {});
[[nodiscard]] std::string submission_of(const std::string& order,
                                        const std::string& workflow = "job");
inline constexpr const char* shop_secret = "hush";

} // namespace gantry::gateway::test
