#pragma once

#include "channels/channel.hpp"

#include <string_view>

namespace gantry::channels {

/// Value of a header of a document, empty when it has none; `name` in lower case.
[[nodiscard]] std::string_view header_of(const raw_document& document, std::string_view name);

/// Base64 of the HMAC-SHA256 over the raw body, as Shopify and its like sign their deliveries.
/// Without a secret nothing is checked. Errors: bad_signature.
[[nodiscard]] result<void> check_signature(const raw_document& document, std::string_view channel,
                                           std::string_view secret, std::string_view header);

/// `application/json` of ` Application/JSON; charset=utf-8`: case, blanks and parameters say
/// nothing.
[[nodiscard]] std::string bare_media_type(std::string_view media_type);

[[nodiscard]] bool is_json(std::string_view media_type);

} // namespace gantry::channels
