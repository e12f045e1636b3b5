#include "gateway/api/verb_request.hpp"

#include "gateway/api/request_body.hpp"

#include <algorithm>
#include <limits>

namespace gantry::gateway {
namespace {

using takes = verb_rule::takes;

value read_text(request_object& body, std::string_view member) {
  auto text = body.optional_text(member);
  return text.empty() ? value{} : value{std::move(text)};
}

value read_priority(request_object& body, std::string_view member) {
  if (body.find(member) == nullptr)
    return {};
  return value{body.optional_integer(member, 0, 100, 50)};
}

value read_moment(request_object& body, std::string_view member) {
  const auto text = body.optional_text(member);
  if (text.empty())
    return {};
  const auto moment = parse_timestamp(text);
  if (!moment) {
    body.mistake(member, "type", body.find(member), moment.error().message);
    return {};
  }
  // By its name, because the other deadlines that a release may re-arm take nothing.
  return value::make_map({{value{member}, value{*moment}}});
}

value read_object(request_object& body, std::string_view member) {
  const value* found = body.find(member);
  if (found == nullptr || found->is_map())
    return found == nullptr ? value{} : *found;
  body.mistake(member, "type", found, "this member is an object");
  return {};
}

value read_argument(request_object& body, const verb_rule& rule) {
  const value* other = rule.other.empty() ? nullptr : body.find(rule.other);
  if (other != nullptr && body.find(rule.member) != nullptr)
    body.mistake(rule.other, "either-or", other,
                 "give either this or " + std::string{rule.member} + ", not both");
  const auto member = other != nullptr ? rule.other : rule.member;
  // A result of nothing is given as `null`.
  const bool given = rule.kind == takes::anything ? body.has(member) : body.find(member) != nullptr;
  if (rule.required && !given) {
    body.mistake(member, "required", nullptr,
                 "the verb " + std::string{rule.verb} + " needs this member");
    return {};
  }
  switch (rule.kind) {
  case takes::nothing: return {};
  case takes::text: return read_text(body, member);
  case takes::priority: return read_priority(body, member);
  case takes::moment: return read_moment(body, member);
  case takes::object: return read_object(body, member);
  case takes::anything: return body.find(member) == nullptr ? value{} : *body.find(member);
  }
  return {};
}

} // namespace

const std::vector<verb_rule>& order_verbs() {
  static const std::vector<verb_rule> rules{
      {"pause", {}},
      {"resume", {}},
      {"cancel", {}},
      {"abort", {}},
      {"priority", "priority", takes::priority, true},
      {"note", "note", takes::text},
      {"assign", "assignee", takes::text, true},
      {"retry", {}},
      {"edit", "arguments", takes::object, true},
      {"adopt", "document", takes::anything, true, "value"},
      {"verify", {}},
      {"declare-absent", {}},
      {"done", {}},
      {"release", "until", takes::moment},
  };
  return rules;
}

const std::vector<verb_rule>& incident_verbs() {
  static const std::vector<verb_rule> rules{{"acknowledge", {}}, {"compensate-second", {}}};
  return rules;
}

const verb_rule* find_verb(const std::vector<verb_rule>& rules, std::string_view verb) {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule.verb == verb; });
  return found == rules.end() ? nullptr : &*found;
}

result<actors::command_input> read_command(const api_call& call, const verb_rule& rule) {
  auto body = json_body(call.request());
  if (!body)
    return tl::unexpected(body.error());
  const auto argument = rule.member.empty() ? std::string_view{"reason"} : rule.member;
  const auto other = rule.other.empty() ? std::string_view{"reason"} : rule.other;
  request_object members{*body, {"reason", "hold", argument, other}};
  actors::command_input command;
  command.verb = std::string{rule.verb};
  command.cause = call.cause();
  command.cause.reason = members.required_text("reason");
  command.hold = static_cast<engine::hold_id>(
      members.optional_integer("hold", 1, std::numeric_limits<engine::hold_id>::max(), 0));
  command.argument = read_argument(members, rule);
  if (!members.ok())
    return tl::unexpected(members.problem());
  return command;
}

} // namespace gantry::gateway
