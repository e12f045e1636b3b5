#include "channels/x12/order_850.hpp"

#include "channels/canonical/order_builder.hpp"
#include "channels/x12/check_850.hpp"
#include "channels/x12/document_tree.hpp"

#include <algorithm>
#include <utility>

namespace gantry::channels::x12 {
namespace {

finding told(const segment_error& error) {
  constexpr std::string_view missing_segment = "3"; // AK304
  auto path = error.segment_id;
  if (error.segment_code != missing_segment)
    path += "[" + std::to_string(error.position) + "]";
  if (error.element > 0)
    path +=
        "/" + error.segment_id + (error.element < 10 ? "0" : "") + std::to_string(error.element);
  return {"x12-segment", "error", std::move(path), shortened(error.value), error.message};
}

/// What the envelope found wrong with the set as a whole.
finding told(const std::string& code, const transaction_set& set) {
  const auto stated = [&](std::size_t element) {
    return std::string(set.segments.empty() ? "" : trim(set.segments.back().at(element)));
  };
  const auto tell = [&](const char* name, const std::string& found, std::string message) {
    return finding{name, "error", "ST[" + std::string(set.control) + "]", shortened(found),
                   std::move(message)};
  };
  if (code == "2")
    return tell("x12-no-se", {}, "the transaction set has no SE: it is incomplete");
  if (code == "3")
    return tell("x12-set-control", stated(2),
                "SE02 is `" + stated(2) + "`, and ST02 is `" + std::string(set.control) + "`");
  if (code == "4")
    return tell("x12-segment-count", stated(1),
                "SE01 states " + quoted_count(stated(1)) + " segments, " +
                    std::to_string(set.segments.size()) + " are there");
  return tell("x12-set-number-twice", std::string(set.control), "ST02 stands twice in its group");
}

/// What the mapping could not make of a segment or an element of it.
std::vector<std::string> fields_made_of(std::string_view place,
                                        const std::vector<finding>& findings) {
  std::vector<std::string> fields;
  const auto element = place.substr(place.find('/') + 1); // of segments that stand once
  for (const auto& each : findings)
    if (each.path.starts_with(place) || each.path == element)
      fields.insert(fields.end(), each.fields.begin(), each.fields.end());
  return fields;
}

} // namespace

mapped_order map_order_850(transaction_set& set, const dsl::mapping& by, const arrival& how,
                           bool is_test) {
  check_850(set);
  const auto tree = tree_of(set);
  auto mapped = map_with(by, tree, how,
                         [&tree](const std::string& path) { return standard_path(tree, path); });
  mapped.test = is_test;
  if (mapped.external_id.empty())
    if (const auto* number = tree.find_path("beg.e03"); number != nullptr && number->is_string())
      mapped.external_id = number->as_string();
  std::vector<finding> errors;
  for (const auto& error : set.errors) {
    errors.push_back(told(error));
    errors.back().fields = fields_made_of(errors.back().path, mapped.findings);
  }
  // A field that cannot be made of a segment in error says nothing that the segment does not say.
  if (!set.errors.empty())
    std::erase_if(mapped.findings, [](const finding& f) { return f.code == "mapping-field"; });
  mapped.findings.insert(mapped.findings.begin(), std::make_move_iterator(errors.begin()),
                         std::make_move_iterator(errors.end()));
  if (is_test)
    mapped.findings.push_back({"test-order", "error", "ISA15", "T",
                               "a test interchange: it was checked and answered, and is not run, "
                               "so that it reaches no real system"});
  for (const auto& code : set.codes)
    mapped.findings.push_back(told(code, set));
  if (!set.errors.empty() && !set.rejected())
    set.codes.emplace_back("5");
  if (set.rejected() || is_test)
    mapped.input = {};
  return mapped;
}

} // namespace gantry::channels::x12
