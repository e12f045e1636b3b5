#include "dsl/check/library.hpp"
#include "dsl/check/report.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/limits.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>

/// What is small as a text and large as what is made of it: types of types, defines of defines.
namespace gantry::dsl {

namespace {

/// Sums that would overflow are over every limit anyway.
constexpr std::size_t beyond_every_limit = 1u << 30;

std::size_t sum_of(std::size_t a, std::size_t b) {
  return std::min(a + b, beyond_every_limit);
}

/// Counts the nodes of an expression, and names what it calls, each time that it does.
void count_parts(const expression_syntax& e, std::size_t& parts, std::vector<std::string>& calls) {
  ++parts;
  if (e.is == syntax_kind::call && !e.target)
    calls.push_back(e.name);
  if (e.target)
    count_parts(*e.target, parts, calls);
  for (const expression_syntax_ptr& o : e.operands)
    if (o)
      count_parts(*o, parts, calls);
  for (const expression_syntax::entry& entry : e.entries) {
    if (entry.key)
      count_parts(*entry.key, parts, calls);
    if (entry.value)
      count_parts(*entry.value, parts, calls);
  }
}

bool is_over(const define_weight& w) {
  return w.parts > limits::define_parts || w.depth > limits::define_depth;
}

} // namespace

define_weight library::weight_of(const unit& in, const syntax::define& said) {
  const auto [known, is_new] = weights_.try_emplace(&said); // in a circle: nothing, and told
  if (!is_new || !said.body)
    return known->second;
  define_weight all;
  std::vector<std::string> calls;
  count_parts(*said.body, all.parts, calls);
  for (const std::string& name : calls) {
    const auto callee = define_said(in, name);
    if (!callee)
      continue;
    const define_weight inner = weight_of(*callee.file, *callee.said);
    all.calls_too_costly |= inner.calls_too_costly || is_over(inner);
    all.parts = sum_of(all.parts, inner.parts);
    all.depth = std::max(all.depth, inner.depth + 1);
  }
  return weights_[&said] = all;
}

bool library::is_too_costly(const unit& in, const syntax::define& said) {
  const define_weight weight = weight_of(in, said);
  if (!is_over(weight))
    return false;
  if (!weight.calls_too_costly)
    report(diagnostics_, codes::too_costly, said.name.at,
           weight.depth > limits::define_depth
               ? "the define " + quoted(said.name.text) + " calls defines that call others, " +
                     with_thousands(weight.depth) + " deep; 32 are taken"
               : "the define " + quoted(said.name.text) + " comes to " +
                     with_thousands(weight.parts) +
                     " parts with all that it calls; 2,000 are taken",
           "name a value once with `cel.bind` or `let` instead of calling for it again");
  return true;
}

library::type_weight library::weight_of(const type& t) const {
  if (t.is != type::kind::record)
    return t.element ? weight_of(*t.element) : type_weight{};
  const auto known = type_weights_.find(&t);
  return known != type_weights_.end() ? known->second : weight_of(t.fields);
}

library::type_weight library::weight_of(const std::vector<field>& fields) const {
  type_weight all{fields.size(), 1};
  for (const field& f : fields) {
    const type_weight inner = weight_of(*f.of);
    all.fields = sum_of(all.fields, inner.fields);
    all.depth = std::max(all.depth, inner.depth + 1);
  }
  return all;
}

bool library::is_too_large(const syntax::record& said, const std::vector<field>& fields) {
  const type_weight all = weight_of(fields);
  if (all.depth > limits::type_depth)
    report(diagnostics_, codes::type_too_large, said.name.at,
           "the type " + quoted(said.name.text) + " holds records in each other, " +
               with_thousands(all.depth) + " deep; 32 are taken",
           "refer to the inner record by its key instead");
  else if (all.fields > limits::type_fields)
    report(diagnostics_, codes::type_too_large, said.name.at,
           "the type " + quoted(said.name.text) + " comes to " + with_thousands(all.fields) +
               " fields with the records in it; 10,000 are taken",
           "refer to some of them by their keys instead");
  else
    return false;
  return true;
}

} // namespace gantry::dsl
