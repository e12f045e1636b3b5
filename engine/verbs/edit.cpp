#include "engine/arguments.hpp"
#include "engine/calls/calls.hpp"
#include "engine/verbs/verbs.hpp"

namespace gantry::engine {
namespace {

const value& arguments_of(const command& c) {
  const auto* named = c.argument.find("arguments");
  return named == nullptr ? c.argument : *named;
}

} // namespace

void verb_edit(decision& d, const command& c, const hold_opened& hold) {
  auto* open = hold.key.empty() ? nullptr : d.state.find_call(hold.key);
  const auto* branch = d.state.find_branch(hold.branch);
  const auto at = branch == nullptr ? dsl::address{0} : statement_of(*branch);
  const auto* as_made = open != nullptr ? open : latest_call_of(d, d.program.code[at].id);
  if (as_made == nullptr)
    return answer_refused(d, c,
                          {errc::illegal_verb,
                           "no call was made there whose arguments could be "
                           "edited",
                           "release it",
                           {}});
  // E3.5: under the old key nothing may be left that could still be there.
  if (may_take_effect(*as_made) || has(*as_made, attempt_known::unknown))
    return answer_refused(d, c,
                          {errc::illegal_verb,
                           "whether " + as_made->node + " was done is not known",
                           "verify it, or declare it absent, then edit",
                           {}});
  const auto& edited = arguments_of(c);
  if (!edited.is_map())
    return answer_refused(d, c,
                          {errc::invalid_request,
                           "`edit` takes the arguments by name",
                           "such as {\"arguments\": {\"account\": \"C-1001\"}}",
                           {}});
  const auto& parameters = d.state.operation_of(*as_made).parameters;
  for (const auto& [name, given] : edited.as_map()) {
    bool known = false;
    for (const auto& parameter : parameters)
      known = known || parameter.name == name.as_string();
    if (!known)
      return answer_refused(d, c,
                            {errc::invalid_input,
                             d.state.operation_of(*as_made).full_name() + " has no parameter `" +
                                 name.as_string() + "`",
                             {},
                             {}});
  }
  const auto frozen = freeze_edited(d.state, *as_made, edited);
  if (!frozen)
    return answer_refused(d, c, frozen.error());
  answer_done(d, c, hold.hold);
  d.close_hold(hold.hold, "edit");
  const auto key = as_made->key;
  if (auto& before = must_find_call(d.state, key); before.open())
    end_call(d, before, "revoked", {}, "edited by hand", 0);
  if (must_find_branch(d.state, hold.branch).at != at)
    d.note(branch_moved{hold.branch, at, dsl::no_address});
  make_edited_call(d, must_find_call(d.state, key), *frozen);
}

} // namespace gantry::engine
