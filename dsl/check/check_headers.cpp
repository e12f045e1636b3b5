#include "dsl/check/constants.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/time_of_day.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <set>
#include <utility>

/// What a workflow says before its first statement.
namespace gantry::dsl {

void workflow_checker::headers() {
  if (!said_.version && !result_.is_partial)
    report(diagnostics_, codes::version_missing, said_.at,
           "the workflow " + quoted(said_.name.text) + " has no version",
           "begin it with `version 1`, and raise the number with every change that is deployed");
  key();
  if (said_.priority && value(said_.priority, int_type()))
    priority(said_.priority);
  search();
  for (const syntax::beginning& b : said_.begins)
    beginning(b);
  for (const syntax::service_level& s : said_.levels)
    service_level(s);
}

namespace {

/// Texts and whole numbers tell orders apart; times, amounts and answers happen twice. What is no
/// plain value is told as such.
bool may_name(const type& t) {
  return t.is != type::kind::timestamp && t.is != type::kind::decimal &&
         t.is != type::kind::boolean && t.is != type::kind::enumeration;
}

} // namespace

void workflow_checker::key() {
  const bool only_called = said_.begins.empty() && all_.is_called(said_);
  if (said_.key.empty() && !only_called && !result_.is_partial && !all_.has_holes())
    report(diagnostics_, codes::no_business_key, said_.at,
           "the workflow " + quoted(said_.name.text) + " has no key",
           "write `key` with what makes two submissions the same, such as `key order.id`");
  bool reads = said_.key.empty();
  for (const expression_syntax_ptr& part : said_.key) {
    scalar(part, "a part of the key");
    keep_personal(part, "`key`");
    reads = reads || !part || !names_read(*part).empty();
  }
  bool names_something = // a time is what a flow that begins by itself is known by
      said_.key.empty() || std::any_of(said_.begins.begin(), said_.begins.end(), [](const auto& b) {
        return std::holds_alternative<syntax::begin_at>(b.is);
      });
  for (const expression_syntax_ptr& part : said_.key) {
    const auto compiled = result_.values.find({owner_, part.get()});
    names_something = names_something || compiled == result_.values.end() || !compiled->second ||
                      may_name(*compiled->second->type());
  }
  if (reads && !names_something)
    warn(diagnostics_, codes::key_not_unique, span_of(*said_.key.front()),
         "this key is made of times, amounts or answers alone, which other orders may have too",
         "add what the source gives each order: its number or id");
  if (!reads)
    report(diagnostics_, codes::key_of_nothing, span_of(*said_.key.front()),
           "this key is the same for every order", "make it of fields of the input");
}

/// Each value that is written out: of a choice, those of both sides.
void workflow_checker::priority(const expression_syntax_ptr& e) {
  constexpr std::int64_t highest = 100;
  if (e->is == syntax_kind::conditional) {
    priority(e->operands[1]);
    priority(e->operands[2]);
    return;
  }
  const bool is_below =
      e->is == syntax_kind::unary && e->name == "-" && e->operands[0]->is == syntax_kind::literal;
  const gantry::value* written = e->is == syntax_kind::literal ? &e->constant
                                 : is_below                    ? &e->operands[0]->constant
                                                               : nullptr;
  if (!written || !written->is_int())
    return;
  const bool is_within =
      is_below ? written->as_int() == 0 : written->as_int() >= 0 && written->as_int() <= highest;
  if (!is_within)
    report(diagnostics_, codes::priority_wrong, span_of(*e),
           "a priority is a number from 0 to 100, and this one is " + text_of(*e),
           "write 100 for what comes before everything else, 0 for what can wait; 50 is usual");
}

void workflow_checker::search() {
  std::map<std::string, source_span> labels;
  for (const syntax::label& l : said_.search) {
    scalar(l.value, "a search label");
    keep_personal(l.value, "`search`");
    const auto [first, is_new] = labels.emplace(l.name.text, l.name.at);
    if (!is_new)
      report(diagnostics_, codes::doubled_name, l.name.at,
             "the search label " + quoted(l.name.text) + " is given twice",
             "give one of them another name")
          .notes.push_back({first->second, "the other one is here"});
  }
}

void workflow_checker::beginning(const syntax::beginning& b) {
  here_ = b.at;
  not_run("begin", b.at);
  std::vector<field> parameters;
  for (const syntax::parameter& p : said_.parameters)
    parameters.push_back({p.name.text, scopes_.find(p.name.text)->of, false, false});
  // The input is not there yet: a beginning makes it, from the event or the time alone.
  scopes inside;
  inside.open();
  std::swap(inside, scopes_);
  if (const auto* on = std::get_if<syntax::begin_on>(&b.is)) {
    const checked_contract* contract = nullptr;
    const event_declaration* e = event_named(on->event, contract);
    if (e) {
      waitable(*e, *contract, on->event.at);
      result_.begins[&b] = {contract, static_cast<std::uint32_t>(e - contract->events.data()), {}};
    }
    bind(on->as, e ? e->as_record : dynamic_type(), &b, false, e == nullptr);
    if (on->where)
      value(on->where, boolean_type());
    if (e)
      unique(b, *e);
  } else {
    const auto& at = std::get<syntax::begin_at>(b.is);
    if (!minute_of_day(at.time))
      report_time_of_day(at.time, at.time_at, diagnostics_);
    all_.need_calendar(in_, at.calendar);
  }
  arguments(b.arguments, b.arguments_at, said_.name.text, parameters);
  std::swap(inside, scopes_);
}

/// A key of plain fields of an event, of which none is a key of the event: another event may bring
/// the same ones. What a field holds inside is not known.
void workflow_checker::unique(const syntax::beginning& b, const event_declaration& e) {
  const auto& on = std::get<syntax::begin_on>(b.is);
  std::set<std::string> read;
  for (const expression_syntax_ptr& part : said_.key)
    if (part)
      for (const std::string& name : names_read(*part))
        read.insert(name);
  std::string fields;
  for (const syntax::labelled& a : b.arguments) {
    if (!read.erase(a.name.text))
      continue;
    const bool is_field = a.value && a.value->is == syntax_kind::field && a.value->target &&
                          a.value->target->is == syntax_kind::name &&
                          a.value->target->name == on.as.text;
    const auto p = std::find_if(e.parameters.begin(), e.parameters.end(), [&](const field& f) {
      return is_field && f.name == a.value->name;
    });
    if (p == e.parameters.end() || p->is_key || p->of->is == type::kind::record ||
        p->of->is == type::kind::dynamic)
      return;
    fields += (fields.empty() ? "" : ", ") + quoted(p->name);
  }
  if (!fields.empty() && read.empty() && !e.keys.empty())
    warn(diagnostics_, codes::key_not_unique, span_of(*said_.key.front()),
         "two different " + quoted(e.full_name()) + " may have the same key: it is made of " +
             fields + ", and " + listed(e.keys) + " tells the events apart",
         "add what the event is known by to the key");
}

void workflow_checker::service_level(const syntax::service_level& s) {
  here_ = s.at;
  not_run("sla", s.at);
  stage_named(s.name);
  when(s.until);
  if (s.warn)
    lasting(*s.warn, "a warning");
  const auto constant = [&](const std::optional<syntax::span>& span) -> std::optional<duration> {
    if (!span || !span->length)
      return std::nullopt;
    const auto compiled = result_.values.find({nullptr, span->length.get()});
    if (compiled == result_.values.end())
      return std::nullopt;
    const auto v = constant_value(compiled->second, span->length);
    return v && v->is_duration() ? std::optional(v->as_duration()) : std::nullopt;
  };
  const auto within = constant(s.until.within);
  const auto warn_before = constant(s.warn);
  if (within && warn_before && *warn_before >= *within)
    report(diagnostics_, codes::warning_too_early, s.warn->at,
           "a warning " + format_duration(*warn_before) + " before the end comes before " +
               format_duration(*within) + " have begun",
           "warn later: write a shorter time before the end");
  if (!s.otherwise) {
    if (!result_.is_partial)
      report(diagnostics_, codes::else_missing, s.at, "the service level does not say what then",
             "add `else { emit CONTRACT.EVENT(…) }`");
    return;
  }
  surroundings beside;
  beside.in_level = true;
  beside.in_body = false;
  block(*s.otherwise, beside);
}

} // namespace gantry::dsl
