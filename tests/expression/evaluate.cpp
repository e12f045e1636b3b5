#include "tests/expression/evaluate.hpp"

#include "dsl/base/json.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::tests {
namespace {

using namespace gantry::dsl;

class named_values final : public static_environment {
public:
  named_values(const std::vector<bound_name>& names, std::string container)
      : container_(std::move(container)) {
    for (const auto& each : names) {
      known_.push_back(each.name);
      slots_.push_back({static_cast<std::uint32_t>(slots_.size()), each.of});
    }
  }
  const static_name* find_name(std::string_view name) const override {
    // From the innermost namespace outwards, as CEL resolves names.
    for (auto space = container_; !space.empty();) {
      if (const auto* found = find_whole(space + "." + std::string(name)))
        return found;
      const auto dot = space.rfind('.');
      space = dot == std::string::npos ? std::string{} : space.substr(0, dot);
    }
    return find_whole(name);
  }
  type_ref find_type(std::string_view) const override { return nullptr; }
  const static_define* find_define(std::string_view) const override { return nullptr; }
  std::vector<std::string> names() const override { return known_; }

private:
  [[nodiscard]] const static_name* find_whole(std::string_view name) const {
    for (std::size_t i = 0; i < known_.size(); ++i)
      if (known_[i] == name)
        return &slots_[i];
    return nullptr;
  }

  std::string container_;
  std::vector<std::string> known_;
  std::vector<static_name> slots_;
};

} // namespace

std::string evaluation_outcome::text() const {
  if (!mistakes.empty())
    return mistakes.front().code;
  return is ? to_json(*is) : "failed";
}

evaluation_outcome evaluate(const std::string& expression, const std::vector<bound_name>& names,
                            const std::string& container, const type_ref& expected) {
  evaluation_outcome outcome;
  const auto tokens = lex({"expression", expression}, outcome.mistakes);
  token_cursor cursor(tokens);
  const auto syntax = parse_expression(cursor, outcome.mistakes);
  if (syntax && cursor.peek().kind != token_kind::end) {
    diagnostic rest;
    rest.code = "rest";
    rest.at = cursor.peek().at;
    rest.message = "something follows the expression: " + cursor.peek().text;
    outcome.mistakes.push_back(std::move(rest));
  }
  if (!syntax || !outcome.mistakes.empty())
    return outcome;
  const named_values known(names, container);
  const auto compiled = compile_expression(*syntax, known, expected, outcome.mistakes);
  if (!compiled)
    return outcome;
  outcome.type = to_string(*compiled->type());
  std::vector<value> slots;
  for (const auto& each : names)
    slots.push_back(each.is);
  auto found = compiled->evaluate({slots, *parse_timestamp("2026-11-24T09:00:00Z"), "K"});
  if (found)
    outcome.is = std::move(*found);
  else
    outcome.failure = std::move(found.error());
  return outcome;
}

std::vector<bound_name> order_names() {
  const auto kind = enum_of("Kind", {"plain", "rush"});
  const auto line = make_record_type("Line", {{"sku", string_type(), false, false},
                                              {"quantity", decimal_type(), false, false},
                                              {"price", decimal_type(), false, false}});
  const auto order = make_record_type("Order", {{"id", string_type(), false, false},
                                                {"total", decimal_type(), false, false},
                                                {"note", optional_of(string_type()), false, false},
                                                {"kind", kind, false, false},
                                                {"promised", timestamp_type(), false, false},
                                                {"lines", list_of(line), false, false}});
  const auto json = parse_json(R"({"id":"O-1","total":"12.50","kind":"rush",
    "promised":"2026-12-01T16:00:00Z",
    "lines":[{"sku":"A","quantity":"2","price":"1.25"},{"sku":"B","quantity":"4","price":"2.50"}]})");
  return {{"order", order, *decode(*json, *order, "order")},
          {"count", int_type(), value(3)},
          {"note", optional_of(string_type()), value()},
          {"ratio", double_type(), value(0.5)},
          {"doc", dynamic_type(), *parse_json(R"({"a":{"b":[1,2.5,"x"]},"n":null})")}};
}

} // namespace gantry::tests
