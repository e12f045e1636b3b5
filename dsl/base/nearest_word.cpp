#include "dsl/base/nearest_word.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>

namespace gantry {
namespace {

constexpr std::size_t letters_max = 200;

/// Letters put in, left out, put in place of another, or two neighbours that changed places; above
/// `most` any number above it.
std::size_t distance(std::string_view a, std::string_view b, std::size_t most) {
  std::array<std::array<std::uint8_t, letters_max + 1>, 3> rows{};
  auto *older = rows[0].data(), *old = rows[1].data(), *row = rows[2].data();
  std::iota(row, row + b.size() + 1, std::uint8_t{0});
  std::size_t least_before = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::swap(older, old);
    std::swap(old, row);
    row[0] = static_cast<std::uint8_t>(i + 1);
    std::size_t least = row[0];
    for (std::size_t j = 0; j < b.size(); ++j) {
      std::size_t cell = old[j] + (a[i] == b[j] ? 0U : 1U);
      cell = std::min(cell, std::min<std::size_t>(old[j + 1], row[j]) + 1);
      if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
        cell = std::min<std::size_t>(cell, older[j - 1] + 1U);
      row[j + 1] = static_cast<std::uint8_t>(cell);
      least = std::min(least, cell);
    }
    if (least > most && least_before + 1 > most) // what comes is made of these two rows
      return most + 1;
    least_before = least;
  }
  return row[b.size()];
}

/// A third of the letters may differ; a word of one or two letters is never a misspelling.
bool is_near(std::string_view word, std::string_view candidate, std::size_t& best) {
  const auto [shorter, longer] = std::minmax({word.size(), candidate.size()});
  const std::size_t most = std::min(best - 1, longer / 3);
  if (longer > letters_max || longer - shorter > most)
    return false;
  const std::size_t apart = distance(word, candidate, most);
  if (apart > most || apart == 0)
    return false;
  best = apart;
  return true;
}

} // namespace

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> candidates) {
  std::size_t best = 4;
  std::string_view found;
  for (const std::string_view candidate : candidates)
    if (is_near(word, candidate, best))
      found = candidate;
  return found;
}

std::string nearest_word(const std::string& word, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  return std::string(nearest_word(std::string_view(word), views));
}

} // namespace gantry
