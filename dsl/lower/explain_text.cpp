#include "dsl/lower/explain_text.hpp"

#include "dsl/check/report.hpp"

namespace gantry::dsl::explained {

const char* name_of(effect_class effect) {
  switch (effect) {
  case effect_class::read: return "read";
  case effect_class::idempotent: return "idempotent";
  case effect_class::once: return "once";
  }
  return "";
}

std::string text(const expression_syntax_ptr& e) {
  return e ? text_of(*e) : std::string("?");
}

std::string text(const syntax::span& s) {
  if (!s.calendar)
    return text(s.length);
  return std::to_string(s.count) +
         (s.counts == syntax::span::unit::workdays ? " workdays in " : " workhours in ") +
         s.calendar->text;
}

std::string text(const syntax::when& w) {
  std::string all = w.within ? "within " + text(*w.within) : "by " + text(w.by);
  return w.of_stage ? all + " of " + w.of_stage->text : all;
}

std::string text(const std::vector<syntax::labelled>& arguments) {
  std::string all = "(";
  for (const syntax::labelled& a : arguments)
    all += (all.size() > 1 ? ", " : "") + a.name.text + ": " + text(a.value);
  return all + ")";
}

std::string text(const syntax::call& c) {
  return c.full_name() + text(c.arguments);
}

std::string text(const std::vector<syntax::identifier>& names) {
  std::string all;
  for (const syntax::identifier& n : names)
    all += (all.empty() ? "" : ", ") + n.text;
  return all;
}

std::string text(const syntax::retry& r) {
  const std::string all = text(r.times) + " times";
  return r.every ? all + ", every " + text(*r.every)
                 : all + ", from " + text(r.from) + " to " + text(r.to);
}

std::string text(const syntax::type_name& t) {
  using shape = syntax::type_name::shape;
  const auto element = t.element ? text(*t.element) : std::string("?");
  switch (t.is) {
  case shape::named: return (t.contract ? t.contract->text + "." : std::string{}) + t.name;
  case shape::map: return "map[" + element + "]";
  case shape::list: return element + "[]";
  case shape::optional: return element + "?";
  }
  return "";
}

std::string text(const std::vector<syntax::parameter>& all) {
  std::string written = "(";
  for (const syntax::parameter& p : all)
    written += (written.size() > 1 ? ", " : "") + p.name.text + ": " + text(p.of) +
               (p.is_key ? " key" : "");
  return written + ")";
}

std::string text(const std::vector<syntax::declared_error>& errors) {
  std::string all;
  for (const syntax::declared_error& e : errors)
    all += (all.empty() ? "" : ", ") + e.name.text +
           (e.parameters.empty() ? std::string{} : text(e.parameters));
  return all;
}

std::string text(const syntax::calendar& c) {
  std::string all;
  for (const syntax::opening_hours& o : c.open)
    all += (all.empty() ? "" : ", ") + o.first_day.text +
           (o.last_day ? ".." + o.last_day->text : std::string{}) + " " + o.from + ".." + o.to;
  return all + ", zone " + c.zone +
         (c.holidays ? ", closed on the dates of " + c.holidays->text : std::string{});
}

} // namespace gantry::dsl::explained
