// Goal: a mapping makes what it says, tells every field that it cannot make, and nothing twice.
#include "dsl/base/json.hpp"
#include "dsl/mapping/finding_text.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace gantry;
using namespace gantry::tests;
using texts = std::vector<std::string>;

namespace {

const std::string types = R"(
type Item { sku: string, quantity: decimal, note: string? }
type Place { city: string, country: string }
type Job { id: string, number: string, to: Place, items: Item[], rush: bool }
)";

const std::string good = R"(
mapping place(from: json) -> Place {
  refuse "no-country" at from.country when text(from.?country) == "" because "no country"
  city    = text(from.?town)
  country = text(from.?country)
}
mapping job(doc: json) -> Job {
  warn "left-out" for row in items(doc.?rows) at row.n when text(row.?n) == "0"
    because "row " + text(row.?sku) + " is left out"
  number = text(doc.?no)
  to     = place(doc.address)
  items  = items(doc.?rows).map(row, text(row.?n) != "0", Item {
    sku:      text(row.?sku),
    quantity: decimal(text(row.?n))
  })
  rush   = doc.?rush.orValue(false)
}
)";

dsl::compilation compiled(const std::string& text) {
  return dsl::compile({{"main.flow", types + text}});
}

dsl::mapping_ptr named(const dsl::compilation& all, const std::string& name) {
  for (const auto& each : all.mappings)
    if (each->name() == name)
      return each;
  FAIL(rendered(all, {}));
  return nullptr;
}

dsl::mapped_value mapped(const std::string& json) {
  const auto all = compiled(good);
  const std::vector<value> arguments{*parse_json(json)};
  return named(all, "job")->run(arguments, timestamp{});
}

texts found_in(const dsl::mapped_value& made) {
  texts all;
  for (const auto& f : made.findings)
    all.push_back((f.refuses ? "" : "warning ") + f.code + " " + f.path +
                  (f.fields.empty() ? "" : " > " + dsl::listed(f.fields, "and")));
  return all;
}

} // namespace

TEST_CASE("a mapping makes records, lists and what other mappings make", "[unit]") {
  const auto made = mapped(R"({"no":"J-1","address":{"town":"Graz","country":"AT"},
    "rows":[{"sku":"A","n":"2"},{"sku":"B","n":"0"},{"sku":"C","n":1.50}],"rush":true})");
  CHECK(found_in(made) == texts{"warning left-out rows[1].n"});
  REQUIRE(made.what.is_record());
  CHECK(made.what.find_path("to.city")->as_string() == "Graz");
  CHECK(made.what.find("rush")->as_bool());
  const auto& items = made.what.find("items")->as_list();
  REQUIRE(items.size() == 2);
  CHECK(items[1].find("sku")->as_string() == "C");
  CHECK(items[1].find("quantity")->as_decimal().to_string() == "1.50");
  CHECK(items[1].find("note")->is_none());
}

TEST_CASE("every place that keeps a field from being made is a finding of its own", "[unit]") {
  const auto made = mapped(R"({"no":"J-1","address":{"country":"AT"},
    "rows":[{"sku":"A","n":"two"},{"sku":"B","n":"3"},{"sku":"C","n":""}],"rush":"soon"})");
  CHECK(made.what.is_none());
  CHECK(found_in(made) == texts{"mapping-field rows[0].n > items[0].quantity",
                                "mapping-field rows[2].n > items[2].quantity",
                                "mapping-field rush > rush"});
  CHECK(made.findings[0].found == "two");
  CHECK(made.findings[0].message.find("`items[0].quantity`") != std::string::npos);
}

TEST_CASE("fields that one place keeps from being made share a finding", "[unit]") {
  const std::string day_of = "define day(d: json) -> timestamp = timestamp(text(d.?day))\n"
                             "type Span { from: timestamp, to: timestamp, days: int }\n"
                             "mapping span(doc: json) -> Span { from = day(doc) to = day(doc) + 1d "
                             "days = int(text(doc.?days)) }";
  const auto by = named(compiled(day_of), "span");
  const auto findings = [&](const std::string& json) {
    return by->run(std::vector<value>{*parse_json(json)}, timestamp{}).findings;
  };
  const auto wrong = findings(R"({"day":"monday","days":"2"})");
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].fields == texts{"from", "to"});
  CHECK(wrong[0].message.starts_with("`from` and `to` cannot be made of day (monday): `monday` is "
                                     "not an RFC 3339 time, "));
  CHECK(wrong[0].message.ends_with("; correct the document, or the mapping (main.flow:7)"));
  const auto absent = findings(R"({"days":"2"})");
  REQUIRE(absent.size() == 1);
  CHECK(absent[0].message.starts_with("`from` and `to` cannot be made: nothing stands at day (an "
                                      "empty text is not an RFC 3339 time)"));
  CHECK(findings(R"({"day":"2026-11-24T00:00:00Z","days":"2"})").empty());
}

