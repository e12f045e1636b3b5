#pragma once

#include "dsl/program.hpp"
#include "engine/fact.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::engine {

/// One row of the journal: everything that one commit decided for one instance.
struct record {
  static constexpr std::uint16_t version_now = 1;
  std::uint16_t version = version_now;
  std::uint64_t sequence = 0; ///< from 1 within the instance, without holes
  timestamp at;
  cause_info cause;
  std::vector<fact> facts;
};

/// JSON text, readable with `sqlite3`; money as strings. A list: the name of a fact, then its
/// members if it has any, and so on; who caused it goes first. A fact does not repeat the call,
/// step and attempt of the one before it, nor what the definition says:
///
///   ["answer",{"key":"V0N5…","node":"posted","result":{…}},"ended","moved",{"to":7},
///    "call",{"key":"VKNY…","node":"shipped","digest":"…","arguments":{"lines":"@order@1.lines"}},
///    "sent"]
[[nodiscard]] std::string encode(const record& r);
/// Needs the program for the types of results and events: values come back as they were.
/// Errors: record_newer for a version that this engine does not know; store_corrupt.
[[nodiscard]] result<record> decode_record(std::uint16_t version, std::string_view body,
                                           const dsl::program& definition);

} // namespace gantry::engine
