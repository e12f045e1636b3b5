#include "bench/language_alone.hpp"

#include "bench/long_flow.hpp"
#include "bench/machine.hpp"
#include "channels/mapped_by.hpp"
#include "dsl/base/json.hpp"
#include "dsl/format/format_flow.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace gantry::bench {
namespace {

constexpr std::size_t flow_lines_least = 2'000;
/// Of one round, so that the clock's own steps do not count.
constexpr int orders_a_round = 200;

template <class F>
double median_s(std::uint64_t rounds, F&& once) {
  std::vector<double> all;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const auto before = process_cpu_s();
    once();
    all.push_back(process_cpu_s() - before);
  }
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

result<void> measure_flow(std::uint64_t rounds, language_cost& cost) {
  const std::vector<dsl::source_file> files{{"many_sites.flow", long_flow(flow_lines_least)}};
  const auto& text = files.front().text;
  cost.flow_lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  cost.flow_bytes = text.size();
  if (dsl::compile(files).has_errors())
    return fail(errc::flow_invalid, "the long flow of the bench does not check");
  cost.check_ms = 1e3 * median_s(rounds, [&] { (void)dsl::compile(files); });
  std::vector<dsl::diagnostic> told;
  cost.format_ms = 1e3 * median_s(rounds, [&] { (void)dsl::format_flow(files.front(), told); });
  return {};
}

result<void> measure_mapping(const dsl::mapping& by, std::uint64_t rounds, language_cost& cost) {
  const auto text = shop_order();
  const channels::arrival how{"webshop", "webshop", *parse_timestamp("2026-11-24T09:58:00Z")};
  const auto document = parse_json(text);
  if (!document || channels::map_with(by, *document, how).input.is_none())
    return fail(errc::flow_invalid, "the mapping does not take the order of the bench");
  cost.document_bytes = text.size();
  cost.document_lines = document->find("line_items")->as_list().size();
  const auto each_us = [&](auto once) {
    return 1e6 / orders_a_round * median_s(rounds, [&] {
             for (int i = 0; i < orders_a_round; ++i)
               once();
           });
  };
  cost.read_us = each_us([&] { (void)parse_json(text); });
  cost.map_us = each_us([&] { (void)channels::map_with(by, *document, how); });
  cost.both_us = each_us([&] { (void)channels::map_with(by, *parse_json(text), how); });
  return {};
}

} // namespace

std::string shop_order() {
  return R"({"id":6120045531001,"name":"#1407","created_at":"2026-11-24T10:31:07+01:00",)"
         R"("processed_at":"2026-11-24T10:31:05+01:00","cancelled_at":null,"currency":"EUR",)"
         R"("email":"ida.lang@mail.example","current_total_price":"61.92","total_price":"61.92",)"
         R"("note_attributes":[{"name":"account","value":"C-1007"}],"tags":"",)"
         R"("customer":{"id":2071,"first_name":"Ida","last_name":"Lang","tags":"newsletter"},)"
         R"("billing_address":{"name":"Ida Lang","address1":"Seegasse 4","city":"Graz",)"
         R"("zip":"8010","country_code":"AT","phone":null},)"
         R"("shipping_address":{"name":"Ida Lang","address1":"Am Anger 12","address2":"Top 3",)"
         R"("city":"Leoben","zip":"8700","country_code":"AT","phone":"+43 3842 555 01"},)"
         R"("line_items":[{"id":15301,"title":"Garden hose 25 m","sku":"SKU-1","quantity":2,)"
         R"("current_quantity":2,"price":"24.50","gift_card":false,"requires_shipping":true},)"
         R"({"id":15302,"title":"Paint brush","sku":"SKU-8","quantity":1,)"
         R"("current_quantity":1,"price":"12.92","gift_card":false,"requires_shipping":true}],)"
         R"("shipping_lines":[{"code":"Standard","price":"0.00"}]})";
}

result<language_cost> run_language_alone(const std::vector<dsl::source_file>& flows,
                                         std::uint64_t rounds) {
  language_cost cost;
  if (const auto measured = measure_flow(rounds, cost); !measured)
    return tl::unexpected(measured.error());
  const auto compiled = dsl::compile(flows);
  if (compiled.has_errors())
    return fail(errc::flow_invalid, "the flows do not check", "run gantry check on them");
  const auto found = std::find_if(compiled.mappings.begin(), compiled.mappings.end(),
                                  [](const auto& each) { return each->name() == "shopify_order"; });
  if (found == compiled.mappings.end())
    return fail(errc::not_found, "the flows hold no mapping shopify_order");
  if (const auto measured = measure_mapping(**found, rounds, cost); !measured)
    return tl::unexpected(measured.error());
  return cost;
}

std::string to_json(const language_cost& c) {
  return fmt::format(R"({{"flow_lines":{},"flow_bytes":{},"check_ms":{:.2f},"format_ms":{:.2f},)"
                     R"("document_bytes":{},"document_lines":{},"read_us":{:.2f},"map_us":{:.2f},)"
                     R"("both_us":{:.2f}}})",
                     c.flow_lines, c.flow_bytes, c.check_ms, c.format_ms, c.document_bytes,
                     c.document_lines, c.read_us, c.map_us, c.both_us);
}

} // namespace gantry::bench
