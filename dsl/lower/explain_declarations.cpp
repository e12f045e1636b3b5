#include "dsl/check/constants.hpp"
#include "dsl/lower/checked_folder.hpp"
#include "dsl/lower/explain_text.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl {
namespace {

using explained::text;

/// What a contract, its policy, types, tables and calendars say to those who call and are called.
class declaration_explainer {
public:
  declaration_explainer(const library& all, const unit& in) : all_(all), in_(in) {}

  std::vector<std::string> run() {
    const syntax::file& said = in_.said;
    for (const syntax::contract& c : said.contracts)
      keep([&] { contract(c); });
    for (const syntax::policy& p : said.policies)
      keep([&] { policy(p); });
    for (const syntax::record& r : said.records)
      keep([&] { record(r); });
    for (const syntax::enumeration& e : said.enumerations)
      keep([&] { page_.say(0, "enum " + e.name.text + ": " + text(e.members)); });
    for (const syntax::setting& s : said.settings)
      keep([&] {
        page_.say(0, "setting " + s.name.text + ": " + text(s.of) + ", " + text(s.initial) +
                         " where nobody sets it");
      });
    for (const syntax::table& t : said.tables)
      keep([&] { table(t); });
    for (const syntax::calendar& c : said.calendars)
      keep([&] { page_.say(0, "calendar " + c.name.text + ": " + text(c)); });
    for (const syntax::define& d : said.defines)
      keep([&] {
        page_.say(0, "define " + d.name.text + text(d.parameters) + " -> " + text(d.returns));
      });
    for (const syntax::mapping& m : said.mappings)
      keep([&] { mapping(m); });
    return std::move(pages_);
  }

private:
  template <class Write>
  void keep(const Write& write) {
    page_ = {};
    write();
    pages_.push_back(page_.str());
  }

  void contract(const syntax::contract& c) {
    page_.say(0, "contract " + c.name.text +
                     (c.version ? ", version " + std::to_string(*c.version) : std::string{}) +
                     (c.policy ? ", with " + c.policy->text : std::string{}));
    const auto shared = c.policy ? all_.policy_named(in_, c.policy->text) : found<syntax::policy>{};
    for (const syntax::operation& o : c.operations)
      operation(c, o, shared.said);
    for (const syntax::event& e : c.events)
      event(e);
    for (const syntax::batch& b : c.batches)
      batch(b);
  }

  void operation(const syntax::contract& c, const syntax::operation& o,
                 const syntax::policy* shared) {
    page_.say(1, std::string(explained::name_of(o.effect)) + " " + o.name.text +
                     text(o.parameters) + (o.returns ? " -> " + text(*o.returns) : std::string{}) +
                     " (line " + std::to_string(o.at.line) + ")");
    if (!o.errors.empty())
      page_.line(2, "errors", text(o.errors));
    limits(shared);
    if (shared != nullptr && o.answer)
      for (const syntax::answer& a : shared->said.answers)
        page_.line(2, "answer",
                   std::string(a.is_later ? "beside the path, " : "waited for, ") + text(a.until) +
                       " (policy " + shared->name.text + ")");
    if (o.finder)
      page_.line(2, "verify",
                 o.finder->finder.text + " by the call's key" +
                     (o.finder->match ? ", match " + text(o.finder->match) : std::string{}) +
                     (o.finder->settle ? ", settle " + text(*o.finder->settle) : std::string{}) +
                     (o.finder->within ? ", within " + text(*o.finder->within) : std::string{}));
    else if (o.effect == effect_class::once)
      page_.line(2, "verify", "nothing: each step on it says `on unknown`");
    else if (o.effect == effect_class::idempotent)
      page_.line(2, "settle", o.settle ? text(*o.settle) : "as long as the timeout of the step");
    if (o.answer)
      page_.line(2, "answered", "by " + text(o.answer->event));
    if (o.lane)
      page_.line(2, "lane", "of its own for each " + o.lane->text);
    if (o.newest)
      page_.line(2, "newest", "by " + o.newest->order.text + " for each " + text(o.newest->per));
    for (const syntax::batch& b : c.batches)
      for (const syntax::identifier& member : b.members)
        if (member.text == o.name.text)
          page_.line(2, "batch", b.name.text);
  }

