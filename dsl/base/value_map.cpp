#include "dsl/base/value.hpp"

#include <bit>
#include <cmath>
#include <functional>

// Maps: keys of several kinds, insertion order, and a hash index once they are large.
namespace gantry {
namespace {

constexpr std::size_t entries_without_index_max = 16;

/// Equal keys have equal hashes; that is why a double that is an integer hashes as one.
std::size_t hash_of(const value& key) {
  if (key.is_string())
    return std::hash<std::string_view>{}(key.as_string());
  std::uint64_t bits = 0;
  if (key.is_int())
    bits = static_cast<std::uint64_t>(key.as_int());
  else if (key.is_uint())
    bits = key.as_uint();
  else if (key.is_bool())
    bits = key.as_bool() ? 1 : 0;
  else if (key.is_double() && std::fabs(key.as_double()) < 9.2e18)
    bits = static_cast<std::uint64_t>(static_cast<std::int64_t>(key.as_double()));
  else if (key.is_decimal())
    bits = static_cast<std::uint64_t>(key.as_decimal().to_integer().value_or(0));
  return static_cast<std::size_t>(bits * 0x9e3779b97f4a7c15ull >> 7);
}

/// The index entry of a key: where it stands, or the free place where it belongs.
std::uint32_t& place_of(const value& key, std::vector<std::uint32_t>& index,
                        const value::map_entries& entries) {
  const std::size_t mask = index.size() - 1;
  std::size_t at = hash_of(key) & mask;
  while (index[at] != 0 && !(entries[index[at] - 1].first == key))
    at = (at + 1) & mask;
  return index[at];
}

std::vector<std::uint32_t> free_index(std::size_t entries) {
  return std::vector<std::uint32_t>(std::bit_ceil(entries * 2), 0);
}

const value* find_in_order(const value::map_entries& entries, const value& key) {
  for (const auto& entry : entries)
    if (entry.first == key)
      return &entry.second;
  return nullptr;
}

} // namespace

value value::make_map(map_entries entries) {
  map_entries unique;
  unique.reserve(entries.size());
  std::vector<std::uint32_t> index;
  if (entries.size() > entries_without_index_max)
    index = free_index(entries.size());
  for (auto& entry : entries) {
    if (index.empty()) {
      if (const value* old = find_in_order(unique, entry.first)) {
        const_cast<value&>(*old) = std::move(entry.second);
        continue;
      }
    } else {
      auto& place = place_of(entry.first, index, unique);
      if (place != 0) {
        unique[place - 1].second = std::move(entry.second);
        continue;
      }
      place = static_cast<std::uint32_t>(unique.size() + 1);
    }
    unique.push_back(std::move(entry));
  }
  value v;
  v.data_ = std::make_shared<const map_data>(map_data{std::move(unique), std::move(index)});
  return v;
}

value value::make_map_of_unique(map_entries entries) {
  std::vector<std::uint32_t> index;
  if (entries.size() > entries_without_index_max) {
    index = free_index(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
      place_of(entries[i].first, index, entries) = static_cast<std::uint32_t>(i + 1);
  }
  value v;
  v.data_ = std::make_shared<const map_data>(map_data{std::move(entries), std::move(index)});
  return v;
}

const value* value::find_key(const value& key) const {
  const auto& map = *std::get<map_ptr>(data_);
  if (map.index.empty())
    return find_in_order(map.entries, key);
  const std::size_t mask = map.index.size() - 1;
  for (std::size_t at = hash_of(key) & mask; map.index[at] != 0; at = (at + 1) & mask)
    if (const auto& entry = map.entries[map.index[at] - 1]; entry.first == key)
      return &entry.second;
  return nullptr;
}

const value* value::find(std::string_view name) const {
  if (is_record()) {
    const int i = shape().index_of(name);
    return i < 0 ? nullptr : &fields()[static_cast<std::size_t>(i)];
  }
  if (!is_map())
    return nullptr;
  const auto& map = *std::get<map_ptr>(data_);
  const auto matches = [&](const value& key) { return key.is_string() && key.as_string() == name; };
  if (map.index.empty()) {
    for (const auto& entry : map.entries)
      if (matches(entry.first))
        return &entry.second;
    return nullptr;
  }
  const std::size_t mask = map.index.size() - 1;
  std::size_t at = std::hash<std::string_view>{}(name)&mask;
  for (; map.index[at] != 0; at = (at + 1) & mask)
    if (const auto& entry = map.entries[map.index[at] - 1]; matches(entry.first))
      return &entry.second;
  return nullptr;
}

} // namespace gantry
