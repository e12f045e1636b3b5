#include "dsl/check/library.hpp"

#include "dsl/check/report.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/syntax/parse/habits.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace gantry::dsl {

namespace {

/// In the file itself, then in what it imports; an import that helped counts as used.
template <class T>
found<T> in_sight(const unit& in, std::vector<T> syntax::file::*list, std::string_view name) {
  const auto search = [&](const unit& u) -> const T* {
    for (const T& candidate : u.said.*list)
      if (candidate.name.text == name)
        return &candidate;
    return nullptr;
  };
  if (const T* own = search(in))
    return {own, &in};
  for (const unit* imported : in.imports)
    if (const T* there = search(*imported)) {
      in.used.insert(imported);
      return {there, imported};
    }
  return {};
}

template <class T>
found<T> reached(const unit& in, std::vector<T> syntax::file::*list, std::string_view name) {
  if (found<T> near = in_sight(in, list, name))
    return near;
  for (const unit* u : closure_of(in))
    for (const T& candidate : u->said.*list)
      if (candidate.name.text == name)
        return {&candidate, u};
  return {};
}

template <class T>
std::vector<std::string> names_in_sight(const unit& in, std::vector<T> syntax::file::*list) {
  std::vector<std::string> all;
  const auto add = [&](const unit& u) {
    for (const T& each : u.said.*list)
      all.push_back(each.name.text);
  };
  add(in);
  for (const unit* imported : in.imports)
    add(*imported);
  return all;
}

void collect_calls(const expression_syntax& e, std::set<std::string>& into) {
  if (e.is == syntax_kind::call && !e.target)
    into.insert(e.name);
  if (e.target)
    collect_calls(*e.target, into);
  for (const expression_syntax_ptr& o : e.operands)
    if (o)
      collect_calls(*o, into);
  for (const expression_syntax::entry& entry : e.entries) {
    if (entry.key)
      collect_calls(*entry.key, into);
    if (entry.value)
      collect_calls(*entry.value, into);
  }
}

} // namespace

std::set<std::string> functions_called(const expression_syntax& e) {
  std::set<std::string> all;
  collect_calls(e, all);
  return all;
}

library::library(std::vector<unit> units, std::vector<diagnostic>& diagnostics)
    : units_(std::move(units)), diagnostics_(diagnostics) {}

type_ref library::type_named(const unit& in, std::string_view name) {
  if (type_ref primitive = primitive_named(name))
    return primitive;
  if (const auto r = in_sight(in, &syntax::file::records, name))
    return build_record(*r.file, *r.said);
  if (const auto e = in_sight(in, &syntax::file::enumerations, name))
    return types_.at(e.said);
  return nullptr;
}

type_ref library::type_reached(const unit& in, std::string_view name) {
  if (type_ref near = type_named(in, name))
    return near;
  if (const auto r = reached(in, &syntax::file::records, name))
    return build_record(*r.file, *r.said);
  if (const auto e = reached(in, &syntax::file::enumerations, name))
    return types_.at(e.said);
  return nullptr;
}

type_ref library::resolve(const unit& in, const syntax::type_name& name) {
  using shape = syntax::type_name::shape;
  switch (name.is) {
  case shape::list: return list_of(resolve(in, *name.element));
  case shape::map: return map_of(resolve(in, *name.element));
  case shape::optional: return optional_of(resolve(in, *name.element));
  case shape::named: break;
  }
  if (name.contract) { // the type of a contract stands in the file that declares the contract
    const auto c = in_sight(in, &syntax::file::contracts, name.contract->text);
    if (c)
      if (type_ref t = type_named(*c.file, name.name))
        return t;
  } else if (type_ref t = type_named(in, name.name)) {
    return t;
  }
  report_unknown_type(in, name);
  return unknown_type();
}

type_ref unknown_type() {
  static const type_ref t = std::make_shared<type>(*dynamic_type());
  return t;
}

void library::report_unknown_type(const unit& in, const syntax::type_name& name) {
  for (const unit& u : units_)
    for (const syntax::broken_declaration& d : u.said.broken)
      for (const syntax::identifier& bound : d.binds)
        if (bound.text == name.name)
          return;
  report(diagnostics_, codes::unknown_type, name.at, "there is no type " + quoted(name.name),
         type_meant(in, name.name));
}

std::string library::type_meant(const unit& in, std::string_view name) const {
  for (const unit& u : units_) {
    const auto declares = [&](const auto& all) {
      return std::any_of(all.begin(), all.end(),
                         [&](const auto& each) { return each.name.text == name; });
    };
    if (declares(u.said.records) || declares(u.said.enumerations))
      return "it is declared in " + quoted(u.said.path) + ": import that file";
  }
  if (std::string habit = words::type_habit(name); !habit.empty())
    return habit;
  std::vector<std::string> candidates = names_in_sight(in, &syntax::file::records);
  for (std::string& e : names_in_sight(in, &syntax::file::enumerations))
    candidates.push_back(std::move(e));
  for (const char* primitive : {"bool", "int", "uint", "double", "decimal", "string", "bytes",
                                "timestamp", "duration", "json"})
    candidates.emplace_back(primitive);
  return meant(std::string(name), candidates, "declare it, or import the file that does");
}

