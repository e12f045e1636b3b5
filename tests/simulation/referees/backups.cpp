#include "tests/simulation/referees/rules.hpp"

#include <algorithm>
#include <map>

namespace gantry::simulation {

namespace {

using orders = std::map<persistence::instance_number, std::vector<std::size_t>>;

orders by_order(std::span<const seen_record> records) {
  orders all;
  for (const auto& each : records)
    all[each.of].push_back(each.digest);
  return all;
}

} // namespace

void look_at_backup(const std::vector<seen_record>& durable, const std::vector<seen_record>& kept,
                    const backup_span& when, const say_wrong& say) {
  const auto count = kept.size();
  if (count < when.began)
    return say("a backup holds " + std::to_string(count) + " records, and " +
               std::to_string(when.began) + " were durable when it began");
  if (count > when.ended || count > durable.size())
    return say("a backup holds " + std::to_string(count) + " records, and " +
               std::to_string(when.ended) + " were durable when it ended");
  // As many as it holds: there is one moment at which those were durable.
  const auto then = by_order(std::span{durable}.first(count));
  const auto held = by_order(kept);
  for (const auto& [number, records] : held)
    if (const auto known = then.find(number); known == then.end())
      say("a backup holds order " + std::to_string(number) + ", which was not durable then");
    else if (known->second != records)
      say("a backup holds " + std::to_string(records.size()) + " records of order " +
          std::to_string(number) + ", and not the " + std::to_string(known->second.size()) +
          " that were durable then");
  for (const auto& [number, records] : then)
    if (!held.contains(number))
      say("a backup holds nothing of order " + std::to_string(number));
}

} // namespace gantry::simulation
