#include "persistence/search_text.hpp"

#include "dsl/base/json.hpp"

namespace gantry::persistence {

std::string encode_search_pair(std::string_view label, std::string_view value) {
  std::string out = "[";
  append_json_string(out, label);
  out += ',';
  append_json_string(out, value);
  out += ']';
  return out;
}

std::string encode_search(const search_pairs& pairs) {
  if (pairs.empty())
    return {};
  std::string out = "[";
  for (const auto& [label, value] : pairs) {
    if (out.size() > 1)
      out += ',';
    out += encode_search_pair(label, value);
  }
  out += ']';
  return out;
}

search_pairs decode_search(std::string_view text) {
  search_pairs pairs;
  if (text.empty())
    return pairs;
  const auto parsed = parse_json(text);
  if (!parsed || !parsed->is_list())
    return pairs;
  for (const auto& item : parsed->as_list()) {
    if (!item.is_list() || item.as_list().size() != 2)
      continue;
    const auto& pair = item.as_list();
    if (pair[0].is_string() && pair[1].is_string())
      pairs.emplace_back(pair[0].as_string(), pair[1].as_string());
  }
  return pairs;
}

} // namespace gantry::persistence
