#include "dsl/syntax/parse/words.hpp"

#include "dsl/base/nearest_word.hpp"

#include <algorithm>
#include <array>

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

/// Stand behind the words that begin something.
constexpr std::array connecting_words{
    "times"sv,    "from"sv,    "to"sv,    "of"sv,      "at"sv,        "most"sv,   "once"sv,
    "before"sv,   "where"sv,   "with"sv,  "every"sv,   "for"sv,       "final"sv,  "later"sv,
    "without"sv,  "redo"sv,    "warn"sv,  "freezes"sv, "deadlines"sv, "keeps"sv,  "settle"sv,
    "verify"sv,   "errors"sv,  "lane"sv,  "newest"sv,  "per"sv,       "keep"sv,   "closes"sv,
    "send"sv,     "zone"sv,    "open"sv,  "show"sv,    "enter"sv,     "choose"sv, "when"sv,
    "because"sv,  "refuse"sv,  "given"sv, "then"sv,    "and"sv,       "it"sv,     "otherwise"sv,
    "personal"sv, "holidays"sv};

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

bool is_known(std::string_view word) {
  for (const list all : {list(declaration_words), list(header_words), list(clause_words),
                         list(member_words), list(connecting_words)})
    if (is_in(all, word))
      return true;
  return is_reserved(word);
}

std::string_view nearest(std::string_view word, list candidates) {
  return nearest_word(word, candidates);
}

std::string nearest(const std::string& word, const std::vector<std::string>& candidates) {
  return nearest_word(word, candidates);
}

} // namespace gantry::dsl::words
