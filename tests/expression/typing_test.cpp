#include "dsl/types/builders.hpp"
#include "tests/expression/evaluate.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;

namespace {

/// Code, and the text between the columns of the first mistake.
std::string mistake_in(const std::string& expression, const dsl::type_ref& expected = nullptr) {
  const auto outcome = evaluate(expression, order_names(), {}, expected);
  if (outcome.mistakes.empty())
    return "no mistake: " + outcome.text();
  const auto& first = outcome.mistakes.front();
  CHECK_FALSE(first.message.empty());
  CHECK(first.at.line == 1);
  return first.code + " " +
         expression.substr(first.at.column - 1, first.at.end_column - first.at.column);
}

} // namespace

TEST_CASE("decimals and doubles never meet", "[unit]") {
  for (const std::string op : {"+", "-", "*", "/", "<", "<=", ">", ">="}) {
    INFO(op);
    CHECK(mistake_in("order.total " + op + " 0.5").starts_with("GF0205"));
    CHECK(mistake_in("ratio " + op + " 12.50m").starts_with("GF0205"));
  }
  CHECK(mistake_in("order.total == ratio").starts_with("GF0205"));
  const auto outcome = evaluate("order.total + 0.5", order_names());
  REQUIRE(outcome.mistakes.size() == 1);
  CHECK(outcome.mistakes[0].help.find("`0.5m`") != std::string::npos);
}

TEST_CASE("a double that only shows at run time is still no decimal", "[unit]") {
  const auto outcome = evaluate("dyn(0.5) + dyn(1.5m)", order_names());
  CHECK_FALSE(outcome.is);
}

TEST_CASE("decimals are exact where doubles are not", "[unit]") {
  CHECK(result_of("0.1m + 0.2m == 0.3m") == "true");
  CHECK(result_of("0.1m + 0.2m") == "\"0.3\"");
  CHECK(result_of("order.total * count") == "\"37.50\"");
  CHECK(result_of("1m / 3m") == "\"0.3333333333333333333333333333333333\"");
  CHECK(result_of("order.lines.sum(l, l.quantity * l.price)") == "\"12.50\"");
  CHECK(result_of("order.lines.sum(l, l.quantity * l.price) == order.total") == "true");
  CHECK(result_of("order.total / (1m - 1m)") == "failed");
  CHECK(result_of("decimal(\"12.5\") == 12.50m") == "true");
}

TEST_CASE("a mistake of types says which part and which types", "[unit]") {
  CHECK(mistake_in("orders.total") == "GF0201 orders");
  CHECK(mistake_in("order.totl") == "GF0202 totl");
  CHECK(mistake_in("count.total") == "GF0202 total");
  CHECK(mistake_in("!count") == "GF0203 !count");
  CHECK(mistake_in("true && count") == "GF0203 count");
  CHECK(mistake_in("order.lines[\"a\"]") == "GF0203 \"a\"");
  CHECK(mistake_in("count + \"x\"") == "GF0205 count + \"x\"");
  CHECK(mistake_in("1 in count") == "GF0205 count");
  CHECK(mistake_in("order.kind == \"urgent\"") == "GF0206 \"urgent\"");
  CHECK(mistake_in("count > 1 ? \"a\" : 1") == "GF0207 count > 1 ? \"a\" : 1");
  CHECK(mistake_in("shout(\"a\")") == "GF0213 shout");
  CHECK(mistake_in("\"a\".startsWith(1)").starts_with("GF0214"));
  CHECK(mistake_in("has(count)").starts_with("GF0214"));
  CHECK(mistake_in("count.map(x, x)") == "GF0203 count");
  CHECK(mistake_in("count", dsl::string_type()) == "GF0203 count");
}

TEST_CASE("misspelt names are told with the name that was meant", "[unit]") {
  const auto help = [](const std::string& expression) {
    const auto outcome = evaluate(expression, order_names());
    REQUIRE(outcome.mistakes.size() == 1);
    return outcome.mistakes[0].help;
  };
  CHECK(help("ordr.total") == "did you mean `order`?");
  CHECK(help("order.totl") == "did you mean `total`?");
  CHECK(help("\"a\".startWith(\"a\")").find("startsWith") != std::string::npos);
  CHECK(help("order.kind == \"rusch\"") == "did you mean `rush`?");
}

TEST_CASE("minutes that were written as a decimal are told", "[unit]") {
  for (const char* wrong : {"order.promised + 5m", "order.promised - 5m", "1h + 5m"}) {
    INFO(wrong);
    const auto outcome = evaluate(wrong, order_names());
    REQUIRE(outcome.mistakes.size() == 1);
    CHECK(outcome.mistakes[0].help.starts_with("write `5min`"));
  }
}

