#pragma once

#include "channels/channel.hpp"
#include "dsl/mapping/mapping.hpp"

#include <memory>
#include <string>

namespace gantry::channels {

/// One `[channels.NAME]` table of the settings.
struct channel_options {
  std::string name;
  std::string kind;     ///< `json`, `shopify`, `x12`
  std::string workflow; ///< what its orders run
  std::string partner;  ///< a fixed name, or `ISA06`: taken from the interchange
  std::string secret;   ///< resolved already; empty: deliveries are not signed
  std::string site = "main";
  /// Of the flows; `shopify` and `x12` need one, `json` without one takes canonical orders.
  dsl::mapping_ptr mapping = nullptr;
};

/// The mapping that a channel of a kind uses where its table names none; empty: none.
[[nodiscard]] std::string usual_mapping(const std::string& kind);

/// Errors: config_invalid, naming the table and what is wrong in it.
[[nodiscard]] result<std::shared_ptr<channel>> make_channel(const channel_options& options);

/// What an operator has to be told of a channel at start, or empty: senders of its kind always
/// sign, and without a secret nobody looks.
[[nodiscard]] std::string warning_of(const channel_options& options);

} // namespace gantry::channels
