#pragma once

#include "dsl/base/error.hpp"
#include "persistence/write.hpp"

#include <span>
#include <string>

namespace gantry::persistence {

struct filled_outcome {
  std::string outcome; ///< JSON
  std::string worst;   ///< of its findings: `error`, `warning` or empty
};

/// The outcome of a document with what the writer decided: the i-th object of its member `orders`
/// that has no `id` yet gets `id`, `status` and `duplicate` of the i-th of `created`. An order
/// whose business key another one has is `refused`, with the problem `key-conflict` beside that
/// order's id and an error finding that names both digests. Errors: malformed_json; defect when
/// there are fewer such objects than `created`.
[[nodiscard]] result<filled_outcome> fill_outcome(const finish_document& what,
                                                  std::span<const create_result> created);

} // namespace gantry::persistence
