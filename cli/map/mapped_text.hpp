#pragma once

#include "cli/map/mapped_file.hpp"

namespace gantry::cli {

/// Input, output, where each field came from, and what is found, on standard output.
void print_mapped(const mapped_one& one);
/// What is found alone, or that nothing is.
void print_findings_alone(const mapped_one& one);
/// `{"input":…,"output":…,"fields":[…],"findings":[…]}` on a line.
void print_mapped_json(const mapped_one& one);

} // namespace gantry::cli
