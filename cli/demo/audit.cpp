#include "cli/demo/audit.hpp"

#include <fmt/format.h>
#include <map>
#include <set>
#include <unordered_map>

namespace gantry::cli {
namespace {

using key_counts = std::map<std::string, std::size_t>;

/// Names `system.operation` of all operations that are `once`.
std::set<std::string> once_operations(const std::vector<dsl::program_ptr>& programs) {
  std::set<std::string> names;
  for (const auto& program : programs)
    for (const auto& operation : program->operations)
      if (operation.effect == dsl::effect_class::once)
        names.insert(operation.full_name());
  return names;
}

/// Node ids of the steps that call them.
std::set<std::string> once_steps(const std::vector<dsl::program_ptr>& programs) {
  std::set<std::string> nodes;
  for (const auto& program : programs)
    for (const auto& instruction : program->code)
      if (instruction.does == dsl::instruction::op::call &&
          program->operations[program->steps[instruction.index].call.operation].effect ==
              dsl::effect_class::once)
        nodes.insert(instruction.id);
  return nodes;
}

result<value> items_of(engine_client& from, const std::string& target) {
  auto answer = from.request("GET", target);
  if (!answer)
    return tl::unexpected(answer.error());
  const auto* items = answer->json.find("items");
  if (!answer->fine() || items == nullptr || !items->is_list())
    return fail(errc::unavailable,
                fmt::format("GET {} answered {}: {}", target, answer->status, answer->body));
  return answer->json;
}

/// All pages of a list.
template <class Visit>
result<void> visit_items(engine_client& from, const std::string& target, Visit&& visit) {
  std::string cursor;
  do {
    const auto page =
        items_of(from, target + (cursor.empty() ? "" : "&cursor=" + url_encode(cursor)));
    if (!page)
      return tl::unexpected(page.error());
    for (const auto& item : page->find("items")->as_list())
      visit(item);
    cursor = text_of(*page, "next");
  } while (!cursor.empty());
  return {};
}

struct claims {
  std::set<std::string> known;                       ///< keys of all calls of all orders
  std::unordered_map<std::string, std::string> done; ///< key of a done `once` call -> its order
};

/// How the end of a call reads in a timeline when its effect stands.
bool says_done(const value& item) {
  const auto outcome = text_of(item, "outcome");
  return outcome == "ok" || outcome == "adopted";
}

result<claims> claims_of(engine_client& engine, const std::vector<listed_order>& orders,
                         const std::set<std::string>& once) {
  claims all;
  for (const auto& order : orders) {
    const auto read = visit_items(engine, "/v1/orders/" + order.id + "/timeline?limit=500",
                                  [&](const value& item) {
                                    const auto key = text_of(item, "key");
                                    if (key.empty())
                                      return;
                                    all.known.insert(key);
                                    if (says_done(item) && once.count(text_of(item, "step")) > 0)
                                      all.done.emplace(key, order.key);
                                  });
    if (!read)
      return tl::unexpected(read.error());
  }
  return all;
}

} // namespace

result<audit_result> audit_once_effects(const audit_sources& sources,
                                        const std::vector<listed_order>& orders) {
  engine_client engine(sources.engine_url), company(sources.company_url);
  const auto once = once_operations(sources.programs);
  const auto claimed = claims_of(engine, orders, once_steps(sources.programs));
  if (!claimed)
    return tl::unexpected(claimed.error());

  key_counts effects;             // of `once` operations, by `system.operation key`
  std::set<std::string> all_keys; // of all effects: an undo has a key of its own
  std::map<std::string, std::string> key_of;
  const auto read = visit_items(company, "/ledger?limit=1000", [&](const value& item) {
    const auto key = text_of(item, "key");
    all_keys.insert(key);
    const auto name = text_of(item, "system") + "." + text_of(item, "operation");
    if (once.count(name) == 0)
      return;
    ++effects[name + " " + key];
    key_of[name + " " + key] = key;
  });
  if (!read)
    return tl::unexpected(read.error());

  audit_result audit;
  for (const auto& [what, count] : effects) {
    ++audit.effects;
    if (count != 1)
      audit.faults.push_back(fmt::format("{} stands in the ledger {} times", what, count));
    else if (claimed->known.count(key_of[what]) == 0)
      audit.faults.push_back(fmt::format("{} belongs to no call of any order", what));
    else
      ++audit.exactly_once;
  }
  for (const auto& [key, order] : claimed->done)
    if (all_keys.count(key) == 0) {
      ++audit.effects;
      audit.faults.push_back(
          fmt::format("{} of the order {} is done, and in no ledger", key, order));
    }
  return audit;
}

} // namespace gantry::cli