std::vector<field> library::fields(const unit& in, const std::vector<syntax::parameter>& said) {
  std::vector<field> all;
  for (const syntax::parameter& p : said)
    all.push_back({p.name.text, resolve(in, p.of), p.is_key, p.is_personal});
  return all;
}

const static_define* library::define_reached(const unit& in, std::string_view name) {
  const auto d = reached(in, &syntax::file::defines, name);
  const auto t = d ? found<syntax::table>{} : reached(in, &syntax::file::tables, name);
  if (!d && !t)
    return nullptr;
  const auto known = defines_.find(d ? static_cast<const void*>(d.said) : t.said);
  return known == defines_.end() ? nullptr : &known->second;
}

found<syntax::define> library::define_said(const unit& in, std::string_view name) const {
  return reached(in, &syntax::file::defines, name);
}

found<syntax::mapping> library::mapping_named(const unit& in, std::string_view name) const {
  return in_sight(in, &syntax::file::mappings, name);
}

found<syntax::policy> library::policy_named(const unit& in, std::string_view name) const {
  return in_sight(in, &syntax::file::policies, name);
}

const checked_contract* library::contract_named(const unit& in, std::string_view name) const {
  const auto c = in_sight(in, &syntax::file::contracts, name);
  if (!c)
    return nullptr;
  const auto checked = contracts_.find(c.said);
  return checked == contracts_.end() ? nullptr : &checked->second;
}

std::vector<std::string> library::contract_names(const unit& in) const {
  return names_in_sight(in, &syntax::file::contracts);
}

std::vector<std::string> library::policy_names(const unit& in) const {
  return names_in_sight(in, &syntax::file::policies);
}

std::vector<std::string> library::define_names(const unit& in) const {
  std::vector<std::string> all = names_in_sight(in, &syntax::file::defines);
  for (std::string& t : names_in_sight(in, &syntax::file::tables))
    all.push_back(std::move(t));
  for (std::string& s : names_in_sight(in, &syntax::file::settings))
    all.push_back(std::move(s));
  return all;
}

bool library::has_holes() const {
  return std::any_of(units_.begin(), units_.end(), [](const unit& u) {
    return !u.said.broken.empty() ||
           std::any_of(u.said.workflows.begin(), u.said.workflows.end(),
                       [](const syntax::workflow& w) { return w.is_broken; });
  });
}

std::vector<std::string> library::workflow_names(const unit& in) const {
  return names_in_sight(in, &syntax::file::workflows);
}

std::vector<std::string> library::mapping_names(const unit& in) const {
  return names_in_sight(in, &syntax::file::mappings);
}

std::optional<workflow_signature> library::workflow_named(const unit& in, std::string_view name) {
  const auto w = in_sight(in, &syntax::file::workflows, name);
  if (!w)
    return std::nullopt;
  workflow_signature signature{w.said, w.file, fields(*w.file, w.said->parameters), nullptr};
  if (w.said->returns)
    signature.returns = resolve(*w.file, *w.said->returns);
  return signature;
}

type_ref library::setting_reached(const unit& in, std::string_view name) {
  const auto s = reached(in, &syntax::file::settings, name);
  return s ? resolve(*s.file, s.said->of) : nullptr;
}

bool library::mentions_broken(const unit& in, const expression_syntax& e) const {
  const auto is_broken = [&](const std::string& name) {
    const auto declares = [&](const unit& u) {
      for (const syntax::broken_declaration& d : u.said.broken)
        for (const syntax::identifier& bound : d.binds)
          if (bound.text == name)
            return true;
      return false;
    };
    bool found = declares(in);
    for (const unit* imported : in.imports)
      if (declares(*imported)) {
        in.used.insert(imported);
        found = true;
      }
    const auto d = reached(in, &syntax::file::defines, name);
    return found || (d && (d.said->body == nullptr || circular_defines_.contains(d.said)));
  };
  for (const std::string& name : names_read(e))
    if (is_broken(name))
      return true;
  for (const std::string& name : functions_called(e))
    if (is_broken(name))
      return true;
  return false;
}

std::string library::reference_read(const unit& in, const expression_syntax& e) const {
  std::set<const syntax::define*> seen;
  std::string found_name;
  const std::function<void(const unit&, const expression_syntax&)> look =
      [&](const unit& from, const expression_syntax& body) {
        for (const std::string& name : names_read(body))
          if (reached(from, &syntax::file::settings, name))
            found_name = "setting";
        for (const std::string& name : functions_called(body)) {
          if (const auto t = reached(from, &syntax::file::tables, name);
              t && !t.said->has_rows && !t.said->file)
            found_name = "table";
          const auto d = reached(from, &syntax::file::defines, name);
          if (d && d.said->body && seen.insert(d.said).second)
            look(*d.file, *d.said->body);
        }
      };
  look(in, e);
  return found_name;
}

} // namespace gantry::dsl
