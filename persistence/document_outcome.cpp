#include "persistence/document_outcome.hpp"

#include "dsl/base/json.hpp"

#include <utility>

namespace gantry::persistence {

namespace {

using entries = value::map_entries;

/// Two senders, or one who changed an order and sent it again: a person has to see both.
value conflict_finding(const create_instance& given, const create_result& decided,
                       const key_difference& difference, const value* external_id) {
  std::string message = "business key " + given.row.key + " is taken by order " +
                        to_string(decided.id) + " with other content: digest " +
                        decided.existing_digest + " there, " + given.row.input_digest + " here";
  if (!difference.path.empty())
    message += "; the first difference is at " + difference.path;
  message += ". Send it under a key of its own, or change the order that exists";
  entries members;
  if (external_id != nullptr)
    members.emplace_back(value("order"), *external_id);
  members.emplace_back(value("code"), value("key-conflict"));
  members.emplace_back(value("severity"), value("error"));
  members.emplace_back(value("path"), value(difference.path));
  members.emplace_back(value("value"), value(difference.values));
  members.emplace_back(value("message"), value(std::move(message)));
  return value::make_map_of_unique(std::move(members));
}

value with_decision(const value& order, const create_result& decided) {
  const bool conflict = decided.is == create_result::kind::conflict;
  auto members = order.as_map();
  members.emplace_back(value("id"), value(to_string(decided.id)));
  members.emplace_back(value("status"), value(conflict ? "refused" : decided.existing_status));
  members.emplace_back(value("duplicate"), value(decided.is == create_result::kind::duplicate));
  if (conflict)
    members.emplace_back(value("problem"), value("key-conflict"));
  return value::make_map(std::move(members));
}

/// The object with one more element in its list `findings`, which is made when it is not there.
value with_finding(const value& object, value finding) {
  auto members = object.as_map();
  for (auto& [name, content] : members)
    if (name == value("findings") && content.is_list()) {
      auto list = content.as_list();
      list.push_back(std::move(finding));
      content = value::make_list(std::move(list));
      return value::make_map(std::move(members));
    }
  members.emplace_back(value("findings"), value::make_list({std::move(finding)}));
  return value::make_map(std::move(members));
}

/// Walks the orders of an outcome beside what the writer decided on those that are new.
class outcome_filler {
public:
  outcome_filler(const finish_document& what, std::span<const create_result> created)
      : what_(what), created_(created) {}

  result<filled_outcome> run() {
    if (created_.empty())
      return filled_outcome{what_.outcome, what_.worst};
    auto parsed = parse_json(what_.outcome, {64, 64U << 20});
    if (!parsed)
      return tl::unexpected(std::move(parsed.error()));
    value::list_type filled;
    if (const auto* orders = parsed->find("orders"); orders != nullptr && orders->is_list())
      for (const auto& order : orders->as_list())
        filled.push_back(filled_in(order));
    if (next_ < created_.size())
      return fail(errc::defect, "the outcome of a document names " + std::to_string(next_) +
                                    " new orders, but " + std::to_string(created_.size()) +
                                    " were created");
    auto members = parsed->as_map();
    const auto all_filled = value::make_list(std::move(filled));
    for (auto& [name, content] : members)
      if (name == value("orders"))
        content = all_filled;
    auto whole = value::make_map(std::move(members));
    for (auto& each : conflicts_)
      whole = with_finding(whole, std::move(each));
    return filled_outcome{to_json(whole), conflicts_.empty() ? what_.worst : "error"};
  }

private:
  value filled_in(const value& order) {
    const bool wants = order.is_map() && order.find("id") == nullptr && next_ < created_.size();
    if (!wants)
      return order;
    const auto i = next_++;
    auto decided = with_decision(order, created_[i]);
    if (created_[i].is != create_result::kind::conflict)
      return decided;
    const auto difference = i < what_.differences.size() ? what_.differences[i] : key_difference{};
    conflicts_.push_back(
        conflict_finding(what_.orders[i], created_[i], difference, order.find("external_id")));
    return with_finding(decided,
                        conflict_finding(what_.orders[i], created_[i], difference, nullptr));
  }

  const finish_document& what_;
  std::span<const create_result> created_;
  std::size_t next_ = 0;
  std::vector<value> conflicts_;
};

} // namespace

result<filled_outcome> fill_outcome(const finish_document& what,
                                    std::span<const create_result> created) {
  return outcome_filler(what, created).run();
}

} // namespace gantry::persistence
