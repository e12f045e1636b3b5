#include "cli/pretty_json.hpp"

#include "dsl/base/json.hpp"

#include <utility>
#include <vector>

namespace gantry::cli {
namespace {

constexpr std::size_t line_max = 100;

std::string json_key(const value& key) {
  std::string text;
  append_json_string(text, key.is_string() ? key.as_string() : to_json(key));
  return text + ": ";
}

/// What stands in a list or an object, each with the words before it; empty for plain values.
std::vector<std::pair<std::string, const value*>> parts_of(const value& what) {
  std::vector<std::pair<std::string, const value*>> parts;
  if (what.is_list())
    for (const auto& item : what.as_list())
      parts.emplace_back(std::string{}, &item);
  else if (what.is_map())
    for (const auto& [key, member] : what.as_map())
      parts.emplace_back(json_key(key), &member);
  else if (what.is_record())
    for (std::size_t i = 0; i < what.fields().size(); ++i)
      if (!what.fields()[i].is_none()) // absent
        parts.emplace_back(json_key(value(what.shape().fields[i])), &what.fields()[i]);
  return parts;
}

void put(std::string& out, const value& what, std::size_t indent, bool is_whole) {
  const auto parts = parts_of(what);
  if (parts.empty()) {
    append_json(out, what);
    return;
  }
  std::string line;
  if (!is_whole) {
    append_json(line, what);
    if (indent + line.size() <= line_max) {
      out += line;
      return;
    }
  }
  out += what.is_list() ? "[" : "{";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    out.append(indent + 2, ' ');
    out += parts[i].first;
    put(out, *parts[i].second, indent + 2, false);
  }
  out += "\n" + std::string(indent, ' ') + (what.is_list() ? "]" : "}");
}

} // namespace

std::string pretty_json(const value& what) {
  std::string out;
  put(out, what, 0, true);
  return out;
}

} // namespace gantry::cli
