#include "dsl/check/library.hpp"
#include "dsl/check/report.hpp"

#include <map>

/// Family 01: names of declarations.
namespace gantry::dsl {

namespace {

class doubles {
public:
  doubles(std::vector<diagnostic>& diagnostics, std::string what)
      : diagnostics_(diagnostics), what_(std::move(what)) {}
  void add(const syntax::identifier& name) {
    const auto [first, is_new] = seen_.emplace(name.text, name.at);
    if (is_new)
      return;
    report(diagnostics_, codes::doubled_name, name.at,
           what_ + " " + quoted(name.text) + " is declared twice", "give one of them another name")
        .notes.push_back({first->second, "the other one is here"});
  }

private:
  std::vector<diagnostic>& diagnostics_;
  std::string what_;
  std::map<std::string, source_span> seen_;
};

void check_parameters(const std::vector<syntax::parameter>& said, const std::string& what,
                      std::vector<diagnostic>& diagnostics) {
  doubles names(diagnostics, what);
  for (const syntax::parameter& p : said)
    names.add(p.name);
}

void check_members(const syntax::contract& c, std::vector<diagnostic>& diagnostics) {
  doubles members(diagnostics, "the member");
  for (const syntax::operation& o : c.operations) {
    members.add(o.name);
    check_parameters(o.parameters, "the parameter", diagnostics);
    doubles errors(diagnostics, "the error");
    for (const syntax::declared_error& e : o.errors) {
      errors.add(e.name);
      check_parameters(e.parameters, "the parameter", diagnostics);
      if (e.name.text == "refused" || e.name.text == "unknown")
        report(diagnostics, codes::reserved_word, e.name.at,
               quoted(e.name.text) + " is an outcome that every operation can have",
               "give the error another name");
    }
  }
  for (const syntax::event& e : c.events) {
    members.add(e.name);
    check_parameters(e.parameters, "the parameter", diagnostics);
  }
}

void check_unit(const unit& u, std::vector<diagnostic>& diagnostics) {
  doubles types(diagnostics, "the type");
  doubles contracts(diagnostics, "the contract");
  doubles policies(diagnostics, "the policy");
  doubles defines(diagnostics, "the define");
  doubles settings(diagnostics, "the setting");
  doubles tables(diagnostics, "the table");
  doubles calendars(diagnostics, "the calendar");
  doubles mappings(diagnostics, "the mapping");
  // What the imports declare comes first, so that the mistake is told where the file can change it.
  std::vector<const unit*> seen = u.imports;
  seen.push_back(&u);
  for (const unit* each : seen) {
    for (const syntax::record& r : each->said.records)
      types.add(r.name);
    for (const syntax::enumeration& e : each->said.enumerations)
      types.add(e.name);
    for (const syntax::contract& c : each->said.contracts)
      contracts.add(c.name);
    for (const syntax::policy& p : each->said.policies)
      policies.add(p.name);
    for (const syntax::define& d : each->said.defines)
      defines.add(d.name);
    for (const syntax::setting& s : each->said.settings)
      settings.add(s.name);
    for (const syntax::table& t : each->said.tables)
      tables.add(t.name);
    for (const syntax::calendar& c : each->said.calendars)
      calendars.add(c.name);
    for (const syntax::mapping& m : each->said.mappings)
      mappings.add(m.name);
  }
}

} // namespace

void library::check_names() {
  doubles workflows(diagnostics_, "the workflow");
  for (const unit& u : units_) {
    check_unit(u, diagnostics_);
    for (const syntax::record& r : u.said.records)
      check_parameters(r.fields, "the field", diagnostics_);
    for (const syntax::enumeration& e : u.said.enumerations) {
      doubles members(diagnostics_, "the member");
      for (const syntax::identifier& m : e.members)
        members.add(m);
    }
    for (const syntax::define& d : u.said.defines)
      check_parameters(d.parameters, "the parameter", diagnostics_);
    for (const syntax::contract& c : u.said.contracts)
      check_members(c, diagnostics_);
    for (const syntax::workflow& w : u.said.workflows)
      workflows.add(w.name);
  }
}

} // namespace gantry::dsl
