#include "dsl/base/utf8.hpp"
#include "dsl/base/uuid.hpp"
#include "gateway/api/api_call.hpp"
#include "gateway/api/clock.hpp"

#include <algorithm>
#include <random>

namespace gantry::gateway {
namespace {

constexpr std::size_t request_id_chars_max = 128;
constexpr std::size_t claim_bytes_max = 100;

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= request_id_chars_max &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

std::string make_request_id() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  return to_string(make_uuid7(wall_clock(), random(), random()));
}

/// W3C Trace Context, version 00: `00-<32 hex>-<16 hex>-<2 hex>`. Anything else is as if it had not
/// been sent, as that recommendation asks.
bool is_traceparent(std::string_view text) {
  static constexpr std::string_view shape =
      "hh-hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh-hhhhhhhhhhhhhhhh-hh";
  if (text.size() != shape.size() || text.starts_with("ff"))
    return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (shape[i] == '-' ? c != '-' : !hex)
      return false;
  }
  return true;
}

bool is_claim(std::string_view text) {
  return !text.empty() && text.size() <= claim_bytes_max && is_valid_utf8(text) &&
         std::none_of(text.begin(), text.end(), [](char c) {
           return (static_cast<unsigned char>(c) < 0x20) || c == 0x7f || c == '(' || c == ')';
         });
}

} // namespace

engine::cause_info cause_of(const http_request& request) {
  engine::cause_info cause;
  cause.principal = "http:" + request.remote_address;
  if (const auto claimed = request.header("x-gantry-principal"); is_claim(claimed))
    cause.principal.append(" (claims ").append(claimed).append(")");
  const auto given = request.header("x-request-id");
  cause.request_id = is_request_id(given) ? std::string{given} : make_request_id();
  if (const auto trace = request.header("traceparent"); is_traceparent(trace))
    cause.traceparent = std::string{trace};
  return cause;
}

} // namespace gantry::gateway
