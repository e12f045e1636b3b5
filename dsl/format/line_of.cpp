#include "dsl/format/flow_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gantry::dsl::layout {

namespace {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> all) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

/// Blanks between two tokens outside expressions.
int blanks_between(std::string_view last, std::string_view next) {
  if (is_one_of(next, {",", ")", "]", ":", ".", ".?", "..", "?", "(", "["}))
    return 0;
  return is_one_of(last, {"(", "[", "[?", ".", ".?", ".."}) ? 0 : 1;
}

} // namespace

void line_of::separate(std::string_view next) {
  if (separator_ != nullptr)
    parts_.push_back(std::exchange(separator_, nullptr));
  else if (!is_first_ && blanks_between(last_, next) > 0)
    parts_.push_back(make_spaces(1));
  is_first_ = false;
}

line_of& line_of::token() {
  const std::string_view text = of_->peek().text;
  separate(text);
  last_ = text;
  parts_.push_back(of_->token());
  return *this;
}

line_of& line_of::until(std::size_t index) {
  while (of_->at_ < index && of_->peek().kind != token_kind::end)
    token();
  return *this;
}

line_of& line_of::until(const source_span& at) {
  return until(of_->text_.begin_of(at));
}

line_of& line_of::through(const source_span& at) {
  return until(of_->text_.end_of(at));
}

line_of& line_of::add(piece part) {
  separate("");
  last_ = "";
  parts_.push_back(std::move(part));
  return *this;
}

line_of& line_of::add_tight(piece part) {
  tight();
  return add(std::move(part));
}

line_of& line_of::instead(piece separator) {
  separator_ = std::move(separator);
  return *this;
}

line_of& line_of::tight() {
  return instead(make_spaces(0));
}

line_of& line_of::mark(column where) {
  parts_.push_back(make_mark(where));
  return *this;
}

} // namespace gantry::dsl::layout