TEST_CASE("a document of another kind is told once, one that lacks a part is not one", "[unit]") {
  for (const std::string other : {"{}", "7", "[]", R"({"name":"x"})"}) {
    INFO(other);
    CHECK(found_in(mapped(other)) == texts{"mapping-document "});
  }
  CHECK(found_in(mapped(R"({"no":"J-1"})")) == texts{"mapping-field address > to"});
}

TEST_CASE("what a rule refused is not told again by the fields that read it", "[unit]") {
  const auto made = mapped(R"({"no":"J-1","address":{"town":"Graz"},"rows":[],"rush":false})");
  CHECK(found_in(made) == texts{"no-country address.country > to.country"});
  CHECK(made.what.is_none());
  const auto without = mapped(R"({"no":"J-1","rows":[],"rush":false})");
  CHECK(found_in(without) == texts{"mapping-field address > to"});
}

TEST_CASE("a mapping tells where every plain value came from", "[unit]") {
  const auto all = compiled(good);
  const std::vector<value> arguments{*parse_json(
      R"({"no":"J-1","address":{"town":"Graz","country":"AT"},"rows":[{"sku":"A","n":"2"}]})")};
  std::vector<dsl::field_origin> origins;
  (void)named(all, "job")->trace(arguments, timestamp{}, origins);
  texts seen;
  for (const auto& each : origins) {
    std::string from;
    for (const auto& path : each.paths)
      from += " " + path;
    seen.push_back(each.field + " <-" + from);
  }
  CHECK(seen == texts{"number <- no", "to.city <- address.town", "to.country <- address.country",
                      "items[0].sku <- rows[0].sku", "items[0].quantity <- rows[0].n",
                      "rush <- rush"});
}

TEST_CASE("a mapping that cannot work is refused before anything is deployed", "[unit]") {
  const auto code = [](const std::string& text) {
    const auto all = compiled(text);
    CHECK(all.mappings.empty());
    texts codes;
    for (const auto& d : all.diagnostics)
      codes.push_back(d.code);
    return codes;
  };
  const std::string head = "mapping place(from: json) -> Place { city = text(from.?town) ";
  CHECK(code(head + "}") == texts{"GF0274"});
  CHECK(code(head + "contry = \"AT\" }") == texts{"GF0273"});
  CHECK(code(head + "country = \"AT\" city = \"Graz\" }") == texts{"GF0131"});
  CHECK(code(head + "country = 7 }") == texts{"GF0203"});
  CHECK(code(head + "country = form.country }") == texts{"GF0201"});
  CHECK(code("mapping a(d: json) -> Place { city = \"x\" country = \"y\" warn \"No Code\" when "
             "true because \"z\" }") == texts{"GF0276"});
  CHECK(code("mapping a(d: json) -> Item[] { sku = \"x\" }") == texts{"GF0273"});
  CHECK(
      code("type Part { id: string, text: string } type Whole { parts: Part[] } mapping a(d: json) "
           "-> Whole { parts = items(d.?p).map(p, Part { text: text(p.?t) }) }") ==
      texts{"GF0274"});
  CHECK(code("mapping a(d: json) -> Job { number = \"1\" to = {city: \"x\"} items = [] rush = true "
             "}") == texts{"GF0274"});
}

TEST_CASE("a document that is refused says why, however much it is warned of before", "[unit]") {
  std::string rows = R"({"sku":"A","n":"0"})";
  for (int i = 1; i < 150; ++i)
    rows += R"(,{"sku":"A","n":"0"})";
  const auto by_field = mapped(R"({"address":{"town":"Graz","country":"AT"},"rows":[)" + rows +
                               R"(],"rush":"perhaps"})");
  CHECK(by_field.what.is_none());
  CHECK(by_field.findings.size() == 100);
  CHECK(by_field.findings.back().code == "mapping-field");
  const auto by_rule =
      mapped(R"({"no":"J-1","address":{"town":"Graz"},"rows":[)" + rows + R"(],"rush":true})");
  CHECK(by_rule.what.is_none());
  CHECK(by_rule.findings.size() == 100);
  CHECK(by_rule.findings.back().code == "no-country");
  const auto taken = mapped(R"({"no":"J-1","address":{"town":"Graz","country":"AT"},"rows":[)" +
                            rows + R"(],"rush":true})");
  CHECK(taken.what.is_record());
  CHECK(taken.findings.size() == 100);
}
