#include "gateway/api/endpoints.hpp"
#include "gateway/api/metrics_text.hpp"

namespace gantry::gateway {

void show_metrics(const api_call& call) {
  call.read([](const api_call& reading) {
    http_response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics_text(reading.engine().stats(), reading.engine().not_ready().empty());
    if (const auto totals = reading.engine().reader().totals())
      append_order_totals(response.body, *totals);
    reading.counters().append_to(response.body);
    reading.answer(std::move(response));
  });
}

} // namespace gantry::gateway
