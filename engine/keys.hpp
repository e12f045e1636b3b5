#pragma once

#include "engine/event.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gantry::engine {

/// What a call's key is made of (E3.2). Nothing in it depends on time, attempt, process or position
/// in the text of the flow.
struct key_parts {
  std::string_view site;
  std::string_view workflow;
  std::string_view business_key;
  std::uint32_t generation = 1;
  std::string_view node;
  std::string_view iteration; ///< repetitions that led here (E3.3)
  bool undo = false;
  std::string_view document; ///< of the undo of a second document: its identity digest (E3.4)
  std::uint32_t revision = 1;
};

/// First 130 bits of SHA-256 over the parts, as 26 characters of Crockford base32.
[[nodiscard]] call_key derive_key(const key_parts& parts);

} // namespace gantry::engine
