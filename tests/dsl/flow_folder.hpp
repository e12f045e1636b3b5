#pragma once

#include "dsl/compile.hpp"
#include "tests/support/flow_files.hpp"

#include <string>
#include <vector>

/// Small flows for tests, beside those of the project.
namespace gantry::tests {

/// A contract `far` with one operation of each kind, a policy, and the given workflow's text; and
/// the files of its tables, which stand in comments: `// units.csv`, and a row a line below it.
[[nodiscard]] std::vector<dsl::source_file> with_small_contract(const std::string& workflow);
/// All diagnostics as text, for failing checks.
[[nodiscard]] std::string rendered(const dsl::compilation& c,
                                   const std::vector<dsl::source_file>& files);
/// Codes of the diagnostics, in order.
[[nodiscard]] std::vector<std::string> codes_of(const dsl::compilation& c);

} // namespace gantry::tests
