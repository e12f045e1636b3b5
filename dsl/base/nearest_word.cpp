#include "dsl/base/nearest_word.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace gantry {
namespace {

/// Letters put in, left out, put in place of another, or two neighbours that changed places.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> older(b.size() + 1), old(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    older.swap(old);
    old.swap(row);
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({old[j + 1] + 1, row[j] + 1, old[j] + (a[i] == b[j] ? 0U : 1U)});
      if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
        row[j + 1] = std::min(row[j + 1], older[j - 1] + 1);
    }
  }
  return row.back();
}

/// A third of the letters may differ; a word of one or two letters is never a misspelling.
bool is_near(std::string_view word, std::string_view candidate, std::size_t& best) {
  if (word.size() > 200 || candidate.size() > 200)
    return false;
  const std::size_t apart = distance(word, candidate);
  if (apart >= best || apart * 3 > std::max(word.size(), candidate.size()) || apart == 0)
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
