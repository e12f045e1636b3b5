#include "dsl/lower/json_schema.hpp"

#include "dsl/base/json.hpp"
#include "dsl/lower/checked_folder.hpp"
#include "dsl/syntax/parse/words.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace gantry::dsl {

namespace {

std::string quoted_json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

class schema_writer {
public:
  [[nodiscard]] const std::map<std::string, std::string>& definitions() const {
    return definitions_;
  }

  /// The definition of a name and all that it is made of.
  [[nodiscard]] std::set<std::string> closure(const std::string& name) const {
    std::set<std::string> all{name};
    std::vector<std::string> open{name};
    while (!open.empty()) {
      const auto its = references_.find(open.back());
      open.pop_back();
      if (its == references_.end())
        continue;
      for (const std::string& part : its->second)
        if (all.insert(part).second)
          open.push_back(part);
    }
    return all;
  }

  void declare(const std::string& name, const type& t, const std::string& documentation) {
    if (definitions_.contains(name))
      return;
    definitions_.emplace(name, std::string{}); // a type may name itself through a list
    const std::string outer = std::exchange(writing_, name);
    definitions_[name] = described(whole(t), documentation);
    writing_ = outer;
  }

  void fields(const std::string& name, const std::vector<field>& all,
              const std::string& documentation) {
    const std::string outer = std::exchange(writing_, name);
    definitions_[name] = described(object(all), documentation);
    writing_ = outer;
  }

  /// A reference for types that have a name.
  std::string schema(const type& t) {
    const bool is_named =
        (t.is == type::kind::record || t.is == type::kind::enumeration) && !t.name.empty();
    if (!is_named)
      return whole(t);
    references_[writing_].insert(t.name);
    declare(t.name, t, {});
    return R"({"$ref":)" + quoted_json("#/$defs/" + t.name) + "}";
  }

private:
  static std::string described(const std::string& schema, const std::string& documentation) {
    if (documentation.empty() || schema.size() < 2)
      return schema;
    const std::string inside = schema.substr(1);
    return R"({"description":)" + quoted_json(documentation) + (inside == "}" ? "" : ",") + inside;
  }

  std::string object(const std::vector<field>& all) {
    std::string out = R"({"type":"object","properties":{)";
    std::string required;
    for (const field& f : all) {
      out += (out.back() == '{' ? "" : ",") + quoted_json(f.name) + ":";
      std::string inner = schema(*f.of);
      const auto mark = [&](const char* name) {
        inner.insert(inner.size() - 1,
                     (inner.size() > 2 ? ",\"" : "\"") + std::string(name) + "\":true");
      };
      if (f.is_key)
        mark("x-gantry-key");
      if (f.is_personal)
        mark("x-gantry-personal");
      out += inner;
      if (!is_optional(*f.of))
        required += (required.empty() ? "" : ",") + quoted_json(f.name);
    }
    out += '}';
    if (!required.empty())
      out += ",\"required\":[" + required + "]";
    return out + ",\"additionalProperties\":false}";
  }

  std::string whole(const type& t) {
    using kind = type::kind;
    switch (t.is) {
    case kind::boolean: return R"({"type":"boolean"})";
    case kind::integer:
      return R"({"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807})";
    case kind::unsigned_integer:
      return R"({"type":"integer","minimum":0,"maximum":18446744073709551615})";
    case kind::floating: return R"({"type":"number"})";
    case kind::decimal:
      return R"({"anyOf":[{"type":"string","pattern":"^-?[0-9]+(\\.[0-9]+)?$"},{"type":"number"}]})";
    case kind::string: return R"({"type":"string"})";
    case kind::bytes: return R"({"type":"string","contentEncoding":"base64"})";
    case kind::timestamp: return R"({"type":"string","format":"date-time"})";
    case kind::duration: return R"({"type":"string","pattern":"^-?([0-9]+(ms|s|min|h|d))+$"})";
    case kind::none: return R"({"type":"null"})";
    case kind::list: return R"({"type":"array","items":)" + schema(*t.element) + "}";
    case kind::map: return R"({"type":"object","additionalProperties":)" + schema(*t.element) + "}";
    case kind::optional: return R"({"anyOf":[)" + schema(*t.element) + R"(,{"type":"null"}]})";
    case kind::record: return object(t.fields);
    case kind::enumeration: {
      std::string out = R"({"enum":[)";
      for (const std::string& m : t.members)
        out += (out.back() == '[' ? "" : ",") + quoted_json(m);
      return out + "]}";
    }
    case kind::dynamic: break;
    }
    return "{}";
  }

  std::map<std::string, std::string> definitions_;
  std::map<std::string, std::set<std::string>> references_; ///< of each to the types in it
  std::string writing_;                                     ///< the definition that is being made
};

void add_types(library& known, schema_writer& out) {
  for (const unit& u : known.units()) {
    for (const syntax::record& r : u.said.records)
      if (const type_ref t = known.type_named(u, r.name.text))
        out.declare(r.name.text, *t, r.documentation);
    for (const syntax::enumeration& e : u.said.enumerations)
      if (const type_ref t = known.type_named(u, e.name.text))
        out.declare(e.name.text, *t, e.documentation);
  }
}

void add_contracts(library& known, schema_writer& out) {
  for (const unit& u : known.units())
    for (const syntax::contract& said : u.said.contracts) {
      const checked_contract* c = known.contract_named(u, said.name.text);
      if (c == nullptr)
        continue;
      for (std::size_t i = 0; i < c->operations.size(); ++i) {
        const operation& o = c->operations[i];
        const std::string name = o.full_name();
        out.fields(name + ".request", o.parameters, said.operations[i].documentation);
        if (o.returns)
          out.declare(name + ".response", *o.returns, {});
        for (const error_declaration& e : o.errors)
          out.fields(name + ".errors." + e.name, e.parameters, {});
      }
      for (std::size_t i = 0; i < c->events.size(); ++i)
        out.fields(c->events[i].full_name(), c->events[i].parameters, said.events[i].documentation);
    }
}

} // namespace

schema_export to_json_schema(const std::vector<source_file>& files, std::string_view wanted) {
  schema_export made;
  checked_folder folder(files, made.diagnostics);
  const bool has_errors =
      std::any_of(made.diagnostics.begin(), made.diagnostics.end(),
                  [](const diagnostic& d) { return d.level == diagnostic::severity::error; });
  if (has_errors)
    return made;
  schema_writer out;
  add_types(folder.declarations(), out);
  add_contracts(folder.declarations(), out);
  for (const checked_workflow& w : folder.workflows()) {
    if (w.input)
      out.declare(w.said->name.text + ".input", *w.input, w.said->documentation);
    if (w.returns)
      out.declare(w.said->name.text + ".result", *w.returns, {});
  }
  const std::map<std::string, std::string>& all = out.definitions();
  for (const auto& [name, schema] : all)
    made.names.push_back(name);
  const std::string root(wanted);
  if (!root.empty() && !all.contains(root)) {
    made.nearest = words::nearest(root, made.names);
    return made;
  }
  made.json = R"({"$schema":"https://json-schema.org/draft/2020-12/schema",)";
  if (!root.empty())
    made.json += R"("$ref":)" + quoted_json("#/$defs/" + root) + ",";
  const std::set<std::string> shown = out.closure(root);
  made.json += R"("$defs":{)";
  for (const auto& [name, schema] : all)
    if (root.empty() || shown.contains(name))
      made.json += (made.json.back() == '{' ? "" : ",") + quoted_json(name) + ":" + schema;
  made.json += "}}";
  return made;
}

} // namespace gantry::dsl
