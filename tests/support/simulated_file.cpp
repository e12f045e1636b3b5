#include "tests/support/simulated_file.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace gantry::test {

namespace {

constexpr std::size_t sector = 512;

void put(std::string& into, std::size_t offset, const char* bytes, std::size_t count) {
  if (into.size() < offset + count)
    into.resize(offset + count, '\0');
  std::copy_n(bytes, count, into.begin() + static_cast<std::ptrdiff_t>(offset));
}

void reach(std::string& platter, const unsynced_write& what) {
  if (what.cuts_off)
    platter.resize(what.offset, '\0');
  else
    put(platter, what.offset, what.bytes.data(), what.bytes.size());
}

bool held_by_another(const std::vector<simulated_locks::holder>& all, simulated_locks::holder who) {
  return std::ranges::any_of(all, [&](const void* each) { return each != who; });
}

} // namespace

void simulated_file::write(std::size_t offset, const char* bytes, std::size_t count) {
  cache.push_back({offset, {bytes, count}});
  put(seen, offset, bytes, count);
}

void simulated_file::cut_off(std::size_t size) {
  cache.push_back({size, {}, true});
  seen.resize(size, '\0');
}

void simulated_file::sync() {
  for (const auto& what : cache)
    reach(durable, what);
  cache.clear();
}

void simulated_file::lose_power(std::mt19937_64& draw, std::uint64_t kept_of_four,
                                sector_counts& counted) {
  for (const auto& what : cache) {
    if (what.cuts_off) {
      if (draw() % 2 == 0)
        reach(durable, what);
      continue;
    }
    for (std::size_t at = 0; at < what.bytes.size();) {
      const auto count = std::min(sector - (what.offset + at) % sector, what.bytes.size() - at);
      auto arrived = draw() % 4 < kept_of_four ? count : 0;
      if (draw() % 16 == 0) {
        arrived = draw() % count;
        ++counted.torn;
      } else
        ++(arrived == 0 ? counted.lost : counted.kept);
      put(durable, what.offset + at, what.bytes.data() + at, arrived);
      at += count;
    }
  }
  cache.clear();
}

void simulated_file::read_again() {
  seen = durable;
}

bool simulated_locks::lock(holder who, int level) {
  switch (level) {
  case SQLITE_LOCK_SHARED:
    if ((exclusive_ != nullptr && exclusive_ != who) || (pending_ != nullptr && pending_ != who))
      return false;
    if (std::ranges::find(shared_, who) == shared_.end())
      shared_.push_back(who);
    return true;
  case SQLITE_LOCK_RESERVED:
    if (reserved_ != nullptr && reserved_ != who)
      return false;
    reserved_ = who;
    return true;
  case SQLITE_LOCK_EXCLUSIVE:
    if (pending_ != nullptr && pending_ != who)
      return false;
    pending_ = who;
    if (held_by_another(shared_, who))
      return false;
    exclusive_ = who;
    return true;
  default: return true;
  }
}

void simulated_locks::unlock(holder who, int level) {
  for (auto* held : {&reserved_, &pending_, &exclusive_})
    if (*held == who)
      *held = nullptr;
  if (level == SQLITE_LOCK_NONE)
    std::erase(shared_, who);
}

bool simulated_locks::lock_slots(holder who, int from, int count, bool exclusive) {
  for (int at = from; at < from + count; ++at) {
    const auto& each = slots_[static_cast<std::size_t>(at)];
    if ((each.exclusive != nullptr && each.exclusive != who) ||
        (exclusive && held_by_another(each.shared, who)))
      return false;
  }
  for (int at = from; at < from + count; ++at) {
    auto& each = slots_[static_cast<std::size_t>(at)];
    if (exclusive)
      each.exclusive = who;
    else
      each.shared.push_back(who);
  }
  return true;
}

void simulated_locks::unlock_slots(holder who, int from, int count) {
  for (int at = from; at < from + count; ++at) {
    auto& each = slots_[static_cast<std::size_t>(at)];
    if (each.exclusive == who)
      each.exclusive = nullptr;
    std::erase(each.shared, who);
  }
}

void* simulated_locks::index_page(std::size_t page, std::size_t bytes, bool make) {
  if (page >= pages_.size()) {
    if (!make)
      return nullptr;
    pages_.resize(page + 1);
  }
  if (!pages_[page] && make)
    pages_[page] = std::make_unique<std::vector<char>>(bytes, '\0');
  return pages_[page] ? pages_[page]->data() : nullptr;
}

void simulated_locks::forget() {
  *this = {};
}

} // namespace gantry::test
