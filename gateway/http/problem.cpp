#include "gateway/http/problem.hpp"

#include "dsl/base/json.hpp"

#include <array>

namespace gantry::gateway {
namespace {

struct phrase {
  int status;
  std::string_view text;
};
constexpr std::array phrases{
    phrase{100, "Continue"},
    phrase{200, "OK"},
    phrase{201, "Created"},
    phrase{202, "Accepted"},
    phrase{204, "No Content"},
    phrase{304, "Not Modified"},
    phrase{400, "Bad Request"},
    phrase{401, "Unauthorized"},
    phrase{403, "Forbidden"},
    phrase{404, "Not Found"},
    phrase{405, "Method Not Allowed"},
    phrase{408, "Request Timeout"},
    phrase{409, "Conflict"},
    phrase{413, "Content Too Large"},
    phrase{415, "Unsupported Media Type"},
    phrase{417, "Expectation Failed"},
    phrase{422, "Unprocessable Content"},
    phrase{429, "Too Many Requests"},
    phrase{431, "Request Header Fields Too Large"},
    phrase{500, "Internal Server Error"},
    phrase{501, "Not Implemented"},
    phrase{503, "Service Unavailable"},
    phrase{505, "HTTP Version Not Supported"},
};

void append_member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty())
    return;
  out += ',';
  append_json_string(out, name);
  out += ':';
  append_json_string(out, text);
}

void append_field_errors(std::string& out, const std::vector<field_error>& fields) {
  out += ",\"errors\":[";
  bool first = true;
  for (const auto& field : fields) {
    if (!first)
      out += ',';
    first = false;
    out += "{\"path\":";
    append_json_string(out, field.path);
    out += ",\"rule\":";
    append_json_string(out, field.rule);
    out += ",\"value\":";
    append_json_string(out, field.value);
    out += ",\"message\":";
    append_json_string(out, field.message);
    out += '}';
  }
  out += ']';
}

} // namespace

std::string_view reason_phrase(int status) {
  for (const auto& entry : phrases)
    if (entry.status == status)
      return entry.text;
  return {};
}

http_response problem_response(const error& what, std::string_view instance) {
  return problem_response(what, instance, describe(what.code).http_status);
}

http_response problem_response(const error& what, std::string_view instance, int status) {
  const auto& entry = describe(what.code);
  http_response answer;
  answer.status = status;
  answer.content_type = "application/problem+json";
  auto& out = answer.body;
  out += "{\"type\":";
  append_json_string(out, "/problems/" + std::string{entry.problem});
  append_member(out, "title", entry.title);
  out += ",\"status\":" + std::to_string(status);
  append_member(out, "detail", what.message);
  append_member(out, "instance", instance);
  append_member(out, "code", entry.code);
  append_member(out, "help", what.help);
  append_field_errors(out, what.fields);
  out += '}';
  if (status == 429 || status == 503)
    answer.headers.emplace_back("Retry-After", "1");
  return answer;
}

void add_problem_member(http_response& problem, std::string_view name, std::string_view json) {
  problem.body.pop_back(); // the brace that ends the object
  problem.body += ',';
  append_json_string(problem.body, name);
  problem.body += ':';
  problem.body += json;
  problem.body += '}';
}

} // namespace gantry::gateway
