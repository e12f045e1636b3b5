#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"
#include "dsl/conformance/evaluate_alone.hpp"
#include "dsl/conformance/typed_value.hpp"
#include "dsl/expr/compile_expression.hpp"
#include "dsl/types/builders.hpp"
#include "tests/fuzz/diagnostics_hold.hpp"
#include "tests/fuzz/entry_points.hpp"
#include "tests/fuzz/value_types.hpp"

#include <algorithm>

namespace gantry::fuzz {
namespace {

using namespace gantry::dsl;

struct known_value {
  std::string name;
  type_ref of;
  value is;
};

std::vector<known_value> document() {
  const auto kind = enum_of("Kind", {"plain", "rush"});
  const auto line = make_record_type("Line", {{"sku", string_type(), false, false},
                                              {"quantity", decimal_type(), false, false},
                                              {"note", optional_of(string_type()), false, false}});
  const auto order = make_record_type("Order", {{"id", string_type(), false, false},
                                                {"total", decimal_type(), false, false},
                                                {"kind", kind, false, false},
                                                {"promised", timestamp_type(), false, false},
                                                {"lines", list_of(line), false, false}});
  const auto json = parse_json(R"({"id":"O-7","total":"12.50","kind":"rush",
      "promised":"2026-12-01T16:00:00Z","lines":[{"sku":"A","quantity":"2"},
      {"sku":"B","quantity":4,"note":"heavy"},{"sku":"Ü","quantity":"0.125"}]})");
  return {{"order", order, *decode(*json, *order, "order")},
          {"count", int_type(), value(3)},
          {"absent", optional_of(string_type()), value()},
          {"ratio", double_type(), value(0.5)},
          {"tags", list_of(string_type()), *parse_json(R"(["new","","rush"])")},
          {"doc", dynamic_type(), *parse_json(R"({"a":{"b":[1,2.5,"x",[]]},"n":null,"t":true})")}};
}

class document_names final : public static_environment {
public:
  document_names() {
    for (const auto& each : known_)
      slots_.push_back({static_cast<std::uint32_t>(slots_.size()), each.of});
  }
  const static_name* find_name(std::string_view name) const override {
    for (std::size_t i = 0; i < known_.size(); ++i)
      if (known_[i].name == name)
        return &slots_[i];
    return nullptr;
  }
  type_ref find_type(std::string_view name) const override {
    const auto& order = known_.front().of;
    if (name == "Order")
      return order;
    return name == "Line" ? order->fields.back().of->element : nullptr;
  }
  const static_define* find_define(std::string_view) const override { return nullptr; }
  std::vector<std::string> names() const override {
    std::vector<std::string> all;
    for (const auto& each : known_)
      all.push_back(each.name);
    return all;
  }
  [[nodiscard]] std::vector<value> values() const {
    std::vector<value> all;
    for (const auto& each : known_)
      all.push_back(each.is);
    return all;
  }

private:
  std::vector<known_value> known_ = document();
  std::vector<static_name> slots_;
};

/// Null when the whole text is no expression.
expression_syntax_ptr parsed(const source_file& file, std::vector<diagnostic>& told) {
  const auto tokens = lex(file, told);
  token_cursor cursor(tokens);
  auto syntax = parse_expression(cursor, told);
  return cursor.peek().kind == token_kind::end && told.empty() ? syntax : nullptr;
}

std::string wrong_with_text(const expression_syntax& syntax) {
  const auto text = text_of(syntax);
  std::vector<diagnostic> told;
  const auto again = parsed({"again", text}, told);
  if (!again)
    return "the text of an expression does not parse: " + text;
  return text_of(*again) == text ? "" : "the text of an expression changes: " + text;
}

std::string wrong_with_failure(const error& why) {
  if (why.code != errc::expression || why.message.empty())
    return "a failure is not one of expressions: " + why.message;
  return is_valid_utf8(why.message) ? "" : "a failure is told in bytes that are not UTF-8";
}

std::string wrong_with_value(const expression& e, const scope& in) {
  const auto once = e.evaluate(in);
  if (!once)
    return wrong_with_failure(once.error());
  if (!has_type(*once, *e.type()))
    return "a value does not have the type " + to_string(*e.type()) + ": " + to_json(*once);
  const auto twice = e.evaluate(in);
  return twice && to_json(*twice) == to_json(*once) ? "" : "the same again has another value";
}

/// By the rules of CEL, with and without a check: a value, or a reason for none.
std::string wrong_alone(std::string_view input, bool is_checked) {
  lone_expression alone;
  alone.text = std::string(input);
  alone.is_checked = is_checked;
  const auto outcome = evaluate_alone(alone);
  if (outcome.failure)
    return wrong_with_failure(*outcome.failure);
  if (!outcome.is)
    return outcome.mistakes.empty() ? "an expression has no value, and nobody says why" : "";
  const auto typed = typed_json_of(*outcome.is);
  const auto json = typed ? parse_json(*typed, {512, 64u << 20}) : result<value>(value{});
  return json ? "" : "a typed value is no JSON: " + json.error().message;
}

} // namespace

std::string run_evaluator(std::string_view input) {
  for (const bool is_checked : {true, false})
    if (auto wrong = wrong_alone(input, is_checked); !wrong.empty())
      return wrong;
  static const document_names names;
  static const auto values = names.values();
  const source_file file{"expression", std::string(input)};
  std::vector<diagnostic> told;
  const auto syntax = parsed(file, told);
  if (auto wrong = wrong_with(told, {file}); !wrong.empty() || !syntax)
    return wrong;
  if (auto wrong = wrong_with_text(*syntax); !wrong.empty())
    return wrong;
  const auto compiled = compile_expression(*syntax, names, nullptr, told);
  if (!compiled)
    return told.empty() ? "an expression is not compiled, and nobody says why"
                        : wrong_with(told, {file});
  return wrong_with_value(*compiled, {values, *parse_timestamp("2026-11-24T09:00:00Z"), "K"});
}

} // namespace gantry::fuzz
