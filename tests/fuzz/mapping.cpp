#include "channels/mapped_by.hpp"
#include "channels/x12/documents_850.hpp"
#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"
#include "tests/fuzz/entry_points.hpp"
#include "tests/support/project_mapping.hpp"

#include <algorithm>

namespace gantry::fuzz {
namespace {

/// Far beyond what one order holds; each origin is a line that people read.
constexpr std::size_t findings_max = 100;

std::string wrong_with(const dsl::mapping_finding& f) {
  if (f.code.empty() || f.message.empty())
    return "a finding without a code or a sentence";
  for (const auto* text : {&f.path, &f.found, &f.message})
    if (!is_valid_utf8(*text))
      return "a finding that is not UTF-8: " + f.code;
  for (const auto& field : f.fields)
    if (!is_valid_utf8(field))
      return "a field that is not UTF-8: " + f.code;
  return {};
}

bool is_same(const dsl::mapping_finding& a, const dsl::mapping_finding& b) {
  return a.code == b.code && a.refuses == b.refuses && a.path == b.path && a.fields == b.fields &&
         a.found == b.found && a.message == b.message;
}

std::string wrong_with(const dsl::mapping& by, const value& document) {
  const channels::arrival how{"web", "shop", *parse_timestamp("2026-11-24T09:58:00Z")};
  const auto arguments = channels::arguments_of(by, document, how);
  const auto made = by.run(arguments, how.received_at);
  const bool is_refused = std::any_of(made.findings.begin(), made.findings.end(),
                                      [](const auto& f) { return f.refuses; });
  if (made.what.is_none() != is_refused)
    return "a document is refused and mapped, or neither";
  if (made.findings.size() > findings_max)
    return "more than 100 findings";
  for (const auto& f : made.findings)
    if (auto wrong = wrong_with(f); !wrong.empty())
      return wrong;
  std::vector<dsl::field_origin> origins;
  const auto traced = by.trace(arguments, how.received_at, origins);
  if (to_json(traced.what) != to_json(made.what) ||
      !std::equal(traced.findings.begin(), traced.findings.end(), made.findings.begin(),
                  made.findings.end(), is_same))
    return "a trace makes something else than a run";
  return {};
}

} // namespace

std::string run_mapping(std::string_view input) {
  static const auto shop = tests::project_mapping("shopify_order");
  static const auto purchase = tests::project_mapping("x12_850");
  if (channels::x12::looks_like_x12(input)) {
    const auto documents = channels::x12::documents_850(input);
    if (documents)
      for (const auto& each : *documents)
        if (auto wrong = wrong_with(*purchase, each); !wrong.empty())
          return wrong;
    return {};
  }
  const auto document = parse_json(input);
  if (!document)
    return {};
  if (auto wrong = wrong_with(*shop, *document); !wrong.empty())
    return wrong;
  return wrong_with(*purchase, *document);
}

} // namespace gantry::fuzz
