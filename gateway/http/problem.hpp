#pragma once

#include "dsl/base/error.hpp"
#include "gateway/http_server.hpp"

#include <string>
#include <string_view>

namespace gantry::gateway {

/// An error as RFC 9457 problem details: `type`, `title`, `status`, `detail`, `instance`, and
/// Gantry's own `code`, `help` and `errors`. `instance` is the address that was asked.
/// Errors on which waiting helps (429, 503) carry Retry-After.
[[nodiscard]] http_response problem_response(const error& what, std::string_view instance = {});

/// As above with a status of its own, for HTTP's own refusals (431, 417, 501, 505).
[[nodiscard]] http_response problem_response(const error& what, std::string_view instance,
                                             int status);

/// Adds a member of its own to a problem: `json` is its value as it stands.
void add_problem_member(http_response& problem, std::string_view name, std::string_view json);

/// The reason phrase of a status; empty for one that is not known.
[[nodiscard]] std::string_view reason_phrase(int status);

} // namespace gantry::gateway
