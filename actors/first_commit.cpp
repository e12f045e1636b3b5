#include "actors/first_commit.hpp"

#include "actors/projection.hpp"
#include "engine/reducer.hpp"

#include <exception>
#include <utility>

namespace gantry::actors {

namespace {

class collector : public engine::sink {
public:
  void record(engine::fact&& f) override { facts.push_back(std::move(f)); }
  void release(engine::effect e) override { effects.push_back(std::move(e)); }
  bool claim_permit(std::uint32_t, const engine::call_key&) override { return false; }

  std::vector<engine::fact> facts;
  std::vector<engine::effect> effects;
};

void fill_changes(first_commit& into, const engine::instance& order, const engine::event& first,
                  const std::vector<engine::effect>& effects) {
  auto& row = into.create.row;
  auto& changes = into.create.changes;
  project_facts({row.number, row.id, first.now, *into.definition, into.facts, effects}, changes);
  const auto summary = engine::summarise(order);
  project_summary(row, summary);
  row.sequence = 1;
  changes.finished = summary.finished && changes.timers_set.empty();

  engine::record record;
  record.sequence = 1;
  record.at = first.now;
  record.cause = first.cause;
  record.facts = into.facts;
  changes.record = {0,
                    row.number,
                    0,
                    1,
                    record.version,
                    record.at,
                    std::string{kind_of(first)},
                    engine::encode(record)};
}

} // namespace

order_identity first_commit::identity() const {
  return {create.row.number, to_string(create.row.id), definition, {}, {}};
}

result<first_commit> decide_first(const order_start& from) {
  const auto id = to_string(from.create.row.id);
  const auto broken = [&id](const std::string& why) {
    return fail(errc::defect, "order " + id + " breaks an invariant at its start: " + why,
                "Report this with the document; the order was not taken.");
  };
  engine::instance order{from.definition};
  collector decided;
  try {
    const auto verdict = engine::advance(order, from.first, decided);
    if (verdict.is == engine::verdict::kind::defect)
      return broken(verdict.why);
    first_commit made{from.create, from.definition, std::move(decided.facts), {}};
    fill_changes(made, order, from.first, decided.effects);
    for (const auto& each : decided.effects)
      if (const auto* end = std::get_if<engine::finished>(&each))
        made.ended = end->phase;
    return made;
  } catch (const std::exception& problem) {
    return broken(problem.what());
  }
}

} // namespace gantry::actors
