#pragma once

#include <cstddef>
#include <string>

namespace gantry::bench {

/// A flow as a company with many sites would write it, of at least so many lines: one file with its
/// types, contracts, defines and one workflow that reserves, asks people, waits, quotes, ships and
/// invoices site by site, each a little differently. Right: the checker finds nothing in it.
[[nodiscard]] std::string long_flow(std::size_t lines);

} // namespace gantry::bench
