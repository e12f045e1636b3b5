#include "dsl/base/json.hpp"
#include "tests/fuzz/diagnostics_hold.hpp"
#include "tests/fuzz/entry_points.hpp"

namespace gantry::fuzz {
namespace {

constexpr const char* flow = R"(
enum Kind { plain, rush }
type Item { sku: string, each: int, price: decimal, due: timestamp, note: string? }
type Found { item: Item, all: Item[] }
table item_of(sku: string, kind: Kind) -> Item from "rows.csv"
table items_of(sku: string, kind: Kind) -> Item[] from "rows.csv"
mapping found(doc: json) -> Found {
  item = item_of(text(doc.?sku), "plain")
  all  = items_of(text(doc.?sku), "plain")
}
)";

} // namespace

std::string run_table(std::string_view input) {
  const std::vector<dsl::source_file> files{{"main.flow", flow}, {"rows.csv", std::string(input)}};
  const auto compiled = dsl::compile(files);
  if (auto wrong = wrong_with(compiled.diagnostics, files); !wrong.empty())
    return wrong;
  if (compiled.has_errors() != compiled.mappings.empty())
    return "a file with mistakes is read, or one without is not";
  if (compiled.has_errors())
    return {};
  const std::vector<value> document{value::make_map({{value("sku"), value("SKU-1")}})};
  const auto made = compiled.mappings.front()->run(document, timestamp{});
  if (made.what.is_none())
    return {};
  const auto& all = made.what.find("all")->as_list();
  return all.size() == 1 && to_json(all.front()) == to_json(*made.what.find("item"))
             ? std::string{}
             : "a list of one row is not that row";
}

} // namespace gantry::fuzz
