#pragma once

#include "channels/channel.hpp"
#include "dsl/mapping/finding_text.hpp"
#include "dsl/mapping/mapping.hpp"

#include <string>

/// Mappings of the flows at work in a channel (docs/language.md, mappings).
namespace gantry::channels {

/// What a mapping may know of a document beside its content: its second parameter, when it has one.
struct arrival {
  std::string channel;
  std::string partner;
  timestamp received_at;
};

/// Whether a mapping can serve a channel: it takes a `json` document, and after it at most a record
/// of `channel`, `partner` and `received_at`. Errors: config_invalid, naming the mapping.
[[nodiscard]] result<void> can_serve(const dsl::mapping& by);

/// The arguments of a mapping that can serve, and what it is given.
[[nodiscard]] std::vector<value> arguments_of(const dsl::mapping& by, const value& document,
                                              const arrival& how);

/// An order as the mapping makes it, its findings in the sender's words for places.
/// `external_id` is that of its source, where one was made.
[[nodiscard]] mapped_order map_with(const dsl::mapping& by, const value& document,
                                    const arrival& how, const dsl::place_words& words = {});

} // namespace gantry::channels
