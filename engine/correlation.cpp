#include "engine/correlation.hpp"

#include "dsl/base/json.hpp"

namespace gantry::engine {
namespace {

constexpr char separator = '\x1f';
constexpr std::size_t combinations_max = 1000;

} // namespace

std::string correlation_part(const value& key) {
  if (key.is_string())
    return key.as_string();
  auto text = to_canonical_json(key);
  if (text.size() >= 2 && text.front() == '"')
    text = text.substr(1, text.size() - 2);
  return text;
}

std::string join_correlation(const std::vector<std::string>& parts) {
  std::string joined;
  for (const auto& part : parts) {
    if (&part != &parts.front())
      joined += separator;
    joined += part;
  }
  return joined;
}

std::string correlation_of(const dsl::event_declaration& event, const value& data) {
  std::vector<std::string> parts;
  parts.reserve(event.keys.size());
  for (const auto& name : event.keys) {
    const auto* key = data.find(name);
    parts.push_back(key == nullptr ? std::string{} : correlation_part(*key));
  }
  return join_correlation(parts);
}

result<std::vector<std::string>> correlations_of(const std::vector<value>& keys) {
  std::vector<std::vector<std::string>> combinations{{}};
  for (const auto& key : keys) {
    std::vector<value> choices{key};
    if (key.is_list())
      choices = key.as_list();
    std::vector<std::vector<std::string>> longer;
    for (const auto& begun : combinations)
      for (const auto& choice : choices) {
        longer.push_back(begun);
        longer.back().push_back(correlation_part(choice));
      }
    combinations = std::move(longer);
    if (combinations.size() > combinations_max)
      return fail(errc::expression, "the keys of a wait have more than 1,000 combinations",
                  "wait for fewer values at once");
  }
  std::vector<std::string> texts;
  texts.reserve(combinations.size());
  for (const auto& parts : combinations)
    texts.push_back(join_correlation(parts));
  return texts;
}

} // namespace gantry::engine
