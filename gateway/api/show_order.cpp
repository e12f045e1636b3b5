#include "gateway/api/endpoints.hpp"
#include "gateway/api/order_json.hpp"

namespace gantry::gateway {

void show_order(const api_call& call) {
  call.read([](const api_call& reading) {
    const auto found = reading.engine().show(reading.part(0));
    if (!found)
      return reading.answer_error(found.error());
    reading.answer_json(200, order_json(*found));
  });
}

} // namespace gantry::gateway
