#pragma once

#include "dsl/base/error.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantry::gateway {

using name_values = std::vector<std::pair<std::string, std::string>>;

/// A request target taken apart (RFC 9112 section 3.2, RFC 3986): the decoded path and the decoded
/// parameters of the query.
struct request_target {
  std::string path;
  name_values query;
};

/// Accepts the origin form (`/v1/orders?limit=5`) and the absolute form (`http://host/v1/orders`).
///
/// Strict, because a sloppily decoded path would be routed as something that nobody wrote: every
/// `%` needs two hexadecimal digits, what comes out has to be UTF-8 without control characters.
/// Errors: invalid_request.
[[nodiscard]] result<request_target> parse_target(std::string_view target);

/// Percent-decoding of one component; `plus_is_space` as in queries. Errors: invalid_request.
[[nodiscard]] result<std::string> percent_decode(std::string_view text, bool plus_is_space);
/// Encodes everything but the unreserved characters of RFC 3986 and `/`.
[[nodiscard]] std::string percent_encode(std::string_view text);

} // namespace gantry::gateway
