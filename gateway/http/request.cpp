#include "gateway/http_server.hpp"

namespace gantry::gateway {
namespace {

std::string_view first_of(const std::vector<std::pair<std::string, std::string>>& pairs,
                          std::string_view wanted) {
  for (const auto& [name, value] : pairs)
    if (name == wanted)
      return value;
  return {};
}

} // namespace

std::string_view http_request::header(std::string_view lower_case_name) const {
  return first_of(headers, lower_case_name);
}
std::string_view http_request::parameter(std::string_view name) const {
  return first_of(query, name);
}

} // namespace gantry::gateway
