#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/walk.hpp"

#include <algorithm>
#include <map>
#include <set>

/// Family 08: an event goes to one place.
namespace gantry::dsl {

namespace {

/// A wait with what tells its event apart.
struct open_wait {
  std::string event;
  std::vector<std::pair<std::string, expression_syntax_ptr>> keys; ///< in the order of their names
  bool is_filtered = false;
  source_span at;

  [[nodiscard]] bool takes_from(const open_wait& other) const {
    if (event != other.event || is_filtered || other.is_filtered ||
        keys.size() != other.keys.size())
      return false;
    return std::equal(keys.begin(), keys.end(), other.keys.begin(),
                      [](const auto& a, const auto& b) {
                        return a.first == b.first && a.second && b.second &&
                               text_of(*a.second) == text_of(*b.second);
                      });
  }
};

open_wait wait_of(const syntax::call& event, bool is_filtered, const source_span& at) {
  open_wait w{event.full_name(), {}, is_filtered, at};
  for (const syntax::labelled& a : event.arguments)
    w.keys.emplace_back(a.name.text, a.value);
  std::sort(w.keys.begin(), w.keys.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return w;
}

std::vector<open_wait> waits_in(const syntax::statement& s) {
  std::vector<open_wait> all;
  if (const auto* wait = std::get_if<syntax::wait>(&s.is))
    all.push_back(wait_of(wait->event, wait->where != nullptr, s.at));
  if (const auto* first = std::get_if<syntax::wait_first>(&s.is))
    for (const syntax::wait_arm& a : first->arms)
      all.push_back(wait_of(a.event, a.where != nullptr, a.at));
  return all;
}

std::vector<open_wait> waits_below(const syntax::statement& s) {
  std::vector<open_wait> all = waits_in(s);
  each_inner_block(s, [&](const syntax::block& b, block_role role) {
    if (role == block_role::path)
      each_statement(b, [&](const syntax::statement& inner) {
        for (open_wait& w : waits_in(inner))
          all.push_back(std::move(w));
      });
  });
  return all;
}

class event_judge {
public:
  event_judge(const checked_workflow& w, std::vector<diagnostic>& diagnostics)
      : w_(w), diagnostics_(diagnostics) {}

  void statement(const syntax::statement& s) {
    if (const auto* beside = std::get_if<syntax::parallel>(&s.is))
      together(*beside);
    if (const auto* first = std::get_if<syntax::wait_first>(&s.is))
      arms(*first, s);
    if (const auto* fan = std::get_if<syntax::each>(&s.is))
      iterations(*fan);
  }

private:
  void together(const syntax::parallel& p) {
    std::vector<open_wait> earlier;
    for (const syntax::statement& s : p.body.statements) {
      std::vector<open_wait> own = waits_below(s);
      for (const open_wait& w : own)
        compare(w, earlier);
      earlier.insert(earlier.end(), own.begin(), own.end());
    }
  }

  void arms(const syntax::wait_first&, const syntax::statement& s) {
    std::vector<open_wait> earlier;
    for (const open_wait& w : waits_in(s)) {
      compare(w, earlier);
      earlier.push_back(w);
    }
  }

  void compare(const open_wait& w, const std::vector<open_wait>& earlier) {
    for (const open_wait& other : earlier)
      if (w.takes_from(other)) {
        report(diagnostics_, codes::waits_overlap, w.at,
               "two waits that are open together take " + quoted(w.event) +
                   ", and one event goes to one of them only",
               "tell them apart with a key or with `where`")
            .notes.push_back({other.at, "the other one"});
        return;
      }
  }

  /// A wait inside an `each` has to depend on the item.
  void iterations(const syntax::each& e) {
    std::set<std::string> own{e.item.text};
    each_statement(e.body, [&](const syntax::statement& s) {
      if (const auto* step = std::get_if<syntax::step>(&s.is))
        own.insert(step->name.text);
      if (const auto* let = std::get_if<syntax::let>(&s.is))
        own.insert(let->name.text);
      if (const auto* wait = std::get_if<syntax::wait>(&s.is))
        own.insert(wait->name.text);
      if (const auto* task = std::get_if<syntax::task>(&s.is))
        own.insert(task->name.text);
      if (const auto* inner = std::get_if<syntax::each>(&s.is))
        own.insert(inner->item.text);
    });
    each_statement(e.body, [&](const syntax::statement& s) {
      for (const open_wait& w : waits_in(s)) {
        bool depends = w.is_filtered || w.keys.empty();
        for (const auto& [name, key] : w.keys) {
          if (!key) {
            depends = true;
            continue;
          }
          const auto compiled = w_.values.find({nullptr, key.get()});
          depends = depends || compiled == w_.values.end() || !compiled->second; // a mistake
          for (const std::string& read : names_read(*key))
            depends = depends || own.contains(read);
        }
        if (!depends)
          report(diagnostics_, codes::waits_overlap, w.at,
                 "every iteration waits for the same " + quoted(w.event) +
                     ", and one event goes to one of them only",
                 "let a key depend on " + quoted(e.item.text) + ", or wait before the `each`");
      }
    });
  }

  const checked_workflow& w_;
  std::vector<diagnostic>& diagnostics_;
};

} // namespace

void check_events(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  std::map<std::string, const syntax::handler*> taken;
  for (const syntax::handler& h : w.said->handlers) {
    const auto [first, is_new] = taken.emplace(h.event.full_name(), &h);
    if (!is_new && !h.where && !first->second->where)
      report(diagnostics, codes::handlers_overlap, h.at,
             "another handler takes " + quoted(h.event.full_name()) + " already",
             "tell them apart with `where`, or make one of them")
          .notes.push_back({first->second->at, "the other one"});
  }
  event_judge judge(w, diagnostics);
  each_statement_anywhere(w.said->body, [&](const syntax::statement& s) { judge.statement(s); });
}

void check_begins(const std::deque<checked_workflow>& all, std::vector<diagnostic>& diagnostics) {
  std::map<std::pair<const checked_contract*, std::uint32_t>, const syntax::beginning*> taken;
  for (const checked_workflow& w : all)
    for (const syntax::beginning& b : w.said->begins) {
      const auto at = w.begins.find(&b);
      const auto* on = std::get_if<syntax::begin_on>(&b.is);
      if (at == w.begins.end() || on == nullptr || on->where)
        continue;
      const auto [first, is_new] =
          taken.emplace(std::pair{at->second.contract, at->second.event}, &b);
      if (!is_new)
        report(diagnostics, codes::begins_overlap, b.at,
               "another workflow begins on every " + quoted(on->event.full_name()) + " already",
               "tell them apart with `where`, or give this flow an event of its own")
            .notes.push_back({first->second->at, "the other one"});
    }
}

} // namespace gantry::dsl
