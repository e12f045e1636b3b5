#pragma once

#include "dsl/program.hpp"

#include <memory>
#include <string>

namespace gantry::channels {
class channel;
}

namespace gantry::simulation {

/// What a course runs: a shop that is read, a warehouse that recognises its keys, an ERP and a
/// carrier that do not, and one workflow through all of them.
struct company {
  dsl::program_ptr program;
  /// Takes a JSON list of jobs and answers with a receipt.
  std::shared_ptr<channels::channel> jobs;
};

/// `settles_at_once`: contracts that promise less than the systems keep; a bug to be planted.
[[nodiscard]] company found_company(bool settles_at_once = false);

/// The JSON of one job.
[[nodiscard]] std::string job_text(const std::string& number, bool urgent);

} // namespace gantry::simulation
