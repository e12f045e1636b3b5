#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The smallest flow for each diagnostic of the parser and the checker.
namespace gantry::tests {

struct diagnostic_case {
  std::string_view code;
  std::string flow;  ///< main.flow, behind the import of the small contract
  std::string where; ///< the text that the span covers; its first line, with `…` when it has more
};

[[nodiscard]] std::vector<diagnostic_case> text_cases();
[[nodiscard]] std::vector<diagnostic_case> type_cases();
[[nodiscard]] std::vector<diagnostic_case> contract_cases();
[[nodiscard]] std::vector<diagnostic_case> flow_cases();
[[nodiscard]] std::vector<diagnostic_case> mapping_cases();

/// A workflow `w` over `job: Job` with this body; with a result `Kept` where it is asked for.
[[nodiscard]] std::string workflow_of(const std::string& body, bool returns = false);

} // namespace gantry::tests
