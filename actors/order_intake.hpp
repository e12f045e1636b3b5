#pragma once

#include "actors/runtime_world.hpp"

namespace gantry::actors {

/// Orders as they are submitted one by one (`POST /v1/orders`): raw body, instance and first record
/// are one commit.
class order_intake {
public:
  explicit order_intake(runtime_world& world) : world_(world) {}

  void submit(submission what, answer<submit_answer> done);

private:
  [[nodiscard]] bool goes_first(const dsl::program& workflow, const value& input) const;
  [[nodiscard]] result<std::unique_ptr<order_start>> make_start(submission& what);

  runtime_world& world_;
};

/// The workflow, or `unknown_workflow` with those that are deployed.
[[nodiscard]] result<dsl::program_ptr> deployed_workflow(const definitions& known,
                                                         const std::string& name);

} // namespace gantry::actors
