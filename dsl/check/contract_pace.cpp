#include "dsl/check/declared_here.hpp"
#include "dsl/check/environment.hpp"
#include "dsl/check/report.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// Family 03: answers that come as events, lanes, and calls of which only the newest counts.
namespace gantry::dsl {

namespace {

const field* parameter_named(const operation& o, const std::string& name) {
  for (const field& f : o.parameters)
    if (f.name == name)
      return &f;
  return nullptr;
}

bool is_plain(const type& t) {
  return t.is == type::kind::string || t.is == type::kind::integer ||
         t.is == type::kind::enumeration || t.is == type::kind::dynamic;
}

} // namespace

void library::check_answer(checked_contract& c, std::size_t index) {
  const syntax::operation& said = c.said->operations[index];
  c.answers.push_back(no_index);
  if (!said.answer)
    return;
  const syntax::awaited_answer& a = *said.answer;
  const auto wrong = [&](const source_span& at, const std::string& why,
                         const std::string& help) -> diagnostic& {
    return report(diagnostics_, codes::answer_wrong, at, why, help);
  };
  const operation& self = c.operations[index];
  if (self.effect == effect_class::read)
    wrong(a.at, "a `read` is answered at once", "take `answer` away, or declare it `idempotent`");
  const auto at = std::find_if(c.events.begin(), c.events.end(), [&](const event_declaration& e) {
    return e.name == a.event.name.text;
  });
  if (at == c.events.end()) {
    if (!c.said->is_broken)
      wrong(a.event.name.at,
            "the contract " + quoted(c.said->name.text) + " has no event " +
                quoted(a.event.name.text),
            meant(a.event.name.text, names_of(c.events), "declare it with the keys of the answer"));
    return;
  }
  c.answers.back() = static_cast<std::uint32_t>(at - c.events.begin());
  const syntax::event& declared = c.said->events[c.answers.back()];
  if (!at->keep)
    note_not_kept(wrong(a.event.name.at,
                        quoted(at->name) + " is not kept, so an answer that is early is lost",
                        "declare how long it is kept: `keep 7d`"),
                  declared);
  declaration_environment names(*this, *c.file, self.parameters);
  if (self.returns)
    names.add("receipt", self.returns);
  std::set<std::string> given;
  bool has_unknown = false; // which may have been meant for one of the keys
  for (const syntax::labelled& l : a.event.arguments) {
    const auto key = std::find(at->keys.begin(), at->keys.end(), l.name.text);
    type_ref due;
    if (key == at->keys.end()) {
      has_unknown = true;
      note_parameter(wrong(l.name.at, quoted(l.name.text) + " is not a key of " + quoted(at->name),
                           meant(l.name.text, at->keys, "give the keys of the event only")),
                     declared, l.name.text);
    } else {
      given.insert(l.name.text);
      due = find_field(*at->as_record, l.name.text)->of;
    }
    if (l.value && !mentions_broken(*c.file, *l.value))
      (void)compile_expression(*l.value, names, due, diagnostics_);
  }
  for (const std::string& key : at->keys)
    if (!given.contains(key) && !has_unknown)
      wrong(a.event.at,
            "nothing says which " + quoted(at->name) + " answers: its key " + quoted(key) +
                " is not given",
            "add `" + key + ": …`");
}

void library::check_pace(checked_contract& c, std::size_t index) {
  const syntax::operation& said = c.said->operations[index];
  const operation& self = c.operations[index];
  const auto plain_parameter = [&](const syntax::identifier& name, const diagnostic_code& code,
                                   const std::string& what) {
    const field* p = parameter_named(self, name.text);
    if (p == nullptr)
      report(diagnostics_, code, name.at,
             quoted(self.name) + " has no parameter " + quoted(name.text),
             meant(name.text, names_of(self.parameters), "name one of its parameters"));
    else if (!is_plain(*p->of))
      report(diagnostics_, code, name.at,
             quoted(name.text) + " is " + to_string(*p->of) + ", and " + what +
                 " is one plain value",
             "name a text or a whole number that is always there");
  };
  if (said.lane)
    plain_parameter(*said.lane, codes::lane_wrong, "a lane");
  if (!said.newest)
    return;
  if (self.effect != effect_class::idempotent)
    report(diagnostics_, codes::newest_wrong, said.newest->at,
           "`newest` lets older calls go unmade, which only an `idempotent` operation allows",
           "take it away, or declare the operation `idempotent`");
  for (const syntax::identifier& name : said.newest->per)
    plain_parameter(name, codes::newest_wrong, "what calls are told apart by");
  const syntax::identifier& order = said.newest->order;
  const field* p = parameter_named(self, order.text);
  if (p == nullptr)
    report(diagnostics_, codes::newest_wrong, order.at,
           quoted(self.name) + " has no parameter " + quoted(order.text),
           meant(order.text, names_of(self.parameters), "name one of its parameters"));
  else if (p->of->is != type::kind::integer && p->of->is != type::kind::timestamp)
    report(diagnostics_, codes::newest_wrong, order.at,
           quoted(order.text) + " is " + to_string(*p->of) + ", which says not what is newer",
           "name a parameter that is an int or a timestamp");
}

} // namespace gantry::dsl
