#pragma once

#include "examples/sandbox/books.hpp"
#include "examples/sandbox/field_reader.hpp"
#include "gateway/http_server.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::sandbox {

/// How an operation treats a key that it has seen (E1.2): a `read` does not care, an `idempotent`
/// one gives its first answer again, a `once` one makes a second document, as real systems do.
enum class effect_class : std::uint8_t { read, idempotent, once };

/// One call, as a system of the company sees it.
struct call {
  std::string key; ///< Idempotency-Key; reference of the documents that it makes
  const value& arguments;
  timestamp now;
  int event_sends = 1;              ///< how often an event that follows from it is sent
  std::int64_t ships_after_ms = -1; ///< -1: the warehouse ships when it is told
};

struct answer {
  gateway::http_response response;
  std::vector<std::string> events; ///< ids of what was published along with it
};

struct operation {
  std::string_view system;
  std::string_view name;
  effect_class effect;
  /// Checks, then writes; what it answers with anything but 200 has written nothing.
  answer (*perform)(books& to, const call& what);
};

[[nodiscard]] std::span<const operation> crm_operations();
[[nodiscard]] std::span<const operation> erp_operations();
[[nodiscard]] std::span<const operation> wms_operations();
[[nodiscard]] std::span<const operation> tms_operations();
/// Null when the system has no such operation.
[[nodiscard]] const operation* find_operation(std::string_view system, std::string_view name);
[[nodiscard]] bool is_system(std::string_view name);

/// `perform`, and for idempotent operations the first answer again; the same key with another
/// request is the error `key_reused`, which no contract declares.
[[nodiscard]] answer carry_out(const operation& what, books& to, const call& request);

[[nodiscard]] answer done(const value& result);
/// 422 `{"error","fields"}`.
[[nodiscard]] answer business_error(std::string_view name, const value& fields);
/// 400 with all mistakes in the arguments.
[[nodiscard]] answer bad_arguments(const field_reader& arguments);

/// Documents under `reference`, as finders list them.
[[nodiscard]] answer list_standing(books& from, const call& what, std::string_view operation);
/// Undoes the document of `made_by` that the argument `name` names, once.
[[nodiscard]] answer undo(books& in, const call& what, const operation& undoing,
                          std::string_view made_by, std::string_view name);

} // namespace gantry::sandbox
