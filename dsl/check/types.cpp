#include "dsl/check/environment.hpp"
#include "dsl/check/report.hpp"
#include "dsl/limits.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <functional>
#include <utility>

/// Family 02: types of declarations.
namespace gantry::dsl {

namespace {

/// Told where names are collected: which of the two is meant nobody knows, so nothing follows from
/// what one of them lacks.
bool is_declared_twice(const syntax::file& in, const syntax::record& said) {
  return std::any_of(in.records.begin(), in.records.end(), [&](const syntax::record& other) {
    return &other != &said && other.name.text == said.name.text;
  });
}

} // namespace

type_ref library::build_record(const unit& in, const syntax::record& said) {
  if (const auto known = types_.find(&said); known != types_.end())
    return known->second;
  if (!building_.insert(&said).second) {
    report(diagnostics_, codes::recursive_type, said.name.at,
           "the type " + quoted(said.name.text) + " contains itself",
           "refer to the other record by its key instead");
    return unknown_type();
  }
  if (building_.size() > limits::type_depth) {
    report(diagnostics_, codes::type_too_large, said.name.at,
           "the type " + quoted(said.name.text) + " stands in 32 others that hold each other",
           "refer to the inner record by its key instead");
    building_.erase(&said);
    return unknown_type();
  }
  std::vector<field> inner = fields(in, said.fields);
  building_.erase(&said);
  const bool is_unknown =
      said.is_broken || is_declared_twice(in.said, said) || is_too_large(said, inner);
  type_ref built = is_unknown ? unknown_type() // not all of it is known
                              : make_record_type(said.name.text, std::move(inner));
  types_.emplace(&said, built);
  if (!is_unknown)
    type_weights_.emplace(built.get(), weight_of(built->fields));
  return built;
}

void library::check_types() {
  for (const unit& u : units_)
    for (const syntax::enumeration& e : u.said.enumerations) {
      std::vector<std::string> members;
      for (const syntax::identifier& m : e.members)
        members.push_back(m.text);
      types_.emplace(&e, e.is_broken ? unknown_type() // not all of it is known
                                     : enum_of(e.name.text, std::move(members)));
    }
  for (const unit& u : units_)
    for (const syntax::record& r : u.said.records) {
      build_record(u, r);
      for (const syntax::parameter& p : r.fields)
        if (p.is_key && p.of.is == syntax::type_name::shape::optional)
          report(diagnostics_, codes::not_scalar, p.name.at,
                 "the key " + quoted(p.name.text) + " may be absent",
                 "what makes a document one and not another is always there: take the `?` away");
    }
  for (const unit& u : units_)
    for (const syntax::define& d : u.said.defines)
      if (d.body)
        defines_.emplace(
            &d, static_define{fields(u, d.parameters), resolve(u, d.returns), d.body, false, {}});
  for (const unit& u : units_)
    for (const syntax::table& t : u.said.tables)
      defines_.emplace(
          &t, static_define{fields(u, t.parameters), resolve(u, t.returns), nullptr, true, {}});
  for (const unit& u : units_)
    for (const syntax::table& t : u.said.tables)
      if (t.has_rows)
        check_table(u, t);
      else if (t.file)
        check_file_table(u, t);
  for (const unit& u : units_)
    for (const syntax::define& d : u.said.defines)
      check_define(u, d);
}

void library::check_define(const unit& in, const syntax::define& said) {
  if (!said.body || mentions_broken(in, *said.body))
    return;
  if (is_circular(in, said)) {
    report(diagnostics_, codes::recursive_define, said.name.at,
           "the define " + quoted(said.name.text) + " calls itself",
           "use a macro such as `map`, `filter` or `fold` over a list instead");
    circular_defines_.insert(&said);
    return;
  }
  if (is_too_costly(in, said)) {
    circular_defines_.insert(&said);
    return;
  }
  const static_define& d = defines_.at(&said);
  declaration_environment names(*this, in, d.parameters);
  (void)compile_expression(*d.body, names, d.returns, diagnostics_);
}

/// A define that reaches itself cannot be compiled in place.
bool library::is_circular(const unit& in, const syntax::define& said) {
  std::set<const static_define*> seen;
  const std::function<bool(const static_define&)> reaches = [&](const static_define& d) {
    if (!d.body)
      return false;
    for (const std::string& name : functions_called(*d.body)) {
      const static_define* next = define_reached(in, name);
      if (next == &defines_.at(&said))
        return true;
      if (next && seen.insert(next).second && reaches(*next))
        return true;
    }
    return false;
  };
  return reaches(defines_.at(&said));
}

} // namespace gantry::dsl
