#include "engine/verbs/legal.hpp"
#include "engine/verbs/verbs.hpp"

#include <algorithm>
#include <array>

namespace gantry::engine {
namespace {

struct order_verb {
  std::string_view name;
  void (*act)(decision&, const command&);
};
struct hold_verb {
  std::string_view name;
  void (*act)(decision&, const command&, const hold_opened&);
};

constexpr std::array order_verbs{order_verb{"pause", verb_pause},
                                 order_verb{"resume", verb_resume},
                                 order_verb{"cancel", verb_cancel},
                                 order_verb{"abort", verb_abort},
                                 order_verb{"priority", verb_priority},
                                 order_verb{"note", verb_note},
                                 order_verb{"assign", verb_assign},
                                 order_verb{"acknowledge", verb_acknowledge},
                                 order_verb{"compensate-second", verb_compensate_second}};

constexpr std::array hold_verbs{
    hold_verb{"retry", verb_retry},   hold_verb{"release", verb_release},
    hold_verb{"verify", verb_verify}, hold_verb{"adopt", verb_adopt},
    hold_verb{"edit", verb_edit},     hold_verb{"declare-absent", verb_declare_absent},
    hold_verb{"done", verb_done}};

std::string list_of(const std::vector<std::string>& words) {
  std::string list;
  for (const auto& word : words)
    list += (list.empty() ? "" : ", ") + word;
  return list;
}

/// All verbs that are legal now, those on holds with the hold's number.
std::vector<std::string> all_legal(const instance_state& s) {
  auto all = legal_verbs(s);
  for (const auto& hold : s.holds)
    for (const auto& verb : legal_verbs(s, hold.what))
      all.push_back(verb + " (hold " + std::to_string(hold.what.hold) + ")");
  return all;
}

error illegal(const decision& d, const command& c, const std::string& why) {
  const auto legal = all_legal(d.state);
  return {errc::illegal_verb,
          "`" + c.verb + "` on " + name_of(d.state) + ": " + why,
          "legal now: " + list_of(legal),
          {}};
}

bool takes(const instance_state& s, const hold_state& hold, const std::string& verb) {
  const auto verbs = legal_verbs(s, hold.what);
  return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

void on_hold(decision& d, const command& c, const hold_verb& verb) {
  const hold_state* meant = nullptr;
  if (c.hold != 0) {
    meant = d.state.find_hold(c.hold);
    if (meant == nullptr && c.hold <= d.state.holds_ever) {
      answer_ignored(d, c, "hold " + std::to_string(c.hold) + " is closed already");
      return;
    }
  } else if (d.state.holds.size() == 1) {
    meant = &d.state.holds.front();
  }
  if (meant == nullptr) {
    const std::string why = d.state.holds.empty()
                                ? "nothing is held"
                                : std::to_string(d.state.holds.size()) +
                                      " holds are open, and the verb names none of them";
    answer_refused(d, c, illegal(d, c, why));
    return;
  }
  if (!takes(d.state, *meant, c.verb)) {
    answer_refused(
        d, c,
        illegal(d, c, "hold " + std::to_string(meant->what.hold) + " is " + meant->what.cause));
    return;
  }
  const auto hold = meant->what; // closing it takes it away
  verb.act(d, c, hold);
}

} // namespace

void answer_done(decision& d, const command& c, hold_id hold) {
  d.note(command_recorded{c.verb, hold, {}, c.argument});
  d.release(reply{c.token, true, {}});
}

void answer_ignored(decision& d, const command& c, std::string why) {
  d.note(command_recorded{c.verb, c.hold, why, c.argument});
  d.release(reply{c.token, true, std::move(why)});
}

void answer_refused(decision& d, const command& c, error problem) {
  d.release(reply{c.token, false, {}, std::move(problem)});
}

void on_command(decision& d, const command& c) {
  for (const auto& verb : hold_verbs)
    if (verb.name == c.verb)
      return on_hold(d, c, verb);
  for (const auto& verb : order_verbs)
    if (verb.name == c.verb)
      return verb.act(d, c);
  answer_refused(d, c, illegal(d, c, "there is no such verb"));
}

call_state* latest_call_of(decision& d, const std::string& node) {
  for (auto call = d.state.calls.rbegin(); call != d.state.calls.rend(); ++call)
    if (!call->undo && call->node == node)
      return &*call;
  return nullptr;
}

dsl::address statement_of(const branch_state& branch) {
  return branch.block == dsl::no_address ? branch.at : branch.block;
}

} // namespace gantry::engine
