#include "actors/document_outcome.hpp"

#include "dsl/base/field_text.hpp"
#include "dsl/base/json.hpp"

#include <utility>

namespace gantry::actors {

namespace {

using entries = value::map_entries;

value list_of(const std::vector<channels::finding>& findings, std::string_view order) {
  value::list_type list;
  for (const auto& each : findings)
    list.push_back(finding_value(each, order));
  return value::make_list(std::move(list));
}

entries order_members(const channels::mapped_order& order) {
  return {{value("external_id"), value(order.external_id)},
          {value("findings"), list_of(order.findings, {})}};
}

std::string text_in(const value& object, std::string_view name) {
  const auto* member = object.find(name);
  return member != nullptr && member->is_string() ? member->as_string() : std::string{};
}

} // namespace

value finding_value(const channels::finding& found, std::string_view order) {
  entries members;
  if (!order.empty())
    members.emplace_back(value("order"), value(order));
  members.emplace_back(value("code"), value(found.code));
  members.emplace_back(value("severity"), value(found.severity));
  members.emplace_back(value("path"), value(found.path));
  members.emplace_back(value("value"), value(found.value));
  members.emplace_back(value("message"), value(found.message));
  value::list_type fields;
  for (const auto& field : found.fields)
    fields.emplace_back(field);
  members.emplace_back(value("fields"), value::make_list(std::move(fields)));
  return value::make_map_of_unique(std::move(members));
}

value taken_order(const channels::mapped_order& order, const std::string& key) {
  auto members = order_members(order);
  members.emplace_back(value("key"), value(key));
  return value::make_map_of_unique(std::move(members));
}

value refused_order(const channels::mapped_order& order) {
  auto members = order_members(order);
  members.emplace_back(value("id"), value{});
  members.emplace_back(value("status"), value(order.test ? "test" : "refused"));
  return value::make_map_of_unique(std::move(members));
}

std::string outcome_json(value::list_type orders, const channels::mapped_document& of) {
  value::list_type findings, replies;
  for (const auto& each : of.findings)
    findings.push_back(finding_value(each, {}));
  for (const auto& order : of.orders)
    for (const auto& each : order.findings)
      findings.push_back(finding_value(each, order.external_id));
  for (const auto& reply : of.replies)
    replies.push_back(value::make_map_of_unique({{value("name"), value(reply.name)},
                                                 {value("media_type"), value(reply.media_type)},
                                                 {value("body"), value(reply.body)}}));
  return to_json(
      value::make_map_of_unique({{value("reference"), value(of.reference)},
                                 {value("orders"), value::make_list(std::move(orders))},
                                 {value("findings"), value::make_list(std::move(findings))},
                                 {value("replies"), value::make_list(std::move(replies))}}));
}

namespace {

template <class Function>
void for_each_finding(const channels::mapped_document& of, const Function& told) {
  for (const auto& each : of.findings)
    told(each);
  for (const auto& order : of.orders)
    for (const auto& each : order.findings)
      told(each);
}

} // namespace

std::string worst_of(const channels::mapped_document& of) {
  std::string worst;
  for_each_finding(of, [&worst](const channels::finding& each) {
    if (worst != "error")
      worst = each.severity;
  });
  return worst;
}

std::string first_error_of(const channels::mapped_document& of) {
  std::string first;
  for_each_finding(of, [&first](const channels::finding& each) {
    if (first.empty() && each.severity == "error")
      first = sentence_of(field_error{each.path, each.code, each.value, each.message});
  });
  return first;
}

result<std::vector<channels::reply_document>> replies_in(std::string_view outcome) {
  const auto parsed = parse_json(outcome, {64, 64u << 20});
  if (!parsed)
    return fail(errc::store_corrupt,
                "the outcome of a document is not JSON: " + parsed.error().message);
  std::vector<channels::reply_document> replies;
  if (const auto* list = parsed->find("replies"); list != nullptr && list->is_list())
    for (const auto& each : list->as_list())
      replies.push_back(
          {text_in(each, "name"), text_in(each, "media_type"), text_in(each, "body")});
  return replies;
}

std::vector<channels::finding> findings_of(const error& why) {
  std::vector<channels::finding> findings;
  for (const auto& each : why.fields)
    findings.push_back({"order-" + each.rule, "error", each.path, each.value, each.message});
  if (findings.empty())
    findings.push_back({std::string{describe(why.code).problem}, "error", {}, {}, why.message});
  return findings;
}

} // namespace gantry::actors
