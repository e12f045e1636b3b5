#pragma once

#include <cstdint>
#include <string_view>

namespace gantry {

/// Every failure that Gantry reports. Names and numbers are stable: operators search for them and
/// `docs/errors.md` has a section for each, so neither is ever given to something else.
///
/// X(name, code, problem name, HTTP status, title)
#define GANTRY_ERRORS(X)                                                                           \
  X(malformed_json, "GE1001", "malformed-json", 400, "The body is no JSON that is taken here")     \
  X(invalid_input, "GE1002", "invalid-input", 400, "The order does not fit its type")              \
  X(invalid_request, "GE1003", "invalid-request", 400, "The request is not understood")            \
  X(unknown_workflow, "GE1004", "unknown-workflow", 404, "No such workflow is deployed")           \
  X(unknown_channel, "GE1005", "unknown-channel", 404, "No such channel is configured")            \
  X(not_found, "GE1006", "not-found", 404, "Nothing is known under this id")                       \
  X(key_conflict, "GE1007", "key-conflict", 409, "The business key is taken by another order")     \
  X(idempotency_mismatch, "GE1008", "idempotency-mismatch", 422,                                   \
    "The Idempotency-Key was used with another body")                                              \
  X(illegal_verb, "GE1009", "illegal-verb", 409, "This verb is not legal now")                     \
  X(bad_signature, "GE1010", "bad-signature", 401, "The signature does not fit the body")          \
  X(unsupported_media, "GE1011", "unsupported-media", 415, "This media type is not taken here")    \
  X(too_large, "GE1012", "too-large", 413, "The request is too large")                             \
  X(method_not_allowed, "GE1013", "method-not-allowed", 405, "This address has no such method")    \
  X(overloaded, "GE1014", "overloaded", 429, "Too much work is waiting")                           \
  X(unavailable, "GE1015", "unavailable", 503, "The engine takes no orders at the moment")         \
  X(timed_out, "GE1016", "timed-out", 408, "The request did not arrive in time")                   \
  X(internal, "GE1017", "internal", 500, "The engine failed")                                      \
  X(bad_argument, "GE2001", "bad-argument", 400, "An argument is out of its range")                \
  X(bad_decimal, "GE2002", "bad-decimal", 400, "This is not a decimal of at most 34 digits")       \
  X(bad_timestamp, "GE2003", "bad-timestamp", 400, "This is not an RFC 3339 time")                 \
  X(expression, "GE2004", "expression", 500, "An expression failed")                               \
  X(flow_invalid, "GE3001", "flow-invalid", 422, "A flow does not check")                          \
  X(config_invalid, "GE3002", "config-invalid", 422, "The settings are not valid")                 \
  X(contract_unserved, "GE3003", "contract-unserved", 422, "A contract has no adapter")            \
  X(store_busy, "GE4001", "store-busy", 503, "Another engine has this data folder")                \
  X(store_full, "GE4002", "store-full", 503, "The disk is full")                                   \
  X(store_unwritable, "GE4003", "store-unwritable", 503, "The data folder cannot be written")      \
  X(store_newer, "GE4004", "store-newer", 503, "The database is of a newer version")               \
  X(store_corrupt, "GE4005", "store-corrupt", 500, "The database is damaged")                      \
  X(store_copied, "GE4006", "store-copied", 503, "The data folder is a copy")                      \
  X(commit_unknown, "GE4007", "commit-unknown", 500, "Whether a commit is on disk is not known")   \
  X(store_failed, "GE4008", "store-failed", 500, "The database failed")                            \
  X(record_newer, "GE4009", "record-newer", 500, "A record is of a newer version")                 \
  X(stale_write, "GE4010", "stale-write", 500, "A writer is behind its order")                     \
  X(address_in_use, "GE5001", "address-in-use", 503, "The address is taken")                       \
  X(connection_failed, "GE5002", "connection-failed", 503, "The engine does not answer")           \
  X(defect, "GE9001", "defect", 500, "An invariant of one order is broken")

enum class errc : std::uint8_t {
#define GANTRY_ERROR_ENUM(name, code, problem, status, title) name,
  GANTRY_ERRORS(GANTRY_ERROR_ENUM)
#undef GANTRY_ERROR_ENUM
};

struct error_entry {
  errc id;
  std::string_view code;    ///< `GE1007`
  std::string_view problem; ///< `key-conflict`, the name in `/problems/NAME`
  int http_status;
  std::string_view title;
};

[[nodiscard]] const error_entry& describe(errc id);

} // namespace gantry
