#pragma once

#include "dsl/base/error.hpp"
#include "gateway/http_server.hpp"

#include <string>

namespace gantry::sandbox {

/// RFC 9457 problem details in the company's own words; the status is that of the error's code.
[[nodiscard]] gateway::http_response problem(const error& what);
/// A status that asks to come again later (E1.3: refused, nothing was done).
[[nodiscard]] gateway::http_response come_again(std::string detail, std::int64_t after_s);
/// Closes the connection without a word.
[[nodiscard]] gateway::http_response no_answer();
[[nodiscard]] gateway::http_response json(int status, std::string body);

} // namespace gantry::sandbox
