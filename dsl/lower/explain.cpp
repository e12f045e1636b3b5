#include "dsl/check/constants.hpp"
#include "dsl/check/exits.hpp"
#include "dsl/check/report.hpp"
#include "dsl/lower/checked_folder.hpp"
#include "dsl/lower/explain_text.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace gantry::dsl {
namespace {

using explained::name_of;
using explained::text;

/// A workflow in words, block by block: what the flow says, and what it leaves to policies and
/// defaults.
class explainer {
public:
  explicit explainer(const checked_workflow& w) : w_(w) {}

  std::string run() {
    const syntax::workflow& said = *w_.said;
    say(0, "workflow " + said.name.text + ", version " + std::to_string(said.version.value_or(1)));
    for (const auto& [what, places] : w_.not_run)
      for (const auto& at : places)
        line(2, "not run", what + " (" + at.file + ":" + std::to_string(at.line) + ")");
    headers();
    behind_headers_ = page_.str().size();
    statements(said.body, 1);
    for (const syntax::handler& h : said.handlers)
      handler(h);
    return with_calendars();
  }

private:
  void say(int depth, const std::string& words) { page_.say(depth, words); }
  void line(int depth, const std::string& name, const std::string& words) {
    page_.line(depth, name, words);
  }

  /// What happens then, below the line that leads to it.
  void block(const syntax::block& b, int depth) {
    if (b.statements.empty())
      say(depth, "nothing: it goes on");
    statements(b, depth);
  }
  void then(const std::optional<syntax::block>& b, int depth, const char* otherwise) {
    if (!b)
      return say(depth, std::string("then ") + otherwise);
    say(depth, "then");
    block(*b, depth + 1);
  }
  void statements(const syntax::block& b, int depth) {
    for (const syntax::statement& s : b.statements)
      std::visit([&](const auto& one) { visit(one, depth, s.at); }, s.is);
  }

  /// The calendars by which something was said to be counted, with their hours.
  std::string with_calendars() {
    explained::page hours;
    for (const auto& [name, said] : calendars_in_sight())
      if (is_counted_by(name))
        hours.line(2, "calendar", name + ": " + text(*said));
    auto all = page_.str();
    return all.insert(behind_headers_, hours.str());
  }

  [[nodiscard]] std::map<std::string, const syntax::calendar*> calendars_in_sight() const {
    std::map<std::string, const syntax::calendar*> all;
    const auto add = [&](const unit& u) {
      for (const syntax::calendar& c : u.said.calendars)
        all.emplace(c.name.text, &c);
    };
    const auto add_seen_from = [&](const unit& u) {
      add(u);
      for (const unit* import : u.imports)
        add(*import);
    };
    add_seen_from(*w_.file);
    for (const auto& [said, call] : w_.calls) // a policy and a batch see what their own file sees
      add_seen_from(*call.contract->file);
    return all;
  }

  [[nodiscard]] bool is_counted_by(const std::string& calendar) const {
    for (const char* lead : {"workdays in ", "workhours in ", "\" in "}) {
      const std::string words = lead + calendar;
      for (auto at = page_.str().find(words); at != std::string::npos;
           at = page_.str().find(words, at + 1)) {
        const char behind =
            at + words.size() < page_.str().size() ? page_.str()[at + words.size()] : ' ';
        if (behind != '_' && !(behind >= 'a' && behind <= 'z') && !(behind >= '0' && behind <= '9'))
          return true;
      }
    }
    return false;
  }

  void headers() {
    const syntax::workflow& said = *w_.said;
    for (const syntax::beginning& b : said.begins)
      beginning(b);
    for (const auto& part : said.key)
      line(2, "key", text(part));
    line(2, "priority", said.priority ? text(said.priority) : "50 (the default)");
    for (const auto& label : said.search)
      line(2, "search", label.name.text + " = " + text(label.value));
    for (const syntax::service_level& s : said.levels) {
      line(2, "sla",
           s.name.text + " " + text(s.until) +
               (s.warn ? ", warned " + text(*s.warn) + " before" : std::string{}));
      then(s.otherwise, 3, "nothing");
    }
    const bool freezes = said.pause_freezes.value_or(false);
    line(2, "pause",
         std::string(freezes ? "freezes `within` deadlines" : "deadlines run on") +
             (said.pause_freezes ? "" : " (the default)"));
  }

