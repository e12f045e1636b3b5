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

/// Kinds of files that partners send, and that no channel of this version reads.
result<void> is_readable(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF"))
    text.remove_prefix(3);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (text.starts_with("UNA") || text.starts_with("UNB"))
    return fail(errc::invalid_input,
                "the file is an EDIFACT interchange (it begins with " +
                    std::string(text.substr(0, 3)) +
                    "), and this version reads JSON and X12 interchanges",
                "ask the partner for an X12 850, or have the message turned into JSON and write a "
                "mapping for that: gantry new mapping NAME");
  if (text.starts_with("<"))
    return fail(errc::invalid_input,
                "the file is XML, and this version reads JSON and X12 interchanges",
                "have it turned into JSON, and write a mapping for that: gantry new mapping NAME");
  return {};
}

bool is_of_another_kind(const mapped_one& one) {
  return one.findings.size() == 1 && one.findings.front().code == "mapping-document";
}

struct wrapped_order {
  value document;
  std::string place; ///< before each path in it: `order.`, `orders[0].`
};

/// Orders within a document of one: `{"order": {…}}`, as Shopify's REST interface has it, and the
/// lists that a JSON channel takes.
std::vector<wrapped_order> wrapped_in(const value& document) {
  const value* inner = document.is_map() ? document.find("order") : nullptr;
  if (inner != nullptr && inner->is_map() && document.find("id") == nullptr)
    return {{*inner, "order."}};
  const value* orders = document.is_map() ? document.find("orders") : nullptr;
  const value& list = orders != nullptr ? *orders : document;
  std::vector<wrapped_order> all;
  if (!list.is_list() || !std::all_of(list.as_list().begin(), list.as_list().end(),
                                      [](const value& one) { return one.is_map(); }))
    return all;
  for (const value& one : list.as_list())
    all.push_back({one, (orders != nullptr ? "orders[" : "[") + std::to_string(all.size()) + "]."});
  return all;
}

mapped_one map_json(const dsl::mapping& by, value document, const channels::arrival& how,
                    const std::string& place) {
  auto input = pretty_json(document) + "\n";
  auto one = trace(by, std::move(document), how, [&place](const std::string& path) {
    return place.empty() ? path : path.empty() ? place.substr(0, place.size() - 1) : place + path;
  });
  one.input = std::move(input);
  return one;
}

} // namespace

result<std::vector<mapped_one>> map_file(const std::string& text, const dsl::mapping_ptr& by,
                                         const channels::arrival& how) {
  result<std::vector<mapped_one>> all = std::vector<mapped_one>{};
  if (channels::x12::looks_like_x12(text)) {
    all = map_interchange(text, by, how);
  } else {
    if (const auto readable = is_readable(text); !readable)
      return tl::unexpected(readable.error());
    const auto parsed = parse_json(text, {.long_numbers_as_text = true});
    if (!parsed)
      return tl::unexpected(parsed.error());
    all->push_back(map_json(*by, *parsed, how, {}));
    if (auto wrapped = wrapped_in(*parsed); is_of_another_kind(all->front()) && !wrapped.empty()) {
      all->clear();
      for (wrapped_order& one : wrapped)
        all->push_back(map_json(*by, std::move(one.document), how, one.place));
    }
  }
  if (all)
    for (auto& one : *all)
      check_rules(*by, one);
  return all;
}

} // namespace gantry::cli
