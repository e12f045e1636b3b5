#pragma once

#include "dsl/base/value.hpp"
#include "gateway/http_server.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::gateway {

/// A JSON request body as the API takes it: media type `application/json`, UTF-8, at most 32
/// levels. Errors: unsupported_media, malformed_json.
[[nodiscard]] result<value> json_body(const http_request& request);

/// Reads the members of a request object and collects everything that is wrong with them, so that
/// a caller learns all mistakes at once.
class request_object {
public:
  /// `known` are the members that may stand there; every other one is a mistake, with its path.
  request_object(const value& body, std::initializer_list<std::string_view> known);

  /// Null when it is not given, or `null`.
  [[nodiscard]] const value* find(std::string_view name) const;
  /// Given, be it `null`.
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::string required_text(std::string_view name);
  [[nodiscard]] std::string optional_text(std::string_view name);
  /// A whole number within the bounds; `otherwise` when it is not given.
  [[nodiscard]] std::int64_t optional_integer(std::string_view name, std::int64_t from,
                                              std::int64_t to, std::int64_t otherwise);
  void mistake(std::string_view path, std::string_view rule, const value* there,
               std::string message);

  [[nodiscard]] bool ok() const { return mistakes_.empty(); }
  /// invalid_request with every mistake.
  [[nodiscard]] error problem() const;

private:
  const value* body_;
  std::vector<field_error> mistakes_;
};

/// The media type of a Content-Type header without its parameters, in lower case.
[[nodiscard]] std::string media_type_of(std::string_view content_type);
/// What is written of a value in `errors[].value`: at most 100 characters of its JSON.
[[nodiscard]] std::string short_json(const value& v);

} // namespace gantry::gateway
