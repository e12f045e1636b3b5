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
  json_writer out;
  out.begin_object();
  out.name("status").text("ready");
  // New orders are taken all the same: only those of an older definition want such a contract.
  out.name("unserved").begin_list();
  for (const auto& each : call.engine().stats().unserved_contracts) {
    out.begin_object();
    out.name("contract").text(each.contract);
    out.name("orders").number(each.orders);
    out.end_object();
  }
  out.end_list();
  out.end_object();
  call.answer_json(200, out.take());
}

} // namespace gantry::gateway
