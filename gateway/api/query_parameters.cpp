#include "gateway/api/query_parameters.hpp"

#include "gateway/api/name_list.hpp"
#include "gateway/http/answer_outcome.hpp"

#include <algorithm>
#include <charconv>

namespace gantry::gateway {
namespace {

/// With the parameters that begin with `prefix`, if there are such.
std::string known_parameters(std::initializer_list<std::string_view> names,
                             std::string_view prefix) {
  std::vector<std::string> all(names.begin(), names.end());
  if (!prefix.empty())
    all.push_back(std::string(prefix) + "NAME");
  return joined(all);
}

} // namespace

query_parameters::query_parameters(const http_request& request,
                                   std::initializer_list<std::string_view> known,
                                   std::string_view prefix)
    : request_(&request) {
  for (const auto& [name, value] : request.query) {
    const auto same = [&wanted = name](const auto& pair) { return pair.first == wanted; };
    const auto times = std::count_if(request.query.begin(), request.query.end(), same);
    const bool prefixed = !prefix.empty() && std::string_view{name}.starts_with(prefix);
    if (!prefixed && std::find(known.begin(), known.end(), name) == known.end())
      mistake(name, "unknown-parameter",
              "this parameter is not known; there are: " + known_parameters(known, prefix));
    else if (times > 1)
      mistake(name, "repeated", "this parameter may stand here once");
  }
}

std::optional<std::string_view> query_parameters::find(std::string_view name) const {
  for (const auto& [known, value] : request_->query)
    if (known == name)
      return value;
  return std::nullopt;
}

std::string query_parameters::text(std::string_view name) const {
  return std::string{find(name).value_or("")};
}

std::int64_t query_parameters::integer(std::string_view name, std::int64_t from, std::int64_t to,
                                       std::int64_t otherwise) {
  const auto given = find(name);
  if (!given)
    return otherwise;
  std::int64_t number = 0;
  const auto [end, ec] = std::from_chars(given->data(), given->data() + given->size(), number);
  if (ec == std::errc{} && end == given->data() + given->size() && !given->empty() &&
      number >= from && number <= to)
    return number;
  mistake(name, "range",
          "this is a whole number from " + std::to_string(from) + " to " + std::to_string(to));
  return otherwise;
}

bool query_parameters::flag(std::string_view name) {
  const auto given = find(name);
  if (!given || *given == "false")
    return false;
  if (*given != "true")
    mistake(name, "type", "this is true or false");
  return *given == "true";
}

void query_parameters::mistake(std::string_view name, std::string_view rule, std::string message) {
  mistakes_.push_back({"query." + std::string{name}, std::string{rule},
                       excerpt(find(name).value_or("")), std::move(message)});
}

error query_parameters::problem() const {
  std::string message = "the query is not understood:";
  for (const auto& found : mistakes_)
    message.append(&found == &mistakes_.front() ? " " : "; ")
        .append(found.path.substr(6))
        .append(": ")
        .append(found.message);
  return {errc::invalid_request, std::move(message),
          "GET /openapi.yaml shows what may stand in the query.", mistakes_};
}

} // namespace gantry::gateway
