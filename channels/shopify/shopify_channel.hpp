#pragma once

#include "channels/factory.hpp"

#include <memory>

namespace gantry::channels {

/// Shopify's `orders/create` webhook (API 2026-01 shape), signed with X-Shopify-Hmac-Sha256.
[[nodiscard]] std::shared_ptr<channel> make_shopify_channel(const channel_options& options);

} // namespace gantry::channels
