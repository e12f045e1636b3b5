#pragma once

#include "persistence/rows.hpp"

namespace gantry::persistence {

/// How long an answer is kept for its Idempotency-Key.
inline constexpr duration idempotency_kept = seconds(24 * 60 * 60);
/// How long an event without a declared `keep` waits for an order that wants it.
inline constexpr duration event_kept = seconds(30 * 24 * 60 * 60);

[[nodiscard]] inline timestamp keep_until_of(const inbox_row& event) {
  return event.keep_until.ns != 0 ? event.keep_until : event.received_at + event_kept;
}

} // namespace gantry::persistence
