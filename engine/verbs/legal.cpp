#include "engine/verbs/legal.hpp"

namespace gantry::engine {

std::vector<std::string> legal_verbs(const hold_opened& hold) {
  if (hold.cause == "retries_spent")
    return {"retry", "edit", "adopt"};
  if (hold.cause == "in_doubt" || hold.cause == "conflicting_document")
    return {"verify", "adopt", "declare-absent"};
  if (hold.cause == "compensation_failed")
    return {"retry", "done"};
  if (hold.cause == "poisoned")
    return {"retry"};
  return {"release", "adopt", "edit"};
}

std::vector<std::string> legal_verbs(const instance_state& s) {
  std::vector<std::string> verbs;
  if (s.finished())
    return {"note"};
  if (s.control == "active")
    verbs.emplace_back("pause");
  else
    verbs.emplace_back("resume");
  if (!s.cancel && s.final_stage() == nullptr)
    verbs.emplace_back("cancel");
  for (const char* verb : {"abort", "priority", "note", "assign"})
    verbs.emplace_back(verb);
  return verbs;
}

} // namespace gantry::engine
