#include "tests/simulation/watched_store.hpp"

#include <vector>

namespace gantry::simulation {

using namespace persistence;

namespace {

void show_created(order_book& book, const create_instance& asked, const create_result& got) {
  if (got.is != create_result::kind::created)
    return;
  auto row = asked.row;
  row.number = got.number;
  auto record = asked.changes.record;
  record.instance = got.number;
  book.take(record, row);
}

} // namespace

commit_outcome watched_store::commit(std::span<const write_request* const> batch) {
  if (spoils_)
    return commit_spoiled(batch);
  return commit_and_show(batch);
}

commit_outcome watched_store::commit_and_show(std::span<const write_request* const> batch) {
  auto outcome = inner().commit(batch);
  if (outcome.is == commit_state::durable)
    for (std::size_t i = 0; i < batch.size(); ++i)
      show(*batch[i], outcome.results[i]);
  return outcome;
}

commit_outcome watched_store::commit_spoiled(std::span<const write_request* const> batch) {
  std::vector<write_request> copies;
  std::vector<const write_request*> places;
  copies.reserve(batch.size());
  for (const auto* each : batch) {
    copies.push_back(*each);
    spoils_(copies.back());
    places.push_back(&copies.back());
  }
  return commit_and_show(places);
}

result<void> watched_store::reopen() {
  auto opened = inner().reopen();
  if (opened)
    book_.read_again(inner());
  return opened;
}

void watched_store::show(const write_request& asked, const write_result& got) {
  if (const auto* created = std::get_if<create_instance>(&asked)) {
    if (!got.created.empty())
      show_created(book_, *created, got.created.front());
  } else if (const auto* finished = std::get_if<finish_document>(&asked)) {
    for (std::size_t i = 0; i < got.created.size(); ++i)
      show_created(book_, finished->orders[i], got.created[i]);
  } else if (const auto* appended = std::get_if<append_record>(&asked)) {
    if (got.failed)
      return;
    auto record = appended->changes.record;
    record.instance = appended->instance;
    book_.take(record,
               appended->changes.row ? std::optional(*appended->changes.row) : std::nullopt);
  }
}

} // namespace gantry::simulation
