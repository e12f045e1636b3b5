#include "gateway/api/router.hpp"

#include "gateway/http/problem.hpp"

namespace gantry::gateway {
namespace {

std::string_view take_part(std::string_view& path) {
  const auto end = std::min(path.find('/'), path.size());
  const auto part = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return part;
}

} // namespace

bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& parts) {
  parts.clear();
  if (path.size() > 1 && path.ends_with('/'))
    return false;
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = take_part(pattern);
    const auto found = take_part(path);
    const bool open = wanted.starts_with('{');
    if (open ? found.empty() : wanted != found)
      return false;
    if (open)
      parts.emplace_back(found);
  }
  return pattern.empty() && path.empty();
}

void router::add(std::string method, std::string pattern, endpoint serve) {
  routes_.push_back({std::move(method), std::move(pattern), std::move(serve)});
}

void router::serve(const api_call& call) const {
  const auto& request = call.request();
  const auto method = request.method == "HEAD" ? std::string{"GET"} : request.method;
  std::string allowed;
  std::vector<std::string> parts;
  for (const auto& candidate : routes_) {
    if (!fits(candidate.pattern, request.path, parts))
      continue;
    if (candidate.method == method) {
      call.set_parts(std::move(parts));
      return candidate.serve(call);
    }
    if (allowed.find(candidate.method) == std::string::npos)
      allowed += (allowed.empty() ? "" : ", ") + candidate.method;
  }
  if (allowed.empty())
    return call.answer_error({errc::not_found,
                              "nothing is served at " + request.path,
                              "GET /openapi.yaml lists the addresses.",
                              {}});
  auto response =
      problem_response({errc::method_not_allowed,
                        request.path + " is asked with " + allowed + ", not with " + method,
                        "GET /openapi.yaml says what each address does.",
                        {}},
                       request.path);
  response.headers.emplace_back("Allow", allowed);
  call.answer(std::move(response));
}

} // namespace gantry::gateway
