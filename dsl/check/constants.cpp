#include "dsl/check/constants.hpp"

#include "dsl/check/environment.hpp"
#include "dsl/check/report.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::dsl {

std::optional<duration> constant_duration(library& all, const unit& in,
                                          const std::optional<syntax::span>& span) {
  if (span && span->calendar) {
    report(all.diagnostics(), codes::duration_due, span->at,
           "a far system keeps no working hours: a plain duration is due here",
           "write it in ms, s, min, h or d");
    return std::nullopt;
  }
  const expression_syntax_ptr said = span ? span->length : nullptr;
  if (!said || report_bare_number(said, all.diagnostics()))
    return std::nullopt;
  const declaration_environment nothing(all, in, {});
  const expression_ptr e = compile_expression(*said, nothing, duration_type(), all.diagnostics());
  const std::optional<value> v = constant_value(e, said);
  if (!v || !v->is_duration())
    return std::nullopt;
  return v->as_duration();
}

std::optional<value> constant_value(const expression_ptr& e, const expression_syntax_ptr& said) {
  if (!e || !said || !names_read(*said).empty())
    return std::nullopt;
  const result<value> v = e->evaluate(scope{{}, timestamp{}, {}});
  if (!v)
    return std::nullopt;
  return *v;
}

bool report_bare_number(const expression_syntax_ptr& said, std::vector<diagnostic>& diagnostics) {
  if (!said || said->is != syntax_kind::literal)
    return false;
  const value& v = said->constant;
  if (!v.is_int() && !v.is_decimal() && !v.is_double() && !v.is_uint())
    return false;
  const std::string written = text_of(*said);
  const bool minutes = !written.empty() && written.back() == 'm';
  report(diagnostics, codes::duration_due, span_of(*said),
         "a duration is due here, not the number " + quoted(written),
         minutes ? "minutes are `min`: write `" + written + "in`"
                 : "say the unit: `" + written + "s`, `" + written + "min` or `" + written + "h`");
  return true;
}

} // namespace gantry::dsl
