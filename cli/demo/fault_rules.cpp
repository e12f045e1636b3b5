#include "cli/demo/fault_rules.hpp"

#include <fmt/format.h>

namespace gantry::cli {

std::string demo_faults(std::uint64_t seed) {
  std::string rules;
  const auto rule = [&rules](std::string_view system, std::string_view operation,
                             std::string_view kind, double probability,
                             std::string_view more = {}) {
    rules += fmt::format(R"({}{{"system":"{}","operation":"{}","kind":"{}","probability":{}{}}})",
                         rules.empty() ? "" : ",", system, operation, kind, probability, more);
  };
  struct target {
    std::string_view system, operation;
  };
  for (const auto& [system, operation] :
       {target{"erp", "create_sales_order"}, target{"erp", "post_invoice"},
        target{"tms", "book_shipment"}, target{"wms", "create_fulfillment"}}) {
    rule(system, operation, "lost_after", 0.06);
    rule(system, operation, "lost_before", 0.03);
    rule(system, operation, "error_500", 0.03);
  }
  rule("wms", "reserve", "refuse", 0.05);
  rule("wms", "reserve", "lost_after", 0.03);
  rule("wms", "shipment_confirmed", "duplicate", 0.2);
  // Short enough for the retries of the flow.
  rule("tms", "book_shipment", "outage", 0.02, R"(,"ms":400,"times":3)");
  rule("wms", "reserve", "outage", 0.02, R"(,"ms":400,"times":3)");
  rule("erp", "price_order", "latency", 0.3, R"(,"ms":{"median":15,"p99":120})");
  rule("crm", "validate_customer", "latency", 0.3, R"(,"ms":{"median":10,"p99":80})");
  return fmt::format(R"({{"seed":{},"rules":[{}]}})", seed, rules);
}

} // namespace gantry::cli
