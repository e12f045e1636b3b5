#pragma once

#include "engine/connector.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace gantry::gateway::test {

/// Far systems in this process: each operation answers at once with what its script says.
class scripted_systems final : public engine::connector {
public:
  using script = std::function<engine::outcome(const engine::far_request&)>;

  std::shared_ptr<engine::far_call>
  send(engine::far_request request,
       std::function<void(engine::outcome how, bool first_byte_written)> done) override;
  [[nodiscard]] std::string describe() const override { return "in process"; }

  void on(const std::string& operation, script how);
  /// Requests of an operation so far, in order.
  [[nodiscard]] std::vector<engine::far_request> asked(const std::string& operation) const;

private:
  mutable std::mutex mutex_;
  std::map<std::string, script> scripts_;
  std::vector<engine::far_request> asked_;
};

/// `ok` with a result given as JSON, decoded as the contract has it.
[[nodiscard]] engine::outcome ok(const engine::far_request& request, const std::string& json);
[[nodiscard]] engine::outcome business_error(const engine::far_request& request,
                                             const std::string& name,
                                             const std::string& fields = "{}");
[[nodiscard]] engine::outcome ended_as(engine::outcome::kind is, std::string detail);
/// Text of an argument of a request.
[[nodiscard]] std::string argument(const engine::far_request& request, const std::string& name);

} // namespace gantry::gateway::test
