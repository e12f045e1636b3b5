#include "dsl/check/csv_reader.hpp"

#include "dsl/base/control_characters.hpp"
#include "dsl/base/utf8.hpp"
#include "dsl/check/report.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

} // namespace

csv_reader::csv_reader(const source_file& file, std::vector<diagnostic>& diagnostics)
    : file_(file), text_(file.text), diagnostics_(diagnostics) {
  if (text_.starts_with(byte_order_mark))
    text_.remove_prefix(byte_order_mark.size());
}

source_span csv_reader::span_of(const csv_cell& cell) const {
  return {file_.path, cell.line, cell.column, cell.end_line, cell.end_column};
}

bool csv_reader::fail(const csv_cell& at, std::string message, std::string help) {
  has_failed_ = true;
  report(diagnostics_, codes::csv_wrong, span_of(at), std::move(message), std::move(help));
  return false;
}

bool csv_reader::at_line_end() const {
  return at_end() || text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n");
}

void csv_reader::take_line_end() {
  if (at_end())
    return;
  at_ += text_[at_] == '\r' ? 2 : 1;
  ++line_;
  column_ = 1;
}

/// One character, whatever it is.
void csv_reader::take(csv_cell& into) {
  const auto length = std::max<std::size_t>(1, utf8_length(text_.substr(at_)));
  into.text += text_.substr(at_, length);
  if (text_[at_] == '\n') {
    ++line_;
    column_ = 1;
  } else {
    ++column_;
  }
  at_ += length;
}

bool csv_reader::next(std::vector<csv_cell>& row) {
  row.clear();
  if (has_failed_)
    return false;
  while (!at_end() && at_line_end())
    take_line_end();
  if (at_end())
    return false;
  for (;;) {
    csv_cell cell{{}, line_, column_, line_, column_};
    const bool is_whole = text_.substr(at_).starts_with('"') ? in_quotes(cell) : bare(cell);
    if (!is_whole)
      return false;
    cell.end_line = line_;
    cell.end_column = column_;
    row.push_back(std::move(cell));
    if (at_line_end()) {
      take_line_end();
      return true;
    }
    ++at_; // the comma
    ++column_;
  }
}

bool csv_reader::bare(csv_cell& into) {
  while (!at_line_end() && text_[at_] != ',') {
    const csv_cell here{{}, line_, column_, line_, column_ + 1};
    const auto length = utf8_length(text_.substr(at_));
    if (length == 0)
      return fail(here, "the file is not UTF-8", "save it as UTF-8; spreadsheets call it so");
    if (text_[at_] == '"')
      return fail(here, "a quote stands inside a cell that does not begin with one",
                  "put the whole cell into quotes, and write each quote in it twice");
    if (text_[at_] != '\t' && is_control_character(text_.substr(at_, length)))
      return fail(here, "a cell holds a control character", "take it out");
    take(into);
  }
  return true;
}

bool csv_reader::in_quotes(csv_cell& into) {
  const csv_cell opening{{}, line_, column_, line_, column_ + 1};
  ++at_;
  ++column_;
  for (;;) {
    if (at_end())
      return fail(opening, "the quotes of this cell are never closed",
                  "close them; a quote inside of them is written twice");
    const csv_cell here{{}, line_, column_, line_, column_ + 1};
    const auto length = utf8_length(text_.substr(at_));
    if (length == 0)
      return fail(here, "the file is not UTF-8", "save it as UTF-8; spreadsheets call it so");
    if (text_[at_] == '"') {
      ++at_;
      ++column_;
      if (!text_.substr(at_).starts_with('"'))
        break;
      take(into);
      continue;
    }
    const bool is_line_end = text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n");
    if (!is_line_end && text_[at_] != '\t' && is_control_character(text_.substr(at_, length)))
      return fail(here, "a cell holds a control character", "take it out");
    if (text_[at_] == '\r')
      ++at_; // a line end is one, whoever wrote the file
    take(into);
  }
  if (at_line_end() || text_[at_] == ',')
    return true;
  return fail({{}, line_, column_, line_, column_ + 1}, "text stands behind the closing quote",
              "put all of the cell between the quotes; a quote inside of them is written twice");
}

} // namespace gantry::dsl
