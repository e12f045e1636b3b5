#include "dsl/base/json.hpp"
#include "dsl/conformance/evaluate_alone.hpp"
#include "dsl/conformance/records.hpp"
#include "dsl/conformance/typed_value.hpp"

namespace gantry::dsl {
namespace {

// A typed value takes two levels of JSON for each of its own.
constexpr json_limits record_limits{128, 4u << 20};

std::string id_json(const value* id) {
  return "{\"id\":" + (id == nullptr ? std::string("null") : to_json(*id));
}

std::string failed_answer(const value* id, const std::string& message, std::string_view phase) {
  auto line = id_json(id) + ",\"error\":";
  append_json_string(line, message);
  return line + ",\"phase\":\"" + std::string(phase) + "\"}";
}

std::string answer_of(const value* id, const lone_outcome& outcome) {
  if (!outcome.is) {
    const bool ran = outcome.failure.has_value();
    const auto& message = ran ? outcome.failure->message : outcome.mistakes.front().message;
    const bool is_parsed = outcome.reached != lone_outcome::phase::parse;
    return failed_answer(id, message, ran ? "eval" : is_parsed ? "check" : "parse");
  }
  const auto typed = typed_json_of(*outcome.is);
  return typed ? id_json(id) + ",\"value\":" + *typed + "}"
               : failed_answer(id, typed.error().message, "eval");
}

/// The names and values of a record; its typed values become ours.
result<value> bindings_of(const value& record) {
  const value* typed = record.find("bindings");
  value::map_entries bindings;
  if (typed != nullptr && typed->is_map())
    for (const auto& [name, each] : typed->as_map()) {
      auto bound = value_of_typed(each);
      if (!bound)
        return bound;
      bindings.emplace_back(name, std::move(*bound));
    }
  return value::make_map(std::move(bindings));
}

} // namespace

std::string answer_expression_record(std::string_view line) {
  const auto record = parse_json(line, record_limits);
  if (!record)
    return failed_answer(nullptr, record.error().message, "parse");
  const value* id = record->find("id");
  const value* text = record->find("expr");
  if (text == nullptr || !text->is_string())
    return failed_answer(id, "the record has no text under `expr`", "parse");
  auto bindings = bindings_of(*record);
  if (!bindings)
    return failed_answer(id, bindings.error().message, "parse");
  lone_expression e;
  e.text = text->as_string();
  e.bindings = std::move(*bindings);
  if (const value* container = record->find("container"); container && container->is_string())
    e.container = container->as_string();
  const value* unchecked = record->find("disable_check");
  e.is_checked = !(unchecked != nullptr && unchecked->is_bool() && unchecked->as_bool());
  return answer_of(id, evaluate_alone(e));
}

} // namespace gantry::dsl
