#include "dsl/syntax/parse/parser.hpp"

#include <utility>

/// Constructs of the language that this version recognises by their first word: each is reported
/// once and passed over as a whole.
namespace gantry::dsl {

namespace {

bool binds_after_word(const std::string& word) {
  return word == "task" || word == "each" || word == "repeat";
}

} // namespace

syntax::unsupported parser::refused_statement() {
  const token& word = cursor_.peek();
  const bool first_of = word.text == "wait";
  not_supported(first_of ? "wait first" : word.text, word.at);
  cursor_.next();
  syntax::unsupported u;
  u.word = word.text;
  if (binds_after_word(word.text) || first_of) {
    if (first_of)
      cursor_.next();
    if (cursor_.peek().kind == token_kind::name)
      u.binds.push_back({cursor_.peek().text, cursor_.peek().at});
  }
  if (word.text == "break")
    return u;
  if (word.text == "emit") {
    skip_group();
    while (cursor_.take_symbol("."))
      skip_group();
    skip_group();
    return u;
  }
  syntax::unsupported inner = pass_over(words::statements());
  u.stages = std::move(inner.stages);
  if (word.text == "parallel") // its statements bind outward
    for (syntax::identifier& bound : inner.binds)
      u.binds.push_back(std::move(bound));
  return u;
}

/// Up to the next statement; remembers the names and stages that stand in what is passed over.
syntax::unsupported parser::pass_over(words::list beginnings) {
  const std::size_t first = cursor_.position();
  skip_until(beginnings);
  syntax::unsupported seen;
  for (std::size_t i = first; i + 2 < cursor_.position(); ++i) {
    const token& word = tokens_.tokens[i];
    const token& named = tokens_.tokens[i + 1];
    if (word.kind != token_kind::name || named.kind != token_kind::name)
      continue;
    if (word.text == "stage")
      seen.stages.push_back({{named.text, named.at}, tokens_.tokens[i + 2].text == "final"});
    else if ((word.text == "step" || word.text == "wait" || word.text == "let") &&
             tokens_.tokens[i + 2].text == "=")
      seen.binds.push_back({named.text, named.at});
  }
  return seen;
}

void parser::refused_header() {
  const token& word = cursor_.peek();
  not_supported(word.text, word.at);
  cursor_.next();
  static const std::vector<std::string_view> beginnings = [] {
    std::vector<std::string_view> both(words::headers().begin(), words::headers().end());
    both.insert(both.end(), words::statements().begin(), words::statements().end());
    return both;
  }();
  skip_until(beginnings);
}

void parser::refused_clause() {
  const token& word = cursor_.peek();
  if (word.text == "compensate") {
    not_supported("a block after compensate", word.at);
    cursor_.next();
    skip_group();
    return;
  }
  not_supported(word.text, word.at);
  cursor_.next();
  skip_until(words::clauses());
}

} // namespace gantry::dsl
