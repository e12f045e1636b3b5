#pragma once

#include "gateway/api/api_call.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gantry::gateway {

/// What a verb takes besides reason and hold.
struct verb_rule {
  enum class takes : std::uint8_t { nothing, text, priority, moment, object, anything };
  std::string_view verb;
  std::string_view member; ///< of the body; empty when it takes nothing
  takes kind = takes::nothing;
  bool required = false;
  std::string_view other = {}; ///< a second name for the same: `adopt` takes document or value
};

/// The verbs on an order and its holds (docs/effects.md E7.4).
[[nodiscard]] const std::vector<verb_rule>& order_verbs();
/// The verbs on an incident (E7.5).
[[nodiscard]] const std::vector<verb_rule>& incident_verbs();
[[nodiscard]] const verb_rule* find_verb(const std::vector<verb_rule>& rules,
                                         std::string_view verb);

/// The command that a request asks for. Errors: unsupported_media, malformed_json, invalid_request
/// with every mistake (a missing reason is one).
[[nodiscard]] result<actors::command_input> read_command(const api_call& call,
                                                         const verb_rule& rule);

} // namespace gantry::gateway
