#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// `match`: each case can be what is matched, once, and all of it is covered.
namespace gantry::dsl {

namespace {

bool is_matched(const type& t) {
  switch (t.is) {
  case type::kind::enumeration:
  case type::kind::string:
  case type::kind::integer:
  case type::kind::decimal:
  case type::kind::boolean:
  case type::kind::dynamic: return true;
  default: return false;
  }
}

} // namespace

void workflow_checker::visit(const syntax::match& m, const surroundings& where) {
  not_run("match", m.at);
  type_ref subject = value(m.subject, nullptr);
  if (subject && !is_matched(*subject)) {
    report(diagnostics_, codes::case_wrong, span_of(*m.subject),
           quoted(text_of(*m.subject)) + " is " + to_string(*subject) +
               ", which has no cases to tell apart",
           is_optional(*subject) ? "unwrap it with `if … as`, or say `.orValue(…)`"
                                 : "match an enum, a text, a number or a bool");
    subject = nullptr;
  }
  std::set<std::string> seen;
  bool has_otherwise = false;
  bool is_whole = subject != nullptr && !m.is_broken;
  for (const syntax::match_arm& a : m.arms) {
    for (const syntax::pattern& p : a.patterns) {
      if (has_otherwise)
        report(diagnostics_, codes::unreachable, p.at, "a case behind `else` can never be reached",
               "move `else` to the end");
      has_otherwise = has_otherwise || p.is == syntax::pattern::shape::otherwise;
      is_whole = pattern(p, subject, seen) && is_whole;
    }
    block(a.body, where);
  }
  if (is_whole && !has_otherwise && subject != unknown_type())
    covers(m, subject, seen);
}

/// Whether the case is one of the subject's.
bool workflow_checker::pattern(const syntax::pattern& p, const type_ref& subject,
                               std::set<std::string>& seen) {
  if (p.is == syntax::pattern::shape::otherwise)
    return true;
  if (!seen.insert(p.text).second)
    report(diagnostics_, codes::case_doubled, p.at, "the case " + quoted(p.text) + " stands twice",
           "keep one of them");
  if (!subject || subject->is == type::kind::dynamic) {
    if (p.literal)
      value(p.literal, nullptr);
    return true;
  }
  const bool is_text =
      p.is == syntax::pattern::shape::name || (p.literal && p.literal->constant.is_string());
  if (subject->is == type::kind::enumeration && is_text) {
    const auto& members = subject->members;
    if (std::find(members.begin(), members.end(), p.text) != members.end())
      return true;
    std::vector<std::string> cases = members;
    cases.emplace_back("else");
    report(diagnostics_, codes::case_wrong, p.at,
           quoted(p.text) + " is no member of " + subject->name,
           p.text == "default" || p.text == "_" || p.text == "otherwise"
               ? "all others are `else`"
               : meant(p.text, cases,
                       "its members are " + listed(members) + ", and `else` is for all others"));
    return false;
  }
  if (p.is == syntax::pattern::shape::name) {
    report(diagnostics_, codes::case_wrong, p.at,
           quoted(p.text) + " is a name, and what is matched is " + to_string(*subject),
           subject->is == type::kind::string ? "put the text into quotes: \"" + p.text + "\""
                                             : "write a value of that type");
    return false;
  }
  const auto before = diagnostics_.size();
  if (value(p.literal, subject))
    return true;
  if (diagnostics_.size() > before) {
    diagnostics_.resize(before);
    report(diagnostics_, codes::case_wrong, p.at,
           quoted(text_of(*p.literal)) + " can never be " + to_string(*subject),
           "write a value of that type");
  }
  return false;
}

void workflow_checker::covers(const syntax::match& m, const type_ref& subject,
                              const std::set<std::string>& seen) {
  std::vector<std::string> open;
  if (subject->is == type::kind::enumeration)
    open = subject->members;
  else if (subject->is == type::kind::boolean)
    open = {"true", "false"};
  std::erase_if(open, [&](const std::string& name) { return seen.contains(name); });
  const bool is_finite =
      subject->is == type::kind::enumeration || subject->is == type::kind::boolean;
  if (is_finite && open.empty())
    return;
  report(diagnostics_, codes::match_incomplete, m.at,
         is_finite ? "this `match` says nothing of " + listed(open)
                   : "this `match` says nothing of other values",
         is_finite ? "add the case, or `else { … }`" : "add `else { … }`");
}

} // namespace gantry::dsl
