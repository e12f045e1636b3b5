#include "gateway/api/request_body.hpp"

#include "dsl/base/json.hpp"
#include "gateway/http/answer_outcome.hpp"
#include "gateway/http/message_reader.hpp"

#include <algorithm>

namespace gantry::gateway {
namespace {

constexpr std::size_t depth_max = 32;
constexpr std::size_t value_chars_max = 100;

bool is_utf8_charset(std::string_view content_type) {
  const auto lower = to_lower_case(content_type);
  const auto at = lower.find("charset=");
  if (at == std::string::npos)
    return true;
  auto charset = std::string_view{lower}.substr(at + 8);
  if (charset.starts_with('"'))
    charset.remove_prefix(1);
  return charset.starts_with("utf-8") || charset.starts_with("utf8");
}

} // namespace

std::string media_type_of(std::string_view content_type) {
  auto text = content_type.substr(0, std::min(content_type.find(';'), content_type.size()));
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return to_lower_case(text);
}

std::string short_json(const value& v) {
  auto text = to_json(v);
  if (text.size() <= value_chars_max)
    return text;
  return excerpt(std::string_view{text}.substr(0, value_chars_max)) + "…";
}

result<value> json_body(const http_request& request) {
  const auto content_type = request.header("content-type");
  if (media_type_of(content_type) != "application/json" || !is_utf8_charset(content_type))
    return fail(errc::unsupported_media,
                content_type.empty() ? std::string{"the request does not say what its body is"}
                                     : "the body is said to be " + excerpt(content_type) +
                                           ", this address takes application/json in UTF-8",
                "Send the header Content-Type: application/json.");
  json_limits limits;
  limits.depth_max = depth_max;
  limits.long_numbers_as_text = true; // told where the order's type is asked, with its path
  return parse_json(request.body, limits);
}

request_object::request_object(const value& body, std::initializer_list<std::string_view> known)
    : body_(&body) {
  if (!body.is_map()) {
    mistake("", "type", &body, "the body has to be a JSON object");
    return;
  }
  std::string there_are;
  for (const auto name : known)
    there_are.append(there_are.empty() ? "" : ", ").append(name);
  for (const auto& entry : body.as_map()) {
    const auto& name = entry.first.as_string();
    if (std::find(known.begin(), known.end(), name) == known.end())
      mistake(name, "unknown-field", &entry.second,
              "this member is not known here; there are: " + there_are);
  }
}

const value* request_object::find(std::string_view name) const {
  const value* found = body_->is_map() ? body_->find(name) : nullptr;
  return found == nullptr || found->is_none() ? nullptr : found;
}

bool request_object::has(std::string_view name) const {
  return body_->is_map() && body_->find(name) != nullptr;
}

std::string request_object::required_text(std::string_view name) {
  if (find(name) == nullptr) {
    mistake(name, "required", nullptr, "this member is required");
    return {};
  }
  auto text = optional_text(name);
  if (text.empty() && find(name)->is_string())
    mistake(name, "required", find(name), "this member must not be empty");
  return text;
}

std::string request_object::optional_text(std::string_view name) {
  const value* found = find(name);
  if (found == nullptr)
    return {};
  if (found->is_string())
    return found->as_string();
  mistake(name, "type", found, "this member is a text");
  return {};
}

std::int64_t request_object::optional_integer(std::string_view name, std::int64_t from,
                                              std::int64_t to, std::int64_t otherwise) {
  const value* found = find(name);
  if (found == nullptr)
    return otherwise;
  if (found->is_int() && found->as_int() >= from && found->as_int() <= to)
    return found->as_int();
  mistake(name, found->is_int() ? "range" : "type", found,
          "this member is a whole number from " + std::to_string(from) + " to " +
              std::to_string(to));
  return otherwise;
}

void request_object::mistake(std::string_view path, std::string_view rule, const value* there,
                             std::string message) {
  mistakes_.push_back({std::string{path}, std::string{rule},
                       there == nullptr ? std::string{} : short_json(*there), std::move(message)});
}

error request_object::problem() const {
  std::string message = "the request is not understood:";
  for (const auto& found : mistakes_)
    message.append(&found == &mistakes_.front() ? " " : "; ")
        .append(found.path)
        .append(found.path.empty() ? "" : ": ")
        .append(found.message);
  return {errc::invalid_request, std::move(message),
          "GET /openapi.yaml shows what may stand in the request.", mistakes_};
}

} // namespace gantry::gateway
