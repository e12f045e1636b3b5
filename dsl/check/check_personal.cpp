#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/types/builders.hpp"

#include <utility>

/// Family 09: personal data stays inside the flow and the systems that it calls. What is made of it
/// is personal too, through whichever names, macros and defines it went (expr/compiler.hpp).
namespace gantry::dsl {

namespace {

/// The first personal field somewhere inside a type, by its path; empty when there is none.
std::string personal_inside(const type& t, int depth = 0) {
  constexpr int depth_max = 16;
  if (depth > depth_max)
    return {};
  if (t.element)
    return personal_inside(*t.element, depth + 1);
  for (const field& f : t.fields) {
    if (f.is_personal)
      return f.name;
    if (const std::string inner = personal_inside(*f.of, depth + 1); !inner.empty())
      return f.name + "." + inner;
  }
  return {};
}

} // namespace

bool workflow_checker::is_personal(const expression_syntax_ptr& e) const {
  const auto known = facts_.find(e.get());
  return known != facts_.end() && known->second.personal;
}

void workflow_checker::bind_personal(const syntax::identifier& name, bool is_so) {
  if (binding* b = scopes_.find(name.text))
    b->is_personal = is_so;
}

/// Reports an expression whose value is made of a field marked `personal`, or is a record that has
/// one.
void workflow_checker::keep_personal(const expression_syntax_ptr& e, const std::string& where) {
  if (!e)
    return;
  const auto tell = [&](const source_span& at, const std::string& path) {
    report(diagnostics_, codes::personal_leaves, at,
           quoted(path) + " is personal data, and " + where + " is seen by many",
           "leave it out, or name an account or number instead");
  };
  const auto known = facts_.find(e.get());
  const auto compiled = result_.values.find({owner_, e.get()});
  if (known == facts_.end() || compiled == result_.values.end() || !compiled->second)
    return; // told as another mistake
  if (known->second.personal)
    return tell(known->second.personal->at, known->second.personal->text);
  const type_ref of = known->second.unfitted ? known->second.unfitted : compiled->second->type();
  if (const std::string path = personal_inside(*of); !path.empty())
    tell(span_of(*e), text_of(*e) + "." + path);
}

} // namespace gantry::dsl
