#pragma once

#include "actors/order_event.hpp"

#include <memory>
#include <string>

namespace gantry::actors {

/// What an order is made of before it has a first record.
struct draft_input {
  dsl::program_ptr definition;
  value input; ///< JSON, without `id`
  std::string site;
  std::string intake; ///< channel when the input names none
  uuid id;
  persistence::instance_number number = 0;
  std::uint32_t generation = 1;
  std::string document; ///< UUID of the raw document
  engine::cause_info cause;
  timestamp now;
};

/// Checks the input against the workflow's type and the rules of the canonical order, takes its
/// digest and business key, and makes its first event and row.
/// Errors: invalid_input with a field error for everything that does not fit; expression.
[[nodiscard]] result<std::unique_ptr<order_start>> draft_order(draft_input from);

/// The priority that the flow gives to an order with this input, without checking the rest of it;
/// the usual one when it cannot be told.
[[nodiscard]] int priority_before_draft(const dsl::program& definition, const value& input,
                                        timestamp now);

/// Parts of a business key as one text. Parts are escaped, so that different parts give different
/// texts.
[[nodiscard]] std::string join_key(const std::vector<std::string>& parts);

} // namespace gantry::actors
