#include "channels/factory.hpp"
#include "channels/x12/interchange.hpp"
#include "tests/fuzz/entry_points.hpp"
#include "tests/support/mapped_invariants.hpp"
#include "tests/support/project_mapping.hpp"

#include <algorithm>
#include <stdexcept>

namespace gantry::fuzz {
namespace {

std::shared_ptr<channels::channel> x12_channel() {
  channels::channel_options options;
  options.name = "edi";
  options.kind = "x12";
  options.workflow = "order_to_cash";
  options.partner = "ISA06";
  options.mapping = tests::project_mapping("x12_850");
  auto made = channels::make_channel(options);
  if (!made)
    throw std::runtime_error(made.error().message);
  return *made;
}

/// Acknowledgements are taken without a word: they bring no order and are never answered.
bool holds_acknowledgements_alone(std::string_view document) {
  const auto stream = channels::x12::split(document);
  if (!stream)
    return false;
  std::vector<channels::finding> findings;
  const auto read = channels::x12::read_interchanges(*stream, findings);
  const auto is_acknowledgement = [](const auto& group) { return group.function == "FA"; };
  return !read.empty() && std::all_of(read.begin(), read.end(), [&](const auto& each) {
    return !each.groups.empty() &&
           std::all_of(each.groups.begin(), each.groups.end(), is_acknowledgement);
  });
}

} // namespace

std::string run_x12(std::string_view input) {
  static const auto channel = x12_channel();
  channels::raw_document document;
  document.id = "0193f0a0-0000-7000-8000-000000000001";
  document.channel = "edi";
  document.media_type = "application/edi-x12";
  document.body = input;
  document.received_at = *parse_timestamp("2026-11-24T09:58:00Z");
  const auto mapped = channel->map(document);
  if (mapped.orders.empty() && mapped.findings.empty())
    return holds_acknowledgements_alone(input) ? "" : "nobody says what came of it";
  return tests::broken_invariant(mapped);
}

} // namespace gantry::fuzz
