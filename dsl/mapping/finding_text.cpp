#include "dsl/mapping/finding_text.hpp"

#include <algorithm>
#include <vector>

namespace gantry::dsl {

namespace {

/// More places, or fields, than this say less to a reader.
constexpr std::size_t listed_max = 4;

std::string field_names(const mapping_finding& finding) {
  std::vector<std::string> names;
  for (const auto& field : finding.fields)
    names.push_back("`" + field + "`");
  return listed(names, "and");
}

/// A value that does not do, else what is missing, else what the lists and objects hold.
std::string what_was_found(const mapping_finding& finding, const place_words& words) {
  std::vector<std::string> plain, absent, whole;
  for (const auto& place : finding.looked_at) {
    const auto name = place.path.empty() ? std::string("the document") : words(place.path);
    if (place.found.empty())
      absent.push_back(name);
    else
      (place.is_list_or_object ? whole : plain).push_back(name + " (" + place.found + ")");
  }
  if (plain.empty() && !absent.empty())
    return ": nothing stands at " + listed(absent, "or") + " (" + finding.reason + ")";
  const auto& there = plain.empty() ? whole : plain;
  return (there.empty() ? std::string{} : " of " + listed(there, "and")) + ": " + finding.reason;
}

} // namespace

std::string listed(const std::vector<std::string>& all, const std::string& last_word) {
  std::string text;
  const auto count = std::min(all.size(), listed_max);
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_last = i + 1 == all.size();
    text += (i == 0 ? "" : is_last ? " " + last_word + " " : ", ") + all[i];
  }
  if (all.size() > count)
    text += " and " + std::to_string(all.size() - count) + " more";
  return text;
}

std::string sentence_of(const mapping_finding& finding, const place_words& words) {
  if (finding.reason.empty())
    return finding.message;
  auto text = field_names(finding) + " cannot be made" + what_was_found(finding, words);
  if (!finding.help.empty())
    text += ", " + finding.help;
  return text + "; correct the document, or the mapping (" + finding.made_at + ")";
}

} // namespace gantry::dsl
