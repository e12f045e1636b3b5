#pragma once

#include "dsl/base/error.hpp"
#include "dsl/base/value.hpp"

#include <string>

/// The encoding that records of conformance data have for values, in which the kind is always said:
/// `{"int":"5"}`, `{"list":[…]}`, `{"map":[[key, value], …]}`.
namespace gantry::dsl {

/// Errors: bad_argument, with what stood there.
[[nodiscard]] result<value> value_of_typed(const value& typed);
/// Errors: bad_argument for values that the encoding has no form for (optionals, addresses).
[[nodiscard]] result<std::string> typed_json_of(const value& v);

} // namespace gantry::dsl
