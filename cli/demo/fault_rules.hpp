#pragma once

#include <cstdint>
#include <string>

namespace gantry::cli {

/// The body of `PUT /faults` for the demo and the crash test: answers lost before and after the
/// effect, errors that may have done it, full systems, systems that are down for a moment, slow
/// answers, doubled events.
[[nodiscard]] std::string demo_faults(std::uint64_t seed);

} // namespace gantry::cli
