#pragma once

#include "channels/channel.hpp"

#include <string>

namespace gantry::tests {

/// The first invariant of a mapping that does not hold, or empty: an order has an input or an error
/// finding and never both, findings are whole and readable, replies can be read back.
[[nodiscard]] std::string broken_invariant(const channels::mapped_document& mapped);

} // namespace gantry::tests
