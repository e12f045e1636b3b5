#pragma once

#include "dsl/compile.hpp"

#include <string>
#include <vector>

/// The flows of the project, and small ones for tests.
namespace gantry::tests {

[[nodiscard]] std::vector<dsl::source_file> project_flows();
/// A contract `far` with one operation of each kind, a policy, and the given workflow's text.
[[nodiscard]] std::vector<dsl::source_file> with_small_contract(const std::string& workflow);
/// All diagnostics as text, for failing checks.
[[nodiscard]] std::string rendered(const dsl::compilation& c,
                                   const std::vector<dsl::source_file>& files);
/// Codes of the diagnostics, in order.
[[nodiscard]] std::vector<std::string> codes_of(const dsl::compilation& c);

} // namespace gantry::tests
