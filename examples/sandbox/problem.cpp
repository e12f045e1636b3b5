#include "examples/sandbox/problem.hpp"

#include "dsl/base/json.hpp"
#include "examples/sandbox/document.hpp"

namespace gantry::sandbox {
namespace {

/// The company's systems are not the engine: what they answer goes into timelines, and must not be
/// taken for an error of Gantry.
std::string_view title_of(errc code) {
  switch (code) {
  case errc::unavailable: return "The company's system is busy";
  case errc::internal: return "The company's system failed";
  case errc::store_failed: return "The company's books cannot be read";
  case errc::not_found: return "The company knows nothing of it";
  case errc::method_not_allowed: return "The company is not asked in this way";
  default: return "The company does not understand the request";
  }
}

} // namespace

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
      json(entry.http_status, to_json(object({{"type", "about:blank"},
                                              {"title", title_of(what.code)},
                                              {"status", entry.http_status},
                                              {"detail", what.message},
                                              {"help", what.help},
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
