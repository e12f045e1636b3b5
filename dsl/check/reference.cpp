#include "dsl/base/zones.hpp"
#include "dsl/check/environment.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/time_of_day.hpp"
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

} // namespace

void library::check_reference() {
  for (const unit& u : units_) {
    for (const syntax::setting& s : u.said.settings) {
      const type_ref of = resolve(u, s.of);
      const declaration_environment names(*this, u, {});
      if (s.initial && !mentions_broken(u, *s.initial))
        (void)compile_expression(*s.initial, names, of, diagnostics_);
    }
    for (const syntax::calendar& c : u.said.calendars)
      check_calendar(u, c);
  }
}

void library::check_calendar(const unit& in, const syntax::calendar& said) {
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
             table->returns->element->is != type::kind::string) {
    report(diagnostics_, codes::calendar_wrong, name.at,
           "holidays are dates, and the table " + quoted(name.text) + " gives something else",
           "declare it as `table " + name.text + "() -> string[]`");
  }
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
