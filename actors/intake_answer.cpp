#include "actors/intake_answer.hpp"

#include "dsl/base/json.hpp"

namespace gantry::actors {

order_brief brief_of(const persistence::instance_row& row) {
  return {to_string(row.id), row.key, row.workflow, row.status};
}

std::string answer_json(const order_brief& order, bool duplicate) {
  std::string text = R"({"id":)";
  append_json_string(text, order.id);
  text += R"(,"key":)";
  append_json_string(text, order.key);
  text += R"(,"status":)";
  append_json_string(text, order.status);
  text += duplicate ? R"(,"duplicate":true})" : R"(,"duplicate":false})";
  return text;
}

order_brief brief_in(const std::string& answer) {
  const auto parsed = parse_json(answer);
  const auto text = [&parsed](std::string_view name) {
    const auto* member = parsed && parsed->is_map() ? parsed->find(name) : nullptr;
    return member != nullptr && member->is_string() ? member->as_string() : std::string{};
  };
  return {text("id"), text("key"), {}, text("status")};
}

void fill_answer(persistence::idempotency_row& row, const order_brief& order, bool duplicate) {
  row.http_status = duplicate ? 200 : 202;
  row.answer = answer_json(order, duplicate);
}

} // namespace gantry::actors
