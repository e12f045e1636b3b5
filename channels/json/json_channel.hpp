#pragma once

#include "channels/factory.hpp"

#include <memory>

namespace gantry::channels {

/// Canonical orders as JSON: one object, a list of them, or `{"orders":[…]}`. What an order leaves
/// out of `source.channel` and `source.partner` is filled from the channel's settings.
[[nodiscard]] std::shared_ptr<channel> make_json_channel(const channel_options& options);

} // namespace gantry::channels
