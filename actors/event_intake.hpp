#pragma once

#include "actors/runtime_world.hpp"

namespace gantry::actors {

/// Events of the outside: kept whatever they are, and answered once they are on disk. Matching with
/// waits is the writer's; what does not fit its declaration is kept as a finding.
class event_intake {
public:
  explicit event_intake(runtime_world& world) : world_(world) {}

  void take(const event_input& what, answer<event_answer> done);

private:
  [[nodiscard]] persistence::inbox_row row_of(const event_input& what) const;
  [[nodiscard]] const dsl::event_declaration* declaration_of(const std::string& type) const;

  runtime_world& world_;
};

} // namespace gantry::actors