TEST_CASE("a record that stands for another one is told what it lacks and what differs", "[unit]") {
  const auto due = [](std::vector<dsl::field> fields) {
    return dsl::make_record_type("Delivery", std::move(fields));
  };
  const auto help = [](const dsl::type_ref& expected) {
    const auto outcome = evaluate("order", order_names(), {}, expected);
    REQUIRE(outcome.mistakes.size() == 1);
    CHECK(outcome.mistakes[0].code == "GF0203");
    return outcome.mistakes[0].help;
  };
  CHECK(help(due({{"id", dsl::string_type(), false, false},
                  {"carrier", dsl::string_type(), false, false},
                  {"parcels", dsl::int_type(), false, false},
                  {"remark", dsl::optional_of(dsl::string_type()), false, false}})) ==
        "it lacks `carrier`, `parcels`");
  CHECK(help(due({{"total", dsl::string_type(), false, false}})) ==
        "its `total` is decimal, not string");
}

TEST_CASE("two mistakes of one expression are both told", "[unit]") {
  const auto outcome = evaluate("(ordr.total > 1m) && (order.totl > 1m)", order_names());
  CHECK(outcome.mistakes.size() == 2);
}

TEST_CASE("what may be absent is unwrapped before it is used", "[unit]") {
  CHECK(mistake_in("note + \"!\"").starts_with("GF0205"));
  CHECK(mistake_in("note < \"a\"").starts_with("GF0204"));
  CHECK(mistake_in("note", dsl::string_type()) == "GF0203 note");
  CHECK(result_of("note.orValue(\"none\") + \"!\"") == "\"none!\"");
  CHECK(result_of("order.note.orValue(\"\").size()") == "0");
  CHECK(result_of("has(order.note)") == "false");
  CHECK(result_of("has(order.id)") == "true");
  CHECK(result_of("note.hasValue()") == "false");
  CHECK(result_of("note == none") == "true");
  CHECK(result_of("doc.?a.?b[?0].orValue(9)") == "1");
  CHECK(result_of("doc.?x.?b[?0].orValue(9)") == "9");
  CHECK(result_of("[?doc.?x, ?doc.?a].size()") == "1");
  CHECK(result_of("doc.x") == "failed");
}

TEST_CASE("macros see their variable and nothing leaks out", "[unit]") {
  CHECK(result_of("order.lines.map(l, l.sku)") == R"(["A","B"])");
  CHECK(result_of("order.lines.filter(l, l.quantity > 2m).map(l, l.sku)") == R"(["B"])");
  CHECK(result_of("order.lines.all(l, l.price > 1m)") == "true");
  CHECK(result_of("order.lines.exists_one(l, l.sku == \"A\")") == "true");
  CHECK(result_of("[1, 2, 3].fold(x, total, 0, total + x)") == "6");
  // What the rounds make is what the next round is given.
  CHECK(result_of("order.lines.fold(l, total, 0, total + l.quantity)") == "GF0203");
  CHECK(result_of("order.lines.fold(l, total, 0m, total + l.quantity)") == "\"6\"");
  CHECK(result_of("order.lines.max_by(l, l.price).sku") == "\"B\"");
  CHECK(result_of("order.lines.index_by(l, l.sku)[\"B\"].quantity") == "\"4\"");
  CHECK(result_of("cel.bind(x, 2, x * x)") == "4");
  CHECK(mistake_in("order.lines.sum(l, l.sku)") == "GF0203 l.sku");
  CHECK(mistake_in("order.lines.exists(l, true) && l.sku == \"A\"") == "GF0201 l");
}

TEST_CASE("logic forgives a failure that does not decide", "[unit]") {
  CHECK(result_of("true || 1 / (1 - 1) > 0") == "true");
  CHECK(result_of("1 / (1 - 1) > 0 || true") == "true");
  CHECK(result_of("1 / (1 - 1) > 0 && false") == "false");
  CHECK(result_of("1 / (1 - 1) > 0 || false") == "failed");
}

TEST_CASE("whole numbers overflow with an error and never wrap", "[unit]") {
  CHECK(result_of("9223372036854775807 + 1") == "failed");
  CHECK(result_of("-9223372036854775808 - 1") == "failed");
  CHECK(result_of("9223372036854775807 * 2") == "failed");
  CHECK(result_of("-(-9223372036854775808)") == "failed");
  CHECK(result_of("-9223372036854775808 / -1") == "failed");
  CHECK(result_of("18446744073709551615u + 1u") == "failed");
  CHECK(result_of("1u - 2u") == "failed");
  CHECK(result_of("5 % (1 - 1)") == "failed");
}

TEST_CASE("times and spans are added and compared, and overflow with an error", "[unit]") {
  CHECK(result_of("order.promised + 1d") == "\"2026-12-02T16:00:00Z\"");
  CHECK(result_of("order.promised - now == 7d7h") == "true");
  CHECK(result_of("now < order.promised") == "true");
  CHECK(result_of("timestamp(\"2262-01-01T00:00:00Z\") + 365d") == "failed");
  CHECK(mistake_in("order.promised + order.promised").starts_with("GF0205"));
  CHECK(mistake_in("5m", dsl::duration_type()) == "GF0203 5m");
}
