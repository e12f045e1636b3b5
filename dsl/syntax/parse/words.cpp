#include "dsl/syntax/parse/words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>

namespace gantry::dsl::words {

namespace {

using namespace std::string_view_literals;

constexpr std::array declaration_words{"import"sv,   "workflow"sv, "define"sv,   "mapping"sv,
                                       "setting"sv,  "table"sv,    "enum"sv,     "type"sv,
                                       "calendar"sv, "policy"sv,   "contract"sv, "test"sv};
constexpr std::array header_words{"version"sv, "key"sv, "priority"sv, "search"sv,
                                  "begin"sv,   "sla"sv, "pause"sv};
constexpr std::array statement_words{
    "step"sv, "let"sv,   "if"sv,    "match"sv,  "parallel"sv, "each"sv,  "repeat"sv, "wait"sv,
    "task"sv, "amend"sv, "retry"sv, "reject"sv, "cancel"sv,   "hold"sv,  "yield"sv,  "break"sv,
    "emit"sv, "back"sv,  "stage"sv, "return"sv, "on"sv,       "branch"sv};
constexpr std::array clause_words{"timeout"sv, "retry"sv,  "within"sv,     "by"sv,
                                  "answer"sv,  "revise"sv, "compensate"sv, "on"sv};
constexpr std::array member_words{"read"sv, "idempotent"sv, "once"sv, "event"sv, "batch"sv};
constexpr std::array outcome_words{"reject"sv, "cancel"sv, "hold"sv, "yield"sv,
                                   "emit"sv,   "back"sv,   "break"sv};
constexpr std::array other_reserved{"else"sv, "as"sv,    "in"sv,   "escalate"sv, "first"sv,
                                    "none"sv, "until"sv, "undo"sv, "now"sv,      "started"sv,
                                    "true"sv, "false"sv, "null"sv};

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

list declarations() {
  return declaration_words;
}
list headers() {
  return header_words;
}
list statements() {
  return statement_words;
}
list clauses() {
  return clause_words;
}
list members() {
  return member_words;
}
list body() {
  static constexpr auto both = [] {
    std::array<std::string_view, header_words.size() + statement_words.size()> all{};
    std::copy(header_words.begin(), header_words.end(), all.begin());
    std::copy(statement_words.begin(), statement_words.end(), all.begin() + header_words.size());
    return all;
  }();
  return both;
}
list outcomes() {
  return outcome_words;
}

bool is_in(list words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_reserved(std::string_view word) {
  return is_in(statement_words, word) || is_in(other_reserved, word);
}

std::string_view nearest(std::string_view word, list candidates) {
  std::size_t best = 4;
  std::string_view found;
  for (const std::string_view candidate : candidates)
    if (is_near(word, candidate, best))
      found = candidate;
  return found;
}

std::string nearest(const std::string& word, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  return std::string(nearest(std::string_view(word), list(views)));
}

} // namespace gantry::dsl::words
