#include "actors/index_audit.hpp"

#include "actors/projection.hpp"

#include <fmt/format.h>

namespace gantry::actors {

result<std::string> index_against_fold(const persistence::store& from,
                                       persistence::instance_number number,
                                       const definition_source& definitions) {
  constexpr int tries_max = 10;
  for (int tries = 0; tries < tries_max; ++tries) {
    const auto folded = fold_order(from, number, definitions);
    if (!folded)
      return tl::unexpected(folded.error());
    const auto& row = folded->row;
    if (row.sequence < folded->sequence)
      continue; // a commit came between the row and its journal
    if (row.sequence != folded->sequence)
      return fmt::format("order {}: the index is at record {}, the journal at {}", row.key,
                         row.sequence, folded->sequence);
    auto anew = row;
    if (!project_summary(anew, engine::summarise(folded->order)))
      return std::string{};
    return fmt::format("order {}: the index says {} {} {}, the fold {} {} {}", row.key, row.status,
                       row.stage, row.waiting_for, anew.status, anew.stage, anew.waiting_for);
  }
  return fail(errc::unavailable, fmt::format("order number {} never stands still", number),
              "Look again when there is less to do.");
}

} // namespace gantry::actors
