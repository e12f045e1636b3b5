#include "bench/expression_cost.hpp"

#include "dsl/base/json.hpp"
#include "dsl/compile.hpp"
#include "dsl/expr/compile_expression.hpp"
#include "dsl/syntax/lex/token.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>

namespace gantry::bench {
namespace {

constexpr int lines_an_order = 20;
constexpr auto condition = "order.total > 5000m && order.lines.all(l, l.quantity > 0m)";
constexpr auto sum = "order.lines.sum(l, l.quantity * l.price)";

dsl::type_ref order_type() {
  const auto line = dsl::make_record_type("Line", {{"sku", dsl::string_type(), false, false},
                                                   {"quantity", dsl::decimal_type(), false, false},
                                                   {"price", dsl::decimal_type(), false, false}});
  return dsl::make_record_type("Order", {{"id", dsl::string_type(), false, false},
                                         {"total", dsl::decimal_type(), false, false},
                                         {"lines", dsl::list_of(line), false, false}});
}

result<value> make_order(const dsl::type& of) {
  std::string json = R"({"id":"O-1","total":"5250.00","lines":[)";
  for (int i = 0; i < lines_an_order; ++i)
    json += fmt::format(R"({}{{"sku":"A-{}","quantity":"{}","price":"19.95"}})", i > 0 ? "," : "",
                        i, i + 1);
  auto document = parse_json(json + "]}");
  if (!document)
    return document;
  return dsl::decode(*document, of, "order");
}

/// The one name that the expressions use.
class order_alone final : public dsl::static_environment {
public:
  explicit order_alone(dsl::type_ref of) : order_{0, std::move(of)} {}
  [[nodiscard]] const dsl::static_name* find_name(std::string_view name) const override {
    return name == "order" ? &order_ : nullptr;
  }
  [[nodiscard]] dsl::type_ref find_type(std::string_view) const override { return nullptr; }
  [[nodiscard]] const dsl::static_define* find_define(std::string_view) const override {
    return nullptr;
  }
  [[nodiscard]] std::vector<std::string> names() const override { return {"order"}; }

private:
  dsl::static_name order_;
};

result<dsl::expression_ptr> compile_one(const std::string& text, const order_alone& names) {
  std::vector<dsl::diagnostic> mistakes;
  const auto tokens = dsl::lex({"bench", text}, mistakes);
  dsl::token_cursor cursor(tokens);
  const auto syntax = dsl::parse_expression(cursor, mistakes);
  auto made = syntax ? dsl::compile_expression(*syntax, names, nullptr, mistakes) : nullptr;
  if (!made)
    return fail(errc::internal, "the bench expression has a mistake: " + mistakes.front().message);
  return made;
}

/// Nanoseconds for one call of `work`.
template <class Work>
double median_ns(std::uint64_t rounds, Work work) {
  std::array<double, 11> runs{};
  for (auto& run : runs) {
    const auto before = std::chrono::steady_clock::now();
    for (std::uint64_t i = 0; i < rounds; ++i)
      work();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - before;
    run = took.count() / static_cast<double>(rounds);
  }
  std::nth_element(runs.begin(), runs.begin() + 5, runs.end());
  return runs[5];
}

/// Keeps the optimiser from leaving out what nobody looks at.
template <class T>
void look_at(const T& made) {
  asm volatile("" : : "g"(&made) : "memory");
}

double evaluation_us(const dsl::expression& e, const value& order, std::uint64_t rounds) {
  const std::array<value, 1> slots{order};
  return median_ns(rounds, [&] { look_at(e.evaluate({slots, {}})); }) / 1e3;
}

void measure_decimals(std::uint64_t rounds, expression_cost& cost) {
  auto price = *decimal::parse("1234.56");
  auto other = *decimal::parse("78.90");
  cost.add_ns = median_ns(rounds, [&] {
    look_at(price);
    look_at(price.add(other));
  });
  cost.multiply_ns = median_ns(rounds, [&] {
    look_at(price);
    look_at(price.multiply(other));
  });
}

} // namespace

result<expression_cost> run_expressions(std::uint64_t rounds) {
  const auto type = order_type();
  const auto order = make_order(*type);
  if (!order)
    return tl::unexpected(order.error());
  const order_alone names(type);
  const auto holds = compile_one(condition, names);
  const auto adds = compile_one(sum, names);
  if (!holds || !adds)
    return tl::unexpected(holds ? adds.error() : holds.error());
  expression_cost cost;
  cost.rounds = rounds;
  cost.condition_us = evaluation_us(**holds, *order, rounds);
  cost.sum_us = evaluation_us(**adds, *order, rounds);
  measure_decimals(rounds, cost);
  return cost;
}

std::string to_json(const expression_cost& c) {
  return fmt::format("{{\"rounds\":{},\"condition_us\":{:.3f},\"sum_us\":{:.3f},\"add_ns\":{:.1f},"
                     "\"multiply_ns\":{:.1f}}}",
                     c.rounds, c.condition_us, c.sum_us, c.add_ns, c.multiply_ns);
}

} // namespace gantry::bench
