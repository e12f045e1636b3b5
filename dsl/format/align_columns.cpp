#include "dsl/format/printer.hpp"

#include <algorithm>
#include <array>

namespace gantry::dsl::layout {

namespace {

const printed_line::marked* mark_of(const printed_line& line, column where) {
  const auto found = std::find_if(line.marks.begin(), line.marks.end(),
                                  [&](const auto& mark) { return mark.where == where; });
  return found == line.marks.end() ? nullptr : &*found;
}

int width_before(const printed_line& line, std::size_t end) {
  return width_of(std::string_view(line.text).substr(0, end));
}

int width_without_comment(const printed_line& line) {
  return width_before(line, line.comment_at);
}

void pad(printed_line& line, column where, int to) {
  const std::size_t at = mark_of(line, where)->at;
  const auto more = static_cast<std::size_t>(to - width_before(line, at));
  line.text.insert(at, more, ' ');
  for (auto& mark : line.marks)
    mark.at += mark.at >= at && mark.where != where ? more : 0;
  if (line.comment_at != std::string::npos)
    line.comment_at += more;
}

void align_run(std::vector<printed_line*>& run, column where, int columns) {
  int widest = 0;
  for (const printed_line* line : run)
    widest = std::max(widest, width_before(*line, mark_of(*line, where)->at));
  const bool fits = std::all_of(run.begin(), run.end(), [&](const printed_line* line) {
    return width_without_comment(*line) + widest - width_before(*line, mark_of(*line, where)->at) <=
           columns;
  });
  if (fits)
    for (printed_line* line : run)
      pad(*line, where, widest);
  run.clear();
}

} // namespace

void align_columns(std::vector<printed_line>& lines, int columns) {
  static constexpr std::array all = {column::step_equals, column::let_equals, column::brace,
                                     column::keep};
  for (const column where : all) {
    std::vector<printed_line*> run;
    for (printed_line& line : lines) {
      const bool is_marked = mark_of(line, where) != nullptr;
      // The end of an event stands on the last of its lines; all else aligns only whole.
      const bool counts = is_marked && (where == column::keep ? line.ends_row : line.is_whole_row);
      if (where == column::keep && line.is_inside_row && !line.text.empty())
        continue;
      if (!counts || (where != column::keep && !run.empty() && run.back()->indent != line.indent))
        align_run(run, where, columns);
      if (counts)
        run.push_back(&line);
    }
    align_run(run, where, columns);
  }
}

} // namespace gantry::dsl::layout