  void beginning(const syntax::beginning& b) {
    std::string how;
    if (const auto* on = std::get_if<syntax::begin_on>(&b.is))
      how = "on " + on->event.full_name() + " as " + on->as.text +
            (on->where ? " where " + text(on->where) : std::string{});
    else if (const auto* at = std::get_if<syntax::begin_at>(&b.is))
      how = "at \"" + at->time + "\" in " + at->calendar.text;
    line(2, "begin", how + " with " + text(b.arguments));
  }

  void visit(const syntax::step& s, int depth, const source_span& at) {
    say(depth, "step " + s.name.text + " (line " + std::to_string(at.line) + ")");
    const auto clauses = w_.clauses.find(&s);
    if (clauses == w_.clauses.end())
      return;
    const auto call = w_.calls.find(&s.what);
    if (call != w_.calls.end())
      operation(s, clauses->second, call->second, depth + 1);
    else
      line(depth + 1, "calls", text(s.what) + ", a workflow; cancelled before this one");
    rest(s, clauses->second, depth + 1);
  }

  static std::string origin(const step_clauses::source& from) {
    return from.owner == nullptr ? std::string{} : " (" + from.from + ")";
  }

  void operation(const syntax::step& s, const step_clauses& clauses, const checked_call& call,
                 int depth) {
    line(depth, "calls", text(s.what) + ", " + name_of(call.callee().effect));
    if (clauses.timeout)
      line(depth, "timeout",
           text(clauses.timeout->length) + " an attempt" + origin(clauses.timeout_from));
    if (clauses.retry) {
      line(depth, "retry", text(*clauses.retry) + origin(clauses.retry_from));
      then(clauses.retry->otherwise, depth + 1, "held");
    } else {
      line(depth, "retry", "none");
    }
    effect(clauses, call, depth);
    const syntax::operation& said = call.said();
    if (said.lane)
      line(depth, "lane", "of its own for each " + said.lane->text);
    if (said.newest)
      line(depth, "newest",
           "by " + said.newest->order.text + " for each " + text(said.newest->per));
    for (const syntax::batch& b : call.contract->said->batches)
      for (const syntax::identifier& member : b.members)
        if (member.text == said.name.text)
          line(depth, "batch",
               b.name.text + ", closes at \"" + b.closes + "\"" +
                   (b.calendar ? " in " + b.calendar->text : std::string{}) + ", at most " +
                   text(b.at_most) +
                   (b.answer && b.until ? ", " + b.answer->text + " " + text(*b.until)
                                        : std::string{}));
  }

  void effect(const step_clauses& clauses, const checked_call& call, int depth) {
    const dsl::operation& operation = call.callee();
    if (!operation.verify) {
      if (operation.effect == effect_class::idempotent)
        line(depth, "settle",
             operation.settle ? format_duration(*operation.settle) : "as long as the timeout");
      return;
    }
    const auto& verify = *operation.verify;
    const bool on_unknown =
        std::any_of(clauses.handlers.begin(), clauses.handlers.end(), [](const auto& h) {
          return std::find(h.errors.begin(), h.errors.end(), "unknown") != h.errors.end();
        });
    line(depth, "verify",
         call.contract->operations[verify.finder].name +
             (verify.match ? ", match " + verify.match->text() : std::string{}) + ", settle " +
             format_duration(verify.settle) + ", within " + format_duration(verify.within) +
             (on_unknown ? ", then `on unknown`" : ", then held in_doubt"));
  }

  void rest(const syntax::step& s, const step_clauses& clauses, int depth) {
    if (clauses.deadline)
      deadline(*clauses.deadline, depth, origin(clauses.deadline_from));
    else
      line(depth, "deadline", "none (the default)");
    if (clauses.answer) {
      line(depth, "answer",
           std::string(clauses.answer->is_later ? "beside the path, " : "waited for, ") +
               text(clauses.answer->until) + origin(clauses.answer_from));
      then(clauses.answer->until.otherwise, depth + 1, "held");
    }
    if (clauses.revision)
      line(depth, "revise", text(clauses.revision->again));
    if (const auto* undo = clauses.compensation) {
      if (undo->undo)
        line(depth, "compensate", text(*undo->undo));
      else if (undo->none_because)
        line(depth, "compensate", "none: " + text(undo->none_because));
      if (undo->steps) {
        line(depth, "compensate", "by");
        block(*undo->steps, depth + 1);
      }
    }
    for (const auto& h : clauses.handlers) {
      std::string names;
      for (const auto& error : h.errors)
        names += (names.empty() ? "" : ", ") + error;
      line(depth, "on", names + origin(h.from));
      block(h.said->body, depth + 1);
    }
    nobody_handles(s, clauses, depth);
  }

