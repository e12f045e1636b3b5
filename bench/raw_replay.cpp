#include "bench/raw_replay.hpp"

#include "bench/machine.hpp"
#include "persistence/sqlite/sqlite_store.hpp"

#include <memory>

namespace gantry::bench {

result<double> replay_raw(const recorded_batches& recorded, const std::filesystem::path& folder,
                          timestamp now) {
  std::filesystem::create_directories(folder);
  persistence::sqlite_options where;
  where.folder = folder;
  auto store = persistence::open_sqlite(where, now);
  if (!store)
    return tl::unexpected(store.error());
  std::vector<const persistence::write_request*> batch;
  const auto began = monotonic_ns();
  for (const auto& requests : recorded.all()) {
    batch.clear();
    for (const auto& request : requests)
      batch.push_back(&request);
    const auto outcome = (*store)->commit(batch);
    if (outcome.is != persistence::commit_state::durable)
      return fail(errc::store_failed, "the replay of the recorded batches did not commit",
                  outcome.why ? outcome.why->message : "");
  }
  return static_cast<double>(monotonic_ns() - began) / 1e9;
}

} // namespace gantry::bench
