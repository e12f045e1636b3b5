#pragma once

#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/mappings.hpp"

#include <deque>
#include <vector>

namespace gantry::dsl {

/// All files of a folder, read, checked and judged. What was found stands in `diagnostics`.
class checked_folder {
public:
  checked_folder(const std::vector<source_file>& files, std::vector<diagnostic>& diagnostics,
                 const circumstances& judged_by = {});
  [[nodiscard]] const std::deque<checked_workflow>& workflows() const { return workflows_; }
  [[nodiscard]] const std::vector<mapping_ptr>& mappings() const { return mappings_; }
  [[nodiscard]] library& declarations() { return known_; }

private:
  library known_;
  std::deque<checked_workflow> workflows_;
  std::vector<mapping_ptr> mappings_;
};

} // namespace gantry::dsl
