#pragma once

#include "channels/channel.hpp"

#include <string>

namespace gantry::channels {

/// Media type of a reply whose receiver reads ISO 8859-1.
inline constexpr std::string_view edi_in_latin_1 = "application/edi-x12; charset=iso-8859-1";

/// A reply as it goes to its receiver. `body` is UTF-8, as everything that is stored and shown;
/// where the media type names ISO 8859-1 it is written in that. Pure.
[[nodiscard]] std::string reply_bytes(const reply_document& reply);

} // namespace gantry::channels
