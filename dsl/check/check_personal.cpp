#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/types/builders.hpp"

#include <functional>
#include <utility>

/// Family 09: personal data stays inside the flow and the systems that it calls.
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

/// Reports an expression that reads a field marked `personal`, or hands on a record that has one.
void workflow_checker::keep_personal(const expression_syntax_ptr& e, const type_ref& of,
                                     const std::string& where) {
  if (!e)
    return;
  const auto tell = [&](const source_span& at, const std::string& path) {
    report(diagnostics_, codes::personal_leaves, at,
           quoted(path) + " is personal data, and " + where + " is seen by many",
           "leave it out, or name an account or number instead");
  };
  bool is_told = false;
  // The type of a chain of fields that begins with a name; null when it is something else.
  const std::function<type_ref(const expression_syntax&)> chain =
      [&](const expression_syntax& part) -> type_ref {
    if (part.is == syntax_kind::name) {
      const binding* b = scopes_.find(part.name);
      return b ? b->of : nullptr;
    }
    if (part.is != syntax_kind::field || !part.target)
      return nullptr;
    const type_ref record = chain(*part.target);
    if (!record)
      return nullptr;
    const field* f = find_field(without_optional(*record), part.name);
    if (f == nullptr)
      return nullptr;
    if (f->is_personal && !is_told) {
      is_told = true;
      tell(part.at, text_of(part));
    }
    return f->of;
  };
  const std::function<void(const expression_syntax&)> look = [&](const expression_syntax& part) {
    if (part.is == syntax_kind::field) {
      if (chain(part) == nullptr && part.target)
        look(*part.target);
      return;
    }
    if (part.target)
      look(*part.target);
    for (const expression_syntax_ptr& o : part.operands)
      if (o)
        look(*o);
    for (const expression_syntax::entry& entry : part.entries)
      if (entry.value)
        look(*entry.value);
  };
  look(*e);
  const auto compiled = result_.values.find({owner_, e.get()});
  const bool is_mistaken = !of && (compiled == result_.values.end() || !compiled->second);
  if (is_told || is_mistaken)
    return;
  type_ref whole = of ? of : chain(*e);
  if (!whole)
    return;
  if (const std::string path = personal_inside(*whole); !path.empty())
    tell(span_of(*e), text_of(*e) + "." + path);
}

} // namespace gantry::dsl
