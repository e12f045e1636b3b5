#pragma once

#include "actors/call_latencies.hpp"
#include "actors/in_flight_table.hpp"
#include "actors/lane.hpp"
#include "engine/connector.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace gantry::actors {

/// One attempt, or one question to a finder, on its way to an adapter.
struct call_request {
  enum class kind : std::uint8_t { attempt, question };
  kind is = kind::attempt;
  attempt_reference which; ///< of a question: the attempt that it was asked for
  engine::far_request request;
};

/// The end of a call reaches the table, and through it the order.
inline void tell_end(in_flight_table& table, call_request::kind is, const attempt_reference& which,
                     engine::outcome how, bool first_byte_written) {
  if (is == call_request::kind::attempt)
    table.ended(which, std::move(how), first_byte_written);
  else
    table.question_ended(which, how);
}

class adapter_box;

/// What adapter and call actors need of the runtime.
struct adapter_surroundings {
  std::shared_ptr<in_flight_table> table; ///< shared: connectors may answer after the end
  std::shared_ptr<engine::connector> to;
  std::size_t index = 0; ///< of the adapter
  std::string name;
  std::shared_ptr<adapter_box> box;
  std::shared_ptr<call_latencies> took;
  /// Before a call is given to a call actor; what it throws crashes the adapter. For tests.
  std::function<void(const call_request&)> before_call;
};
using adapter_surroundings_ptr = std::shared_ptr<const adapter_surroundings>;

} // namespace gantry::actors
