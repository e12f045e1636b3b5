#pragma once

#include "dsl/base/error.hpp"
#include "persistence/write.hpp"

#include <span>
#include <string>
#include <string_view>

namespace gantry::persistence {

/// The outcome of a document with what the writer decided: the i-th object of its member `orders`
/// that has no `id` yet gets `id`, `status` and `duplicate` of the i-th of `created`. A business
/// key that another order has gets the problem `key-conflict` beside that order's id. Errors:
/// malformed_json; defect when there are fewer such objects than `created`.
[[nodiscard]] result<std::string> fill_outcome(std::string_view outcome,
                                               std::span<const create_result> created);

} // namespace gantry::persistence