  /// What may come back beside the result, with no block for it.
  void nobody_handles(const syntax::step& s, const step_clauses& clauses, int depth) {
    std::vector<std::string> declared;
    if (const auto call = w_.calls.find(&s.what); call != w_.calls.end()) {
      for (const error_declaration& e : call->second.callee().errors)
        declared.push_back(e.name);
      const auto& contract = *call->second.contract;
      if (const auto answer = contract.answers[call->second.operation]; answer != no_index)
        for (const error_declaration& e : contract.event_errors[answer])
          declared.push_back(e.name);
    } else {
      declared = {"rejected", "cancelled"};
    }
    std::string names;
    for (const auto& name : declared)
      if (std::none_of(clauses.handlers.begin(), clauses.handlers.end(), [&](const auto& h) {
            return std::find(h.errors.begin(), h.errors.end(), name) != h.errors.end();
          }))
        names += (names.empty() ? "" : ", ") + name;
    if (!names.empty())
      line(depth, "on", names + ": nobody handles it, held");
  }

  void deadline(const syntax::deadline& d, int depth, const std::string& from = {}) {
    line(depth, "deadline", text(d) + from);
    then(d.otherwise, depth + 1, "held");
  }

  void visit(const syntax::let& l, int depth, const source_span& at) {
    if (!l.choice && !l.cases)
      return say(depth, "let " + l.name.text + " = " + text(l.value));
    say(depth, "let " + l.name.text + " be what is yielded by");
    if (l.choice)
      visit(*l.choice, depth + 1, at);
    else
      visit(*l.cases, depth + 1, at);
  }
  void visit(const syntax::if_else& b, int depth, const source_span&) {
    say(depth, "if " + text(b.condition) + (b.as ? " as " + b.as->text : std::string{}));
    block(b.then, depth + 1);
    if (!b.otherwise)
      return;
    say(depth, "else");
    block(*b.otherwise, depth + 1);
  }
  void visit(const syntax::match& m, int depth, const source_span&) {
    say(depth, "match " + text(m.subject));
    for (const syntax::match_arm& a : m.arms) {
      std::string names;
      for (const syntax::pattern& p : a.patterns)
        names += (names.empty() ? "" : ", ") + (p.literal ? text(p.literal) : p.text);
      say(depth + 1, names);
      block(a.body, depth + 2);
    }
  }
  void visit(const syntax::parallel& p, int depth, const source_span&) {
    say(depth, "beside each other");
    statements(p.body, depth + 1);
  }
  void visit(const syntax::branch& b, int depth, const source_span&) {
    say(depth, "branch");
    block(b.body, depth + 1);
  }
  void visit(const syntax::each& e, int depth, const source_span&) {
    say(depth, "each " + e.name.text + ": for " + e.item.text + " in " + text(e.list) +
                   (e.by ? ", named by " + text(e.by) : std::string{}) + ", " + text(e.width) +
                   " at once");
    block(e.body, depth + 1);
  }
  void visit(const syntax::repeat& r, int depth, const source_span&) {
    say(depth, "repeat " + r.name.text + " until " + text(r.until) + ", at most " +
                   text(r.at_most) + " rounds");
    say(depth + 1, "then");
    block(r.otherwise, depth + 2);
    say(depth + 1, "a round");
    block(r.body, depth + 2);
  }
  /// How long an event that comes before somebody waits for it is kept.
  void kept(const syntax::call& c, int depth) {
    const auto found = w_.events.find(&c);
    if (found != w_.events.end() && found->second.declared().keep)
      line(depth, "keep",
           format_duration(*found->second.declared().keep) + ", when it comes early");
  }
  void event(const syntax::call& c, const expression_syntax_ptr& where, int depth) {
    line(depth, "for", text(c));
    if (where)
      line(depth, "where", text(where));
    kept(c, depth);
  }
  void visit(const syntax::wait& w, int depth, const source_span& at) {
    say(depth, "wait " + w.name.text + " (line " + std::to_string(at.line) + ")");
    event(w.event, w.where, depth + 1);
    if (w.until)
      deadline(*w.until, depth + 1);
  }
  void visit(const syntax::wait_first& w, int depth, const source_span& at) {
    say(depth, "wait for the first (line " + std::to_string(at.line) + ")");
    for (const syntax::wait_arm& a : w.arms) {
      event(a.event, a.where, depth + 1);
      block(a.body, depth + 2);
    }
    if (w.until)
      deadline(*w.until, depth + 1);
  }
  void visit(const syntax::wait_time& w, int depth, const source_span&) {
    say(depth, w.length ? "wait for " + text(*w.length) : "wait until " + text(w.until));
    if (w.at_latest)
      deadline(*w.at_latest, depth + 1);
  }
  void visit(const syntax::task& t, int depth, const source_span& at) {
    say(depth, "task " + t.name.text + " (line " + std::to_string(at.line) + ")");
    line(depth + 1, "for", text(t.whom));
    for (const syntax::label& l : t.show)
      line(depth + 1, "shows", l.name.text + " = " + text(l.value));
    for (const syntax::entry_field& f : t.enter)
      line(depth + 1, "enters",
           f.name.text + (f.initial ? " = " + text(f.initial) : std::string{}));
    line(depth + 1, "chooses", text(t.choose));
    for (const syntax::due& d : t.stretches) {
      line(depth + 1, "deadline", text(d.until));
      if (d.escalate_to)
        say(depth + 2, "then it goes to " + text(d.escalate_to));
      else if (d.choice)
        say(depth + 2, "then " + d.choice->text + " is taken");
      else
        then(d.outcome, depth + 2, "held");
    }
  }
  void visit(const syntax::amend& a, int depth, const source_span& at) {
    std::string changes;
    for (const syntax::change& c : a.changes) {
      changes += changes.empty() ? "" : ", ";
      for (std::size_t i = 0; i < c.path.size(); ++i)
        changes += (i == 0 ? "" : ".") + c.path[i].text;
      changes += " = " + text(c.value);
    }
    say(depth, "amend " + changes + (a.then ? "" : ", what was done stays"));
    if (a.then)
      visit(*a.then, depth + 1, at);
  }
  void visit(const syntax::back& b, int depth, const source_span&) {
    say(depth, "back to " + b.stage.text +
                   (b.at_most ? ", at most " + text(b.at_most) + " times" : std::string{}));
    if (b.otherwise)
      then(b.otherwise, depth + 1, "held");
  }
  void visit(const syntax::emit& e, int depth, const source_span&) {
    say(depth, "emit " + text(e.event));
  }
  void visit(const syntax::stage& s, int depth, const source_span&) {
    say(depth, "stage " + s.name.text + (s.is_final ? ", final" : ""));
  }
  void visit(const syntax::exit& e, int depth, const source_span&) {
    using word = syntax::exit::word;
    const char* does = e.is == word::reject   ? "reject "
                       : e.is == word::cancel ? "cancel "
                       : e.is == word::hold   ? "hold "
                                              : "yield ";
    say(depth, does + text(e.value));
  }
  void visit(const syntax::break_out&, int depth, const source_span&) { say(depth, "break"); }
  void visit(const syntax::give_back& g, int depth, const source_span&) {
    say(depth, g.is_bare ? "return" : "return " + text(g.value));
  }
  void visit(const syntax::retry& r, int depth, const source_span&) {
    say(depth, "retry " + text(r) + " under a new key");
    then(r.otherwise, depth + 1, "held");
  }
  void visit(const syntax::broken&, int depth, const source_span&) { say(depth, "?"); }

  void handler(const syntax::handler& h) {
    say(1, "on " + text(h.event) + (h.where ? " where " + text(h.where) : std::string{}));
    kept(h.event, 2);
    for (const syntax::arm& a : h.arms) {
      if (a.before)
        say(2, "before " + a.before->text);
      else
        say(2, h.has_arms ? "otherwise" : "always");
      block(a.body, 3);
    }
  }

  const checked_workflow& w_;
  explained::page page_;
  std::size_t behind_headers_ = 0; ///< of the page
};

} // namespace

std::vector<std::string> explain(const std::vector<source_file>& files) {
  std::vector<diagnostic> diagnostics;
  const checked_folder folder(files, diagnostics);
  std::vector<std::string> all;
  const bool has_errors =
      std::any_of(diagnostics.begin(), diagnostics.end(),
                  [](const diagnostic& d) { return d.level == diagnostic::severity::error; });
  if (!has_errors)
    for (const checked_workflow& w : folder.workflows())
      all.push_back(explainer(w).run());
  return all;
}

} // namespace gantry::dsl
