#include "tests/support/flow_content.hpp"

#include "dsl/syntax/lex/token.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <sstream>
#include <utility>

namespace gantry::tests {
namespace {

constexpr std::string_view blanks = " \t\r\f"; // those of the lexer

struct written {
  std::uint32_t line, column;
  std::string text;
};

std::vector<written> tokens_of(const dsl::token_list& list, std::string_view flow) {
  std::vector<written> all;
  bool in_record = false;
  std::string last, before_last;
  for (const auto& t : list.tokens) {
    if (t.kind == dsl::token_kind::documentation || t.kind == dsl::token_kind::end)
      continue;
    in_record = (in_record && t.text != "}") || (t.text == "{" && before_last == "type");
    before_last = std::exchange(last, t.text);
    if (!in_record || t.text != ",")
      all.push_back({t.at.line, t.at.column, std::string(flow.substr(t.offset, t.length))});
  }
  return all;
}

void add_lines(const dsl::source_comment& comment, std::vector<written>& all) {
  std::istringstream lines(comment.text);
  std::uint32_t line = comment.at.line;
  for (std::string one; std::getline(lines, one); ++line) {
    one.erase(0, one.find_first_not_of(blanks));
    one.erase(one.find_last_not_of(blanks) + 1);
    all.push_back({line, line == comment.at.line ? comment.at.column : 0, one});
  }
}

/// Signs between operands begin lines, and what is said behind one stands before it.
bool begins_lines(const std::string& text) {
  static const std::set<std::string> signs{"+", "-",  "*",  "/",  "%",  "==", "!=", "<",
                                           ">", "<=", ">=", "&&", "||", "in", "?",  ":"};
  return signs.contains(text);
}

void put_comments_before_signs(std::vector<std::string>& content) {
  for (std::size_t i = 1; i < content.size(); ++i)
    if (content[i].starts_with("//"))
      for (auto at = i; at > 0 && begins_lines(content[at - 1]); --at)
        std::swap(content[at], content[at - 1]);
}

} // namespace

std::vector<std::string> content_of(std::string_view flow) {
  std::vector<dsl::diagnostic> told;
  const auto list = dsl::lex({"main.flow", std::string(flow)}, told);
  auto all = tokens_of(list, flow);
  for (const auto& comment : list.comments)
    add_lines(comment, all);
  std::stable_sort(all.begin(), all.end(), [](const written& a, const written& b) {
    return std::pair{a.line, a.column} < std::pair{b.line, b.column};
  });
  std::vector<std::string> content;
  for (auto& each : all)
    content.push_back(std::move(each.text));
  put_comments_before_signs(content);
  return content;
}

} // namespace gantry::tests
