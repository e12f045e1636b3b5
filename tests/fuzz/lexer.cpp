#include "dsl/syntax/lex/token.hpp"
#include "tests/fuzz/diagnostics_hold.hpp"
#include "tests/fuzz/entry_points.hpp"

#include <algorithm>

namespace gantry::fuzz {
namespace {

/// What stands between two tokens: blanks, comments to the end of their lines, and comments of
/// another language, which are told.
bool is_between_tokens(std::string_view text) {
  while (!text.empty()) {
    if (text.starts_with("//") || text.starts_with("-- "))
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    else if (const auto end = text.find("*/", 2); text.starts_with("/*") && end != text.npos)
      text.remove_prefix(end + 2);
    else if (text.starts_with("/*"))
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    else if (std::string_view(" \t\n\r\f").find(text.front()) != std::string_view::npos)
      text.remove_prefix(1);
    else
      return false;
  }
  return true;
}

std::string wrong_with(const dsl::token_list& list, std::string_view text) {
  std::size_t passed = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (const auto& t : list.tokens) {
    if (t.offset < passed || t.offset + t.length > text.size())
      return "the token at byte " + std::to_string(t.offset) + " overlaps or leaves the file";
    if (!is_between_tokens(text.substr(passed, t.offset - passed)))
      return "something before byte " + std::to_string(t.offset) + " is no token and no comment";
    passed = t.offset + t.length;
  }
  const auto ends = std::count_if(list.tokens.begin(), list.tokens.end(),
                                  [](const auto& t) { return t.kind == dsl::token_kind::end; });
  if (ends != 1 || list.tokens.back().kind != dsl::token_kind::end)
    return "the tokens do not end with one end";
  return is_between_tokens(text.substr(passed)) ? "" : "the end comes before the end of the file";
}

} // namespace

std::string run_lexer(std::string_view input) {
  std::vector<dsl::diagnostic> told;
  const dsl::source_file file{"main.flow", std::string(input)};
  const auto list = dsl::lex(file, told);
  if (auto wrong = wrong_with(told, std::vector{file}); !wrong.empty())
    return wrong;
  const bool is_too_large =
      std::any_of(told.begin(), told.end(), [](const auto& d) { return d.code == "GF0106"; });
  return is_too_large ? std::string{} : wrong_with(list, input);
}

} // namespace gantry::fuzz
