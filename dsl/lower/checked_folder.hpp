#pragma once

#include "dsl/check/checked_workflow.hpp"

#include <deque>
#include <vector>

namespace gantry::dsl {

/// All files of a folder, read, checked and judged. What was found stands in `diagnostics`.
class checked_folder {
public:
  checked_folder(const std::vector<source_file>& files, std::vector<diagnostic>& diagnostics);
  [[nodiscard]] const std::deque<checked_workflow>& workflows() const { return workflows_; }
  [[nodiscard]] library& declarations() { return known_; }

private:
  library known_;
  std::deque<checked_workflow> workflows_;
};

} // namespace gantry::dsl
