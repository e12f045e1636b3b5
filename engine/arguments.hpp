#pragma once

#include "engine/instance_state.hpp"

namespace gantry::engine {

/// Arguments of a call as its first record keeps them (E3.1).
struct frozen_arguments {
  std::vector<argument_record> records;
  std::string digest;
};

/// `price@1`: a slot's value in its present version; `x#7@1` where the definition has several `x`.
[[nodiscard]] std::string reference_to(const instance_state& s, std::uint32_t slot);

/// `order@1.lines`: a list or record that is a field of a slot's value; empty when `v` is none.
[[nodiscard]] std::string reference_to_part(const instance_state& s, const value& v);
/// The value behind a reference. The version says that what a retry sends is what the call was made
/// with. Throws broken_invariant when the order has no such value.
[[nodiscard]] const value& resolve(const instance_state& s, const std::string& reference);

/// Evaluates the arguments, once. Names and fields of names become references. Errors: expression.
[[nodiscard]] result<frozen_arguments> freeze(instance_state& s, const dsl::call_expression& call,
                                              timestamp now);
/// The same with every argument as its bytes, none as a reference: where a slot holds another value
/// than the flow knows.
[[nodiscard]] result<frozen_arguments>
freeze_by_value(const instance_state& s, const dsl::call_expression& call, timestamp now);
/// The same from values that a person gave by name. Errors: invalid_input.
[[nodiscard]] result<frozen_arguments>
freeze_edited(const instance_state& s, const call_state& as_made, const value& edited);
/// Of values in the order of the operation's parameters.
[[nodiscard]] std::string request_digest(const dsl::operation& operation,
                                         const std::vector<argument_value>& arguments);

/// JSON of the request, rebuilt from what the record keeps. Throws broken_invariant when it is not
/// the request that the call was made with (E3.1).
[[nodiscard]] shared_text request_text(instance_state& s, call_state& call);

using dsl::conform;

} // namespace gantry::engine
