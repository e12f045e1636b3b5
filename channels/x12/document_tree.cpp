#include "channels/x12/document_tree.hpp"

#include "dsl/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

namespace gantry::channels::x12 {
namespace {

constexpr std::array<std::string_view, 5> single{"ST", "BEG", "CUR", "CTT", "SE"};

bool is_single(std::string_view id) {
  return std::find(single.begin(), single.end(), id) != single.end();
}

std::string small(std::string_view id) {
  std::string text(id);
  for (char& c : text)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

/// `e04`
std::string element_name(std::size_t number) {
  return (number < 10 ? "e0" : "e") + std::to_string(number);
}

value items_of(const segment& line) {
  value::map_entries items;
  for (std::size_t i = 6; i <= line.elements.size(); i += 2) {
    const auto qualifier = trim(line.at(i));
    const auto item = trim(line.at(i + 1));
    const auto same = [&](const auto& known) { return known.first.as_string() == qualifier; };
    if (!qualifier.empty() && !item.empty() && std::none_of(items.begin(), items.end(), same))
      items.emplace_back(value(qualifier), value(item));
  }
  return value::make_map_of_unique(std::move(items));
}

/// A segment with those that stand in it.
struct branch {
  value::map_entries own;
  std::map<std::string, std::vector<branch>, std::less<>> inner;

  explicit branch(const segment& part) {
    own.emplace_back(value("position"), value(static_cast<std::int64_t>(part.position)));
    for (std::size_t i = 1; i <= part.elements.size(); ++i)
      if (const auto text = trim(part.at(i)); !text.empty())
        own.emplace_back(value(element_name(i)), value(text));
    if (part.id == "PO1")
      own.emplace_back(value("items"), items_of(part));
  }
  branch() = default;

  branch& add(const segment& part) { return inner[small(part.id)].emplace_back(part); }

  [[nodiscard]] value whole(bool is_root = false) {
    for (auto& [segment_id, all] : inner) {
      const auto& name = segment_id; // clang 14 takes no binding into a lambda
      if (is_root && std::find_if(single.begin(), single.end(), [&](std::string_view id) {
                       return small(id) == name;
                     }) != single.end()) {
        own.emplace_back(value(name), all.front().whole());
        continue;
      }
      value::list_type list;
      for (auto& each : all)
        list.push_back(each.whole());
      own.emplace_back(value(name), value::make_list(std::move(list)));
    }
    return value::make_map(std::move(own));
  }
};

/// What belongs to the party before it.
bool is_of_party(std::string_view id) {
  return id == "N2" || id == "N3" || id == "N4" || id == "PER" || id == "REF" || id == "FOB";
}

bool ends_lines(std::string_view id) {
  return id == "CTT" || id == "AMT" || id == "SE";
}

std::string upper(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

} // namespace

value tree_of(const transaction_set& set) {
  branch root;
  branch* line = nullptr;
  branch* party = nullptr;
  for (const auto& part : set.segments) {
    if (ends_lines(part.id))
      line = party = nullptr;
    if (part.id == "PO1") {
      party = nullptr;
      line = &root.add(part);
    } else if (line != nullptr) {
      line->add(part);
    } else if (part.id == "N1") {
      party = &root.add(part);
    } else if (party != nullptr && is_of_party(part.id)) {
      party->add(part);
    } else {
      party = nullptr;
      if (is_single(part.id) && root.inner.contains(small(part.id)))
        continue; // stands twice: reported by the check of the set
      root.add(part);
    }
  }
  return root.whole(true);
}

std::string standard_path(const value& tree, std::string_view path) {
  const value* at = &tree;
  std::string segment_id;
  std::string element;
  bool is_listed = false;
  while (!path.empty()) {
    const auto end = std::min(path.find_first_of(".["), path.size());
    const auto name = path.substr(0, end);
    path.remove_prefix(end);
    if (name.size() >= 3 && name[0] == 'e' && name[1] >= '0' && name[1] <= '9') {
      element = name.substr(1);
      break;
    }
    if (name == "position")
      break; // it is where the segment stands
    if (name == "items") {
      element = "06"; // where the item numbers of a line begin
      break;
    }
    if (!name.empty()) {
      segment_id = upper(name);
      is_listed = false;
      at = at != nullptr && at->is_map() ? at->find(name) : nullptr;
    }
    if (path.starts_with('[')) {
      std::size_t index = 0;
      const auto close = std::min(path.find(']'), path.size());
      (void)std::from_chars(path.data() + 1, path.data() + close, index);
      path.remove_prefix(std::min(close + 1, path.size()));
      at = at != nullptr && at->is_list() && index < at->as_list().size() ? &at->as_list()[index]
                                                                          : nullptr;
      is_listed = true;
    }
    if (path.starts_with('.'))
      path.remove_prefix(1);
  }
  const auto* position = at != nullptr && at->is_map() ? at->find("position") : nullptr;
  if (!is_listed || position == nullptr || !position->is_int())
    return segment_id + element;
  const auto placed = segment_id + "[" + std::to_string(position->as_int()) + "]";
  return element.empty() ? placed : placed + "/" + segment_id + element;
}

} // namespace gantry::channels::x12
