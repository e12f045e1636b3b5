#pragma once

#include "channels/factory.hpp"

#include <memory>

namespace gantry::channels {

/// X12 interchanges with 850 purchase orders; every interchange is answered with a 997.
/// `partner = "ISA06"` takes the partner from the interchange.
[[nodiscard]] std::shared_ptr<channel> make_x12_channel(const channel_options& options);

} // namespace gantry::channels
