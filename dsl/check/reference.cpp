#include "dsl/base/time.hpp"
#include "dsl/base/zones.hpp"
#include "dsl/check/environment.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/time_of_day.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/expr/static_table.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <array>

/// Settings, tables and calendars: what flows refer to.
namespace gantry::dsl {

namespace {

constexpr std::array<std::string_view, 7> days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

bool is_day(const std::string& name) {
  return std::find(days.begin(), days.end(), name) != days.end();
}

void check_day(const syntax::identifier& day, std::vector<diagnostic>& diagnostics) {
  if (is_day(day.text))
    return;
  const std::string_view near = words::nearest(day.text, days);
  report(diagnostics, codes::calendar_wrong, day.at, quoted(day.text) + " is no day of the week",
         near.empty() ? "the days are mon, tue, wed, thu, fri, sat and sun"
                      : "did you mean " + quoted(std::string(near)) + "?");
}

/// `2026-12-25`
bool is_date(const std::string& text) {
  return text.size() == 10 && parse_timestamp(text + "T00:00:00Z").has_value();
}

/// Where a text of a table's row is written out; nothing when it stands in a file.
std::optional<source_span> place_of(const unit& in, const std::string& table,
                                    const std::string& text) {
  for (const unit* u : closure_of(in))
    for (const syntax::table& t : u->said.tables)
      for (const syntax::table_row& row : t.rows)
        if (t.name.text == table && row.is)
          for (const auto& entry : row.is->entries)
            if (entry.value && entry.value->is == syntax_kind::literal &&
                entry.value->constant.is_string() && entry.value->constant.as_string() == text)
              return span_of(*entry.value);
  return std::nullopt;
}

void check_hours(const syntax::opening_hours& o, std::vector<diagnostic>& diagnostics) {
  check_day(o.first_day, diagnostics);
  if (o.last_day)
    check_day(*o.last_day, diagnostics);
  const auto from = minute_of_day(o.from);
  const auto to = minute_of_day(o.to);
  for (const auto& [minute, text] : {std::pair{from, o.from}, std::pair{to, o.to}})
    if (!minute)
      report_time_of_day(text, o.hours_at, diagnostics);
  if (from && to && *from >= *to)
    report(diagnostics, codes::calendar_wrong, o.hours_at, "these hours end before they begin",
           "write the earlier time first; hours that go over midnight stand in two lines");
}

std::size_t index_of(const syntax::identifier& day) {
  return static_cast<std::size_t>(std::find(days.begin(), days.end(), day.text) - days.begin());
}

/// A day that two lines open, at hours of which some are the same.
bool overlap(const syntax::opening_hours& a, const syntax::opening_hours& b) {
  const auto from = std::max(minute_of_day(a.from), minute_of_day(b.from));
  const auto to = std::min(minute_of_day(a.to), minute_of_day(b.to));
  if (!from || !to || *from >= *to)
    return false;
  const auto opens = [](const syntax::opening_hours& o, std::size_t day) {
    const auto first = index_of(o.first_day);
    const auto last = o.last_day ? index_of(*o.last_day) : first;
    return first <= last ? first <= day && day <= last : day <= last || first <= day;
  };
  for (std::size_t day = 0; day < days.size(); ++day)
    if (opens(a, day) && opens(b, day))
      return true;
  return false;
}

void tell_overlaps(const syntax::calendar& said, std::vector<diagnostic>& diagnostics) {
  for (std::size_t i = 0; i < said.open.size(); ++i)
    for (std::size_t before = 0; before < i; ++before)
      if (overlap(said.open[before], said.open[i])) {
        report(diagnostics, codes::calendar_wrong, said.open[i].at,
               "these hours are open already, and would count twice",
               "let one line begin where the other ends")
            .notes.push_back({said.open[before].at, "they are open here"});
        break;
      }
}

} // namespace

void library::check_reference(std::optional<timestamp> now) {
  for (const unit& u : units_) {
    for (const syntax::setting& s : u.said.settings) {
      const type_ref of = resolve(u, s.of);
      const declaration_environment names(*this, u, {});
      if (s.initial && !mentions_broken(u, *s.initial))
        (void)compile_expression(*s.initial, names, of, diagnostics_);
    }
    for (const syntax::calendar& c : u.said.calendars)
      check_calendar(u, c, now);
  }
}

void library::check_calendar(const unit& in, const syntax::calendar& said,
                             std::optional<timestamp> now) {
  if (said.zone_at.line == 0 && !said.is_broken)
    report(diagnostics_, codes::unknown_zone, said.name.at,
           "the calendar " + quoted(said.name.text) + " does not say in which time zone it is",
           "add `zone \"Europe/Berlin\"`");
  if (said.zone_at.line != 0 && !is_time_zone(said.zone)) {
    const std::string_view near = words::nearest(said.zone, time_zone_names());
    report(diagnostics_, codes::unknown_zone, said.zone_at,
           "there is no time zone " + quoted(said.zone),
           near.empty() ? "zones are named by area and city: \"Europe/Berlin\""
                        : "did you mean \"" + std::string(near) + "\"?");
  }
  if (said.open.empty() && !said.is_broken)
    report(diagnostics_, codes::calendar_wrong, said.name.at,
           "the calendar " + quoted(said.name.text) + " is never open, so no working time passes",
           "add `open mon..fri \"08:00\"..\"17:00\"`");
  for (const syntax::opening_hours& o : said.open)
    check_hours(o, diagnostics_);
  tell_overlaps(said, diagnostics_);
  if (!said.holidays)
    return;
  const syntax::identifier& name = *said.holidays;
  const static_define* table = define_reached(in, name.text);
  if (table == nullptr || !table->is_table) {
    const std::string near = words::nearest(name.text, define_names(in));
    report(diagnostics_, codes::calendar_wrong, name.at,
           "there is no table " + quoted(name.text) + " of holidays",
           near.empty() ? "declare it: `table " + name.text + "() -> string[]`, or import it"
                        : "did you mean " + quoted(near) + "?");
  } else if (!table->parameters.empty() || table->returns->is != type::kind::list ||
             (table->returns->element->is != type::kind::string &&
              table->returns->element != unknown_type())) {
    report(diagnostics_, codes::calendar_wrong, name.at,
           "holidays are dates, and the table " + quoted(name.text) + " gives something else",
           "declare it as `table " + name.text + "() -> string[]`");
  } else if (table->rows) {
    check_holidays(in, said, now);
  }
}

/// The dates of a table whose rows are known. One that was written out is told where it stands.
void library::check_holidays(const unit& in, const syntax::calendar& said,
                             std::optional<timestamp> now) {
  const static_define* table = define_reached(in, said.holidays->text);
  const auto* row = table->rows->find({});
  if (row == nullptr || !row->is.is_list())
    return; // told as a table without a row
  std::string last;
  for (const value& date : row->is.as_list()) {
    if (is_date(date.as_string())) {
      last = std::max(last, date.as_string());
      continue;
    }
    report(diagnostics_, codes::calendar_wrong,
           place_of(in, said.holidays->text, date.as_string()).value_or(said.holidays->at),
           "\"" + date.as_string() +
               "\" is no date, and it stands among the holidays of the calendar " +
               quoted(said.name.text),
           "write year, month and day: \"2026-12-25\"");
  }
  constexpr duration year = seconds(std::int64_t{365} * 24 * 60 * 60);
  if (!now || last.empty())
    return;
  const std::string until = format_timestamp(*now + year).substr(0, last.size());
  if (last < until)
    warn(diagnostics_, codes::calendar_short, said.holidays->at,
         "the last holiday that the calendar " + quoted(said.name.text) + " knows is " + last +
             ", and what begins today may reckon with working time until " + until,
         "add the holidays of the next year to " + quoted(said.holidays->text));
}

void library::need_calendar(const unit& in, const syntax::identifier& name) {
  for (const syntax::calendar& c : in.said.calendars)
    if (c.name.text == name.text)
      return;
  std::vector<std::string> known;
  for (const unit* imported : in.imports)
    for (const syntax::calendar& c : imported->said.calendars) {
      known.push_back(c.name.text);
      if (c.name.text == name.text) {
        in.used.insert(imported);
        return;
      }
    }
  for (const syntax::calendar& c : in.said.calendars)
    known.push_back(c.name.text);
  std::string help = words::nearest(name.text, known);
  help = help.empty() ? "declare it, or import the file that does"
                      : "did you mean " + quoted(help) + "?";
  for (const unit& u : units_)
    for (const syntax::calendar& c : u.said.calendars)
      if (c.name.text == name.text)
        help = "it is declared in " + quoted(u.said.path) + ": import that file";
  report(diagnostics_, codes::unknown_calendar, name.at,
         "there is no calendar " + quoted(name.text), help);
}

} // namespace gantry::dsl
