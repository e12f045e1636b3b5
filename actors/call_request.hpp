#pragma once

#include "actors/in_flight_table.hpp"
#include "actors/lane.hpp"
#include "engine/connector.hpp"

#include <memory>
#include <string>

namespace gantry::actors {

/// One attempt, or one question to a finder, on its way to an adapter.
struct call_request {
  enum class kind : std::uint8_t { attempt, question };
  kind is = kind::attempt;
  attempt_reference which; ///< of a question: the attempt that it was asked for
  engine::far_request request;
};

/// What adapter and call actors need of the runtime.
struct adapter_surroundings {
  std::shared_ptr<in_flight_table> table; ///< shared: connectors may answer after the end
  std::shared_ptr<engine::connector> to;
  std::size_t index = 0; ///< of the adapter
  std::string name;
};
using adapter_surroundings_ptr = std::shared_ptr<const adapter_surroundings>;

} // namespace gantry::actors
