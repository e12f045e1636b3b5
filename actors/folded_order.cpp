#include "actors/folded_order.hpp"

#include <exception>
#include <utility>

namespace gantry::actors {

result<engine::record> record_of(const persistence::journal_row& row,
                                 const dsl::program& definition) {
  auto decoded = engine::decode_record(row.version, row.body, definition);
  if (!decoded)
    return decoded;
  decoded->version = row.version;
  decoded->sequence = row.sequence;
  decoded->at = row.at;
  return decoded;
}

namespace {

result<void> fold_row(folded_order& into, const persistence::journal_row& row) {
  auto decoded = record_of(row, into.order.definition());
  if (!decoded)
    return tl::unexpected(decoded.error());
  if (row.sequence != into.sequence + 1)
    return fail(errc::store_corrupt, "order " + to_string(into.row.id) + " has record " +
                                         std::to_string(row.sequence) + " after record " +
                                         std::to_string(into.sequence));
  if (row.sequence == 1)
    into.first_cause = decoded->cause;
  for (const auto& fact : decoded->facts) {
    engine::apply(into.order, fact, decoded->at);
    fold_timer(into.timers, into.row.number, fact);
  }
  into.last = row.at_lsn;
  into.sequence = row.sequence;
  return {};
}

} // namespace

result<folded_order> fold_order(const persistence::store& from, persistence::instance_number number,
                                const definition_source& definitions) {
  auto row = from.find_instance(number);
  if (!row)
    return tl::unexpected(row.error());
  if (!*row)
    return fail(errc::not_found, "there is no order with number " + std::to_string(number));
  auto definition = definitions((*row)->definition);
  if (!definition)
    return tl::unexpected(definition.error());
  auto journal = from.load_journal(number);
  if (!journal)
    return tl::unexpected(journal.error());
  folded_order folded{std::move(**row), engine::instance{*definition}, {}, {}, 0, 0};
  for (const auto& each : *journal) {
    auto done = fold_row(folded, each);
    if (!done)
      return tl::unexpected(done.error());
  }
  return folded;
}

} // namespace gantry::actors
