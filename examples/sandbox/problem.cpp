#include "examples/sandbox/problem.hpp"

#include "dsl/base/json.hpp"
#include "examples/sandbox/document.hpp"

namespace gantry::sandbox {

gateway::http_response json(int status, std::string body) {
  gateway::http_response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

gateway::http_response problem(const error& what) {
  const auto& entry = describe(what.code);
  value::list_type fields;
  for (const auto& field : what.fields)
    fields.push_back(object({{"path", field.path},
                             {"rule", field.rule},
                             {"value", field.value},
                             {"message", field.message}}));
  auto response =
      json(entry.http_status, to_json(object({{"type", "/problems/" + std::string(entry.problem)},
                                              {"title", entry.title},
                                              {"status", entry.http_status},
                                              {"detail", what.message},
                                              {"help", what.help},
                                              {"code", entry.code},
                                              {"errors", value::make_list(std::move(fields))}})));
  response.content_type = "application/problem+json";
  return response;
}

gateway::http_response come_again(std::string detail, std::int64_t after_s) {
  auto response = problem({errc::unavailable, std::move(detail), "send it again later", {}});
  response.headers.emplace_back("Retry-After", std::to_string(after_s));
  return response;
}

gateway::http_response no_answer() {
  gateway::http_response response;
  response.drop = true;
  return response;
}

} // namespace gantry::sandbox
