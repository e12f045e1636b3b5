#include "cli/map/mapped_file.hpp"

#include "channels/factory.hpp"
#include "channels/x12/document_tree.hpp"
#include "channels/x12/documents_850.hpp"
#include "cli/pretty_json.hpp"
#include "dsl/base/json.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace gantry::cli {
namespace {

/// What a channel tells of the arrival is not in the document and has no name there.
bool is_of_arrival(const std::string& path, const dsl::mapping& by) {
  return by.parameters().size() > 1 && path.starts_with(by.parameters()[1].name + ".");
}

mapped_one trace(const dsl::mapping& by, value document, const channels::arrival& how,
                 const dsl::place_words& words) {
  mapped_one one;
  const auto arguments = channels::arguments_of(by, document, how);
  one.output = by.trace(arguments, how.received_at, one.origins).what;
  one.findings = channels::map_with(by, document, how, words).findings;
  for (auto& origin : one.origins)
    for (auto& path : origin.paths)
      if (!is_of_arrival(path, by))
        path = path.empty() ? "the document" : words(path);
  one.document = std::move(document);
  return one;
}

/// The rules that every canonical order keeps, told at the place in the document.
void check_rules(const dsl::mapping& by, mapped_one& one) {
  if (one.output.is_none() || by.returns()->name != channels::canonical_type)
    return;
  for (auto& mistake : channels::check_canonical_order(one.output)) {
    const auto origin =
        std::find_if(one.origins.begin(), one.origins.end(),
                     [&](const dsl::field_origin& each) { return each.field == mistake.path; });
    const bool is_known = origin != one.origins.end() && !origin->paths.empty();
    one.findings.push_back({"order-" + mistake.rule,
                            "error",
                            is_known ? origin->paths.front() : mistake.path,
                            std::move(mistake.value),
                            std::move(mistake.message),
                            {mistake.path}});
  }
  if (!one.findings.empty() && one.findings.back().code.starts_with("order-"))
    one.output = {};
}

/// Segments with the positions by which findings name them.
std::string text_of_set(const channels::x12::transaction_set& set,
                        const channels::x12::separators& by) {
  std::string text;
  for (const auto& segment : set.segments) {
    text += fmt::format("{:>4}  {}", segment.position, segment.id);
    for (const auto& element : segment.elements)
      text += by.element + std::string(element);
    text += '\n';
  }
  return text;
}

/// What the channel would say: envelopes and the standard count beside the mapping.
void tell_as_channel(const std::string& text, const dsl::mapping_ptr& by,
                     const channels::arrival& how, std::vector<mapped_one>& all) {
  const auto channel =
      channels::make_channel({how.channel, "x12", "none", how.partner, "", "main", by});
  if (!channel)
    return;
  channels::raw_document raw;
  raw.channel = how.channel;
  raw.body = text;
  raw.received_at = how.received_at;
  auto mapped = (*channel)->map(raw);
  for (std::size_t i = 0; i < std::min(all.size(), mapped.orders.size()); ++i) {
    all[i].findings = std::move(mapped.orders[i].findings);
    if (mapped.orders[i].input.is_none())
      all[i].output = {};
  }
  if (!all.empty())
    all.front().findings.insert(all.front().findings.begin(), mapped.findings.begin(),
                                mapped.findings.end());
}

result<std::vector<mapped_one>> map_interchange(const std::string& text, const dsl::mapping_ptr& by,
                                                const channels::arrival& how) {
  std::vector<mapped_one> all;
  const auto read = [&](const channels::x12::transaction_set& set,
                        const channels::x12::separators& separators) {
    const auto tree = channels::x12::tree_of(set);
    all.push_back(trace(*by, tree, how, [&tree](const std::string& path) {
      return channels::x12::standard_path(tree, path);
    }));
    all.back().input = text_of_set(set, separators);
  };
  if (const auto found = channels::x12::each_850(text, read); !found)
    return tl::unexpected(found.error());
  tell_as_channel(text, by, how, all);
  return all;
}

} // namespace

result<std::vector<mapped_one>> map_file(const std::string& text, const dsl::mapping_ptr& by,
                                         const channels::arrival& how) {
  result<std::vector<mapped_one>> all = std::vector<mapped_one>{};
  if (channels::x12::looks_like_x12(text)) {
    all = map_interchange(text, by, how);
  } else {
    auto parsed = parse_json(text, {.long_numbers_as_text = true});
    if (!parsed)
      return tl::unexpected(parsed.error());
    auto input = pretty_json(*parsed) + "\n";
    all->push_back(
        trace(*by, std::move(*parsed), how, [](const std::string& path) { return path; }));
    all->back().input = std::move(input);
  }
  if (all)
    for (auto& one : *all)
      check_rules(*by, one);
  return all;
}

} // namespace gantry::cli