  /// What the policy of the contract says for every step that says nothing itself.
  void limits(const syntax::policy* shared) {
    if (shared == nullptr)
      return page_.line(2, "timeout", "each step says its own");
    const std::string origin = " (policy " + shared->name.text + ")";
    for (const syntax::timeout& t : shared->said.timeouts)
      page_.line(2, "timeout", text(t.length) + " an attempt" + origin);
    for (const syntax::retry& r : shared->said.retries)
      page_.line(2, "retry", text(r) + origin);
  }

  void event(const syntax::event& e) {
    page_.say(1, "event " + e.name.text + text(e.parameters) + " (line " +
                     std::to_string(e.at.line) + ")");
    std::string keys;
    for (const syntax::parameter& p : e.parameters)
      if (p.is_key)
        keys += (keys.empty() ? "" : ", ") + p.name.text;
    page_.line(2, "key", keys.empty() ? "none" : keys);
    if (!e.errors.empty())
      page_.line(2, "errors", text(e.errors) + ", in place of its fields");
    page_.line(2, "keep",
               e.keep ? text(*e.keep) + ", when it comes before somebody waits for it"
                      : "not kept: it is only told");
  }

  void batch(const syntax::batch& b) {
    page_.say(1, "batch " + b.name.text + " of " + text(b.members));
    page_.line(2, "closes",
               "at \"" + b.closes + "\"" +
                   (b.calendar ? " in " + b.calendar->text : std::string{}) + ", at most " +
                   text(b.at_most));
    if (b.send)
      page_.line(2, "send", b.send->text);
    if (b.answer && b.until)
      page_.line(2, "answer", b.answer->text + " " + text(*b.until));
  }

  void policy(const syntax::policy& p) {
    page_.say(0, "policy " + p.name.text);
    for (const syntax::timeout& t : p.said.timeouts)
      page_.line(2, "timeout", text(t.length) + " an attempt");
    for (const syntax::retry& r : p.said.retries)
      page_.line(2, "retry", text(r) + (r.otherwise ? "" : ", then held"));
    for (const syntax::deadline& d : p.said.deadlines)
      page_.line(2, "deadline", text(d));
    for (const syntax::answer& a : p.said.answers)
      page_.line(2, "answer",
                 std::string(a.is_later ? "beside the path, " : "waited for, ") + text(a.until));
    for (const syntax::error_clause& e : p.said.handlers)
      page_.line(2, "on", text(e.errors));
  }

  void record(const syntax::record& r) {
    page_.say(0, "type " + r.name.text);
    std::size_t widest = 10;
    for (const syntax::parameter& f : r.fields)
      widest = std::max(widest, f.name.text.size());
    for (const syntax::parameter& f : r.fields)
      page_.say(2, f.name.text + std::string(widest - f.name.text.size() + 2, ' ') + text(f.of) +
                       (f.is_key ? ", key" : "") +
                       (f.is_personal ? ", personal: never in events, keys and labels" : "") +
                       (f.of.is == syntax::type_name::shape::optional ? ", may be left out" : ""));
  }

  void table(const syntax::table& t) {
    page_.say(0, "table " + t.name.text + text(t.parameters) + " -> " + text(t.returns) + ", " +
                     (t.file       ? "rows of " + t.file->path
                      : t.has_rows ? std::to_string(t.rows.size()) + " rows"
                                   : "rows of the engine"));
  }

  void mapping(const syntax::mapping& m) {
    page_.say(0, "mapping " + m.name.text + text(m.parameters) + " -> " + text(m.returns));
    for (const syntax::mapping_rule& r : m.rules)
      page_.line(2, r.refuses ? "refuse" : "warn", r.code + " when " + text(r.condition));
  }

  const library& all_;
  const unit& in_;
  explained::page page_;
  std::vector<std::string> pages_;
};

} // namespace

std::vector<std::string> explain_declarations(const std::vector<source_file>& files,
                                              std::string_view path) {
  std::vector<diagnostic> diagnostics;
  checked_folder folder(files, diagnostics);
  if (std::any_of(diagnostics.begin(), diagnostics.end(),
                  [](const diagnostic& d) { return d.level == diagnostic::severity::error; }))
    return {};
  std::vector<std::string> all;
  for (const unit& u : folder.declarations().units())
    if (path.empty() || u.said.path == path)
      for (auto& one : declaration_explainer(folder.declarations(), u).run())
        all.push_back(std::move(one));
  return all;
}

} // namespace gantry::dsl
