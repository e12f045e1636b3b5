#pragma once

#include "examples/sandbox/ledger.hpp"
#include "gateway/http_server.hpp"

#include <string>
#include <vector>

namespace gantry::sandbox {

/// `?system&operation&limit&cursor`; without a limit the whole ledger.
/// Errors: invalid_request for an unknown parameter or a value out of range.
[[nodiscard]] result<ledger_query> read_ledger_query(const gateway::http_request& request);
/// `{"items":[…]}`, with `"next"` when a limit cut the list.
[[nodiscard]] std::string ledger_page(const std::vector<effect>& effects,
                                      const ledger_query& query);

} // namespace gantry::sandbox
