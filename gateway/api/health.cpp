#include "gateway/api/endpoints.hpp"
#include "gateway/api/json_writer.hpp"

namespace gantry::gateway {

void show_health(const api_call& call) {
  json_writer out;
  out.begin_object();
  out.name("status").text("alive");
  out.name("version").text_or_null(call.options().version);
  out.end_object();
  call.answer_json(200, out.take());
}

void show_readiness(const api_call& call) {
  const auto why = call.engine().not_ready();
  if (!why.empty())
    return call.answer_error({errc::unavailable, why, "Try again in a moment.", {}});
  call.answer_json(200, R"({"status":"ready"})");
}

} // namespace gantry::gateway
