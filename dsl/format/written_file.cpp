#include "dsl/format/written_file.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl::layout {

namespace {

/// A documentation of several lines is one comment of the lexer; here each line is one.
std::vector<std::string> lines_of(const std::string& comment) {
  static constexpr std::string_view blanks = " \t\r\f";
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at <= comment.size()) {
    const std::size_t end = std::min(comment.find('\n', at), comment.size());
    std::string line = comment.substr(at, end - at);
    line.erase(line.find_last_not_of(blanks) + 1);
    line.erase(0, line.find_first_not_of(blanks));
    lines.push_back(std::move(line));
    at = end + 1;
  }
  return lines;
}

} // namespace

written_file::written_file(const source_file& source, const token_list& list) {
  for (const token& t : list.tokens) {
    if (t.kind == token_kind::documentation)
      continue;
    written_token w;
    w.kind = t.kind;
    w.at = t.at;
    if (t.kind != token_kind::end)
      w.text = source.text.substr(t.offset, t.length);
    tokens_.push_back(std::move(w));
  }
  place_comments(list);
  pair_brackets();
}

void written_file::place_comments(const token_list& list) {
  std::size_t next = 0;
  std::uint32_t last_line = 0;
  const auto pass_tokens = [&](const source_span& until) {
    while (next < tokens_.size() &&
           (tokens_[next].at.line < until.line ||
            (tokens_[next].at.line == until.line && tokens_[next].at.column < until.column))) {
      tokens_[next].blank_before = tokens_[next].at.line > last_line + 1;
      last_line = tokens_[next].at.end_line;
      ++next;
    }
  };
  for (const source_comment& c : list.comments) {
    pass_tokens(c.at);
    bool is_behind = !c.is_first_on_line && next > 0;
    bool blank = c.at.line > last_line + 1;
    for (std::string& line : lines_of(c.text)) {
      auto& home = is_behind ? tokens_[next - 1].behind : tokens_[next].before;
      home.push_back({std::move(line), !is_behind && blank});
      is_behind = false;
      blank = false;
    }
    last_line = c.at.end_line;
  }
  for (; next < tokens_.size(); ++next) {
    tokens_[next].blank_before = tokens_[next].at.line > last_line + 1;
    last_line = tokens_[next].at.end_line;
  }
}

void written_file::pair_brackets() {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const written_token& t = tokens_[i];
    if (t.kind != token_kind::symbol)
      continue;
    if (t.text == "(" || t.text == "[" || t.text == "[?" || t.text == "{") {
      open.push_back(i);
    } else if ((t.text == ")" || t.text == "]" || t.text == "}") && !open.empty()) {
      tokens_[open.back()].partner = i;
      tokens_[i].partner = open.back();
      open.pop_back();
    }
  }
}

std::size_t written_file::index_at(std::uint32_t line, std::uint32_t column) const {
  const auto found = std::lower_bound(tokens_.begin(), tokens_.end(), std::pair{line, column},
                                      [](const written_token& t, const auto& place) {
                                        return std::pair{t.at.line, t.at.column} < place;
                                      });
  return static_cast<std::size_t>(found - tokens_.begin());
}

} // namespace gantry::dsl::layout
