#include "engine/keys.hpp"

#include "dsl/base/digest.hpp"

#include <array>
#include <string>

namespace gantry::engine {

call_key derive_key(const key_parts& parts) {
  const auto generation = std::to_string(parts.generation);
  const auto revision = std::to_string(parts.revision);
  const std::array<std::string_view, 9> texts{
      parts.site, parts.workflow,  parts.business_key,         generation,
      parts.node, parts.iteration, parts.undo ? "undo" : "do", parts.document,
      revision};
  return to_crockford130(sha256_of(texts));
}

} // namespace gantry::engine
