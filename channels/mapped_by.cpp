#include "channels/mapped_by.hpp"

#include <algorithm>
#include <utility>

namespace gantry::channels {
namespace {

using kind = dsl::type::kind;

bool is_known_of_arrival(const dsl::field& f) {
  return ((f.name == "channel" || f.name == "partner") && f.of->is == kind::string) ||
         (f.name == "received_at" && f.of->is == kind::timestamp);
}

value record_of(const dsl::type& of, const arrival& how) {
  std::vector<value> fields;
  for (const auto& f : of.fields) {
    if (f.name == "channel")
      fields.emplace_back(how.channel);
    else if (f.name == "partner")
      fields.emplace_back(how.partner);
    else
      fields.emplace_back(how.received_at);
  }
  return value::make_record(of.shape, std::move(fields));
}

/// Records as the JSON that they would be written as: what is absent is left out.
value as_document(const value& v) {
  if (v.is_list()) {
    value::list_type items;
    items.reserve(v.as_list().size());
    for (const auto& item : v.as_list())
      items.push_back(as_document(item));
    return value::make_list(std::move(items));
  }
  if (!v.is_record())
    return v;
  value::map_entries members;
  for (std::size_t i = 0; i < v.fields().size(); ++i)
    if (!v.fields()[i].is_none())
      members.emplace_back(value(v.shape().fields[i]), as_document(v.fields()[i]));
  return value::make_map_of_unique(std::move(members));
}

} // namespace

result<void> can_serve(const dsl::mapping& by) {
  const auto& takes = by.parameters();
  const bool document = !takes.empty() && takes[0].of->is == kind::dynamic;
  const bool rest =
      takes.size() < 2 ||
      (takes.size() == 2 && takes[1].of->is == kind::record &&
       std::all_of(takes[1].of->fields.begin(), takes[1].of->fields.end(), is_known_of_arrival));
  if (document && rest)
    return {};
  return fail(errc::config_invalid,
              "the mapping `" + by.name() + "` does not take what a channel gives",
              "a channel's mapping takes (doc: json, arrival: Arrival), with `channel` and "
              "`partner` as texts and `received_at` as a timestamp, or the document alone");
}

std::vector<value> arguments_of(const dsl::mapping& by, const value& document, const arrival& how) {
  std::vector<value> arguments{document};
  if (by.parameters().size() > 1)
    arguments.push_back(record_of(*by.parameters()[1].of, how));
  return arguments;
}

mapped_order map_with(const dsl::mapping& by, const value& document, const arrival& how,
                      const dsl::place_words& words) {
  const auto arguments = arguments_of(by, document, how);
  auto made = by.run(arguments, how.received_at);
  mapped_order mapped;
  for (auto& found : made.findings) {
    auto message = words ? dsl::sentence_of(found, words) : std::move(found.message);
    mapped.findings.push_back({std::move(found.code), found.refuses ? "error" : "warning",
                               words ? words(found.path) : std::move(found.path),
                               std::move(found.found), std::move(message),
                               std::move(found.fields)});
  }
  if (made.what.is_none())
    return mapped;
  mapped.input = as_document(made.what);
  if (const auto* id = mapped.input.find_path("source.external_id");
      id != nullptr && id->is_string())
    mapped.external_id = id->as_string();
  return mapped;
}

} // namespace gantry::channels
