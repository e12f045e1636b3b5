#pragma once

#include "engine/event.hpp"
#include "gateway/api.hpp"
#include "gateway/api/backup_desk.hpp"
#include "gateway/api/read_pool.hpp"
#include "gateway/api/request_counters.hpp"
#include "gateway/http_server.hpp"

#include <memory>
#include <string>
#include <vector>

namespace gantry::gateway {

/// What all endpoints share.
struct api_context {
  actors::runtime& engine;
  const api_options options;
  request_counters counters; ///< before the threads that use them
  read_pool reads;
  read_pool lists; ///< they may take seconds: nothing short waits behind them
  backup_desk backups;

  api_context(actors::runtime& of, api_options how)
      : engine(of), options(std::move(how)), backups(engine.reader(), options.backups) {}
};

/// One request on its way through an endpoint. Copies share the one answer that is owed.
class api_call {
public:
  api_call(std::shared_ptr<api_context> context, http_request request, http_answer answer);

  [[nodiscard]] actors::runtime& engine() const { return state_->context->engine; }
  [[nodiscard]] const api_options& options() const { return state_->context->options; }
  [[nodiscard]] const request_counters& counters() const { return state_->context->counters; }
  [[nodiscard]] backup_desk& backups() const { return state_->context->backups; }
  [[nodiscard]] http_request& request() const { return state_->request; }
  [[nodiscard]] const engine::cause_info& cause() const { return state_->cause; }
  /// What stood in the place of the n-th `{…}` of the route.
  [[nodiscard]] const std::string& part(std::size_t n) const { return state_->parts.at(n); }
  void set_parts(std::vector<std::string> parts) const { state_->parts = std::move(parts); }

  // Each answers the request; the first one counts. X-Request-Id is added to every answer.
  void answer(http_response response) const;
  void answer_json(int status, std::string body) const;
  void answer_error(const error& why) const;

  /// Does something that blocks on the database on a thread for that; 503 when too much waits.
  void read(std::function<void(const api_call&)> work) const;
  /// The same for a list.
  void list(std::function<void(const api_call&)> work) const;

private:
  void block(read_pool& on, std::function<void(const api_call&)> work) const;

  struct shared_state {
    std::shared_ptr<api_context> context;
    http_request request;
    http_answer answer;
    engine::cause_info cause;
    std::vector<std::string> parts;
    request_counters::clock::time_point began = request_counters::clock::now();
  };
  std::shared_ptr<shared_state> state_;
};

/// Principal, request id and trace context of a request (E7.7): `http:ADDRESS`, and what the caller
/// says of itself in X-Gantry-Principal is stored as claimed.
[[nodiscard]] engine::cause_info cause_of(const http_request& request);

} // namespace gantry::gateway
