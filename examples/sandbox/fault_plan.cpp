#include "examples/sandbox/faults.hpp"
#include "examples/sandbox/field_reader.hpp"

#include <array>

namespace gantry::sandbox {
namespace {

constexpr std::array<std::string_view, 9> kind_names{"latency",      "refuse",     "error_500",
                                                     "lost_before",  "lost_after", "duplicate",
                                                     "out_of_stock", "blocked",    "outage"};

constexpr std::size_t rules_max = 200;

std::optional<fault_kind> kind_of(std::string_view name) {
  for (std::size_t i = 0; i < kind_names.size(); ++i)
    if (kind_names[i] == name)
      return static_cast<fault_kind>(i);
  return std::nullopt;
}

/// An integer from `low` on, or `otherwise` when the field is left out or null.
std::int64_t whole_number(field_reader& reader, std::string_view name, std::int64_t low,
                          std::int64_t otherwise) {
  const value* const found = reader.find(name);
  if (!found)
    return otherwise;
  if (found->is_int() && found->as_int() >= low)
    return found->as_int();
  reader.complain(name, "range", "this has to be a whole number from " + std::to_string(low));
  return otherwise;
}

double read_probability(field_reader& rule) {
  if (!rule.find("probability"))
    return 1;
  const decimal given = rule.number("probability");
  if (given > decimal{1} || given < decimal{0}) {
    rule.complain("probability", "range", "a probability is between 0 and 1");
    return 0;
  }
  return given.to_double();
}

/// `"ms": 200`, or for latency `"ms": {"median": 50, "p99": 800}`.
void read_ms(field_reader& reader, fault_rule& rule) {
  const value* const found = reader.find("ms");
  const bool needs_ms = rule.kind == fault_kind::latency || rule.kind == fault_kind::outage;
  if (rule.kind == fault_kind::latency && found && found->is_map()) {
    auto spread = reader.inside("ms");
    spread.expect_only({"median", "p99"});
    rule.ms = whole_number(spread, "median", 1, 0);
    rule.p99_ms = whole_number(spread, "p99", 1, 0);
    if (rule.ms == 0 || rule.p99_ms < rule.ms)
      reader.complain("ms", "range", "latency takes a median and a p99 that is not below it");
    return;
  }
  rule.ms = whole_number(reader, "ms", 0, 0);
  if (needs_ms && rule.ms == 0)
    reader.complain("ms", "required", "this kind needs milliseconds above zero");
  if (!needs_ms && rule.ms != 0)
    reader.complain("ms", "not-used", "only latency and outage take milliseconds");
}

/// Whoever thinks of the event names the event: `duplicate` of `shipment_confirmed` is a matter of
/// the operation that leads to it.
std::string_view leading_to(std::string_view system, std::string_view event) {
  if (system == "wms" && event == "shipment_confirmed")
    return "create_fulfillment";
  if (system == "erp" && event == "invoice_posted")
    return "post_invoice";
  return event;
}

void read_operation(field_reader& reader, fault_rule& rule) {
  const value* const found = reader.find("operation");
  if (found && !(found->is_string() && found->as_string() == "*"))
    rule.operation = leading_to(rule.system, reader.text("operation"));
  if (rule.operation.empty() || !is_system(rule.system))
    return;
  if (!find_operation(rule.system, rule.operation))
    reader.complain("operation", "unknown", rule.system + " has no such operation");
}

/// Why a rule can never act, or nothing.
std::string_view why_never(const fault_rule& rule) {
  const auto is = [&rule](std::string_view system, std::string_view operation) {
    return rule.system == system && (rule.operation.empty() || rule.operation == operation);
  };
  switch (rule.kind) {
  case fault_kind::out_of_stock:
    return is("wms", "reserve") ? "" : "never acts: only wms.reserve can be out of stock";
  case fault_kind::blocked:
    return is("erp", "create_sales_order")
               ? ""
               : "never acts: only erp.create_sales_order can be blocked";
  case fault_kind::duplicate:
    return is("wms", "create_fulfillment") || is("erp", "post_invoice")
               ? ""
               : "never acts: events follow from wms.create_fulfillment and erp.post_invoice only";
  default: return "";
  }
}

fault_rule read_rule(field_reader& reader) {
  // `tried`, `fired` and `note` are taken, so that what GET showed can be put again.
  reader.expect_only(
      {"system", "operation", "kind", "probability", "times", "ms", "tried", "fired", "note"});
  fault_rule rule;
  rule.system = reader.text("system");
  if (reader.find("system") && !is_system(rule.system))
    reader.complain("system", "unknown", "the systems are crm, erp, tms and wms");
  read_operation(reader, rule);
  rule.probability = read_probability(reader);
  if (reader.find("times"))
    rule.times = static_cast<std::uint64_t>(whole_number(reader, "times", 0, 0));
  const auto kind = kind_of(reader.text("kind"));
  if (!kind) {
    if (reader.find("kind"))
      reader.complain("kind", "unknown", "there is no such kind of fault");
    return rule;
  }
  rule.kind = *kind;
  read_ms(reader, rule);
  rule.note = why_never(rule);
  // A certain outage without a count would begin again as soon as it ends, for ever.
  if (rule.kind == fault_kind::outage && !rule.times && rule.probability >= 1)
    rule.times = 1;
  return rule;
}

} // namespace

std::string_view name_of(fault_kind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}

result<fault_plan> read_fault_plan(const value& body, std::uint64_t default_seed) {
  field_reader reader(body);
  reader.expect_only({"seed", "rules", "requests", "outages"});
  fault_plan plan;
  plan.seed = static_cast<std::uint64_t>(
      whole_number(reader, "seed", 0, static_cast<std::int64_t>(default_seed)));
  if (reader.find("rules"))
    for (auto& rule : reader.items("rules"))
      plan.rules.push_back(read_rule(rule));
  if (plan.rules.size() > rules_max)
    reader.complain("rules", "range", "at most " + std::to_string(rules_max) + " rules");
  if (reader.errors().empty())
    return plan;
  const auto& first = reader.errors().front();
  return tl::unexpected(error{errc::invalid_request,
                              "the faults are not understood: " + first.path + ": " + first.message,
                              "README.md of the sandbox lists kinds and fields", reader.errors()});
}

} // namespace gantry::sandbox
