#include "persistence/document_outcome.hpp"

#include "dsl/base/json.hpp"

namespace gantry::persistence {

namespace {

value with_decision(const value& order, const create_result& decided) {
  auto members = order.as_map();
  members.emplace_back(value("id"), value(to_string(decided.id)));
  members.emplace_back(value("status"), value(decided.existing_status));
  members.emplace_back(value("duplicate"), value(decided.is == create_result::kind::duplicate));
  if (decided.is == create_result::kind::conflict)
    members.emplace_back(value("problem"), value("key-conflict"));
  return value::make_map(std::move(members));
}

} // namespace

result<std::string> fill_outcome(std::string_view outcome, std::span<const create_result> created) {
  if (created.empty())
    return std::string(outcome);
  auto parsed = parse_json(outcome);
  if (!parsed)
    return tl::unexpected(std::move(parsed.error()));
  value::list_type filled;
  std::size_t next = 0;
  if (const auto* orders = parsed->find("orders"); orders != nullptr && orders->is_list())
    for (const auto& order : orders->as_list()) {
      const bool wants = order.is_map() && order.find("id") == nullptr && next < created.size();
      filled.push_back(wants ? with_decision(order, created[next++]) : order);
    }
  if (next < created.size())
    return fail(errc::defect, "the outcome of a document names " + std::to_string(next) +
                                  " new orders, but " + std::to_string(created.size()) +
                                  " were created");
  auto members = parsed->as_map();
  for (auto& [name, content] : members)
    if (name == value("orders"))
      content = value::make_list(std::move(filled));
  return to_json(value::make_map(std::move(members)));
}

} // namespace gantry::persistence
