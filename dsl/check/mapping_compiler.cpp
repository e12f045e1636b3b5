#include "dsl/check/mapping_compiler.hpp"

#include "dsl/check/mappings.hpp"
#include "dsl/check/report.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/expr/macro_call.hpp"
#include "dsl/limits.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl {

namespace {

using kind = type::kind;

mapping_part_ptr part_of(auto is) {
  return std::make_unique<const mapping_part>(mapping_part{std::move(is)});
}

/// The one list macro that is taken apart: `RANGE.map(ITEM, BODY)`, `RANGE.map(ITEM, KEEP, BODY)`.
std::optional<macro_call> map_of_list(const expression_syntax& e) {
  if (e.is != syntax_kind::call)
    return std::nullopt;
  auto macro = as_macro(e);
  if (!macro || macro->kind != macro_kind::map || macro->variables.size() != 1 ||
      macro->bodies.empty() || macro->bodies.size() > 2)
    return std::nullopt;
  return macro;
}

/// `{ name: value }` where a record is due: the names are those of fields.
std::string field_named(const expression_syntax::entry& entry) {
  if (!entry.key)
    return entry.name;
  if (entry.key->is == syntax_kind::name)
    return entry.key->name;
  if (entry.key->is == syntax_kind::literal && entry.key->constant.is_string())
    return entry.key->constant.as_string();
  return {};
}

std::string list_of(const std::vector<std::string>& names) {
  std::string all;
  for (const auto& name : names)
    all += (all.empty() ? "" : ", ") + quoted(name);
  return all;
}

/// The engine gives every order its id, so a mapping may leave it out.
bool is_given_by_engine(const field& f) {
  return f.name == "id" && f.of->is == kind::string;
}

} // namespace

mapping_compiler::mapping_compiler(library& all, const unit& in, const syntax::mapping& said)
    : all_(all), in_(&in), said_(said) {}

std::optional<mapping_definition> mapping_compiler::run() {
  mapping_definition made;
  made.name = said_.name.text;
  made.documentation = said_.documentation;
  made.parameters = all_.fields(*in_, said_.parameters);
  made.returns = all_.resolve(*in_, said_.returns);
  for (const field& p : made.parameters)
    (void)bind(p.name, p.of);
  calling_.push_back(&said_);
  made.rules = rules(said_);
  made.result = whole(said_, made.returns);
  made.slots = slots_;
  made.members = std::move(members_);
  if (is_too_costly_)
    report(all_.diagnostics(), codes::too_costly, said_.name.at,
           "the mapping " + quoted(said_.name.text) +
               " comes to more than 2,000 expressions with all mappings that it calls",
           "call a mapping once for a list instead of once for each place");
  if (failed_ || said_.is_broken || !made.result)
    return std::nullopt;
  return made;
}

const static_name* mapping_compiler::find_name(std::string_view name) const {
  for (std::size_t i = bound_.size(); i > bound_from_; --i)
    if (bound_[i - 1].first == name)
      return &bound_[i - 1].second;
  return nullptr;
}

type_ref mapping_compiler::find_type(std::string_view name) const {
  return all_.type_reached(*in_, name);
}

std::string mapping_compiler::type_meant(std::string_view name) const {
  return all_.type_meant(*in_, name);
}

const static_define* mapping_compiler::find_define(std::string_view name) const {
  return all_.define_reached(*in_, name);
}

std::vector<std::string> mapping_compiler::names() const {
  auto known = all_.define_names(*in_);
  for (auto& mapping : all_.mapping_names(*in_))
    known.push_back(std::move(mapping));
  for (std::size_t i = bound_from_; i < bound_.size(); ++i)
    known.push_back(bound_[i].first);
  return known;
}

std::uint32_t mapping_compiler::bind(const std::string& name, const type_ref& of) {
  bound_.emplace_back(name, static_name{slots_, of});
  return slots_++;
}

std::vector<source_path> mapping_compiler::reads_of(const expression_syntax& e) const {
  return paths_read(e, *this);
}

// ---- parts of the result ----

mapping_part_ptr mapping_compiler::whole(const syntax::mapping& said, const type_ref& of) {
  if (of->is != kind::record) {
    if (of->is != kind::dynamic) // an unknown type was reported
      report(all_.diagnostics(), codes::mapped_field_unknown, said.returns.at,
             "a mapping makes a record, and " + quoted(to_string(*of)) + " is none",
             "name a `type` that has the fields which are made here");
    failed_ = true;
    return nullptr;
  }
  entries given;
  for (const syntax::label& f : said.fields) {
    expression_syntax::entry entry;
    entry.name = f.name.text;
    entry.name_at = f.name.at;
    entry.value = f.value;
    given.push_back(std::move(entry));
  }
  return record(given, of, said.name.at, &said == &said_);
}

mapping_part_ptr mapping_compiler::part(const expression_syntax& e, const type_ref& due) {
  const auto& want = without_optional(*due);
  if (e.is == syntax_kind::call && !e.target)
    if (const auto callee = all_.mapping_named(*in_, e.name))
      return call(e, callee, due);
  if (e.is == syntax_kind::conditional && is_taken_apart(e))
    return choice(e, due);
  if (want.is == kind::list && map_of_list(e))
    return list(e, due->is == kind::list ? due : due->element);
  if (want.is == kind::record && e.is == syntax_kind::map)
    return record(e.entries, due->is == kind::record ? due : due->element, e.at);
  if (e.is == syntax_kind::record) {
    const auto named = find_type(e.name);
    if (named && named->is == kind::record && assignable(*named, *due))
      return record(e.entries, named, e.at);
  }
  return plain(e, due);
}

bool mapping_compiler::is_taken_apart(const expression_syntax& e) const {
  if (e.is == syntax_kind::conditional)
    return is_taken_apart(*e.operands[1]) || is_taken_apart(*e.operands[2]);
  if (e.is == syntax_kind::call && !e.target)
    return static_cast<bool>(all_.mapping_named(*in_, e.name));
  return e.is == syntax_kind::record || e.is == syntax_kind::map || map_of_list(e).has_value();
}

std::optional<made_value> mapping_compiler::value_of(const expression_syntax& e,
                                                     const type_ref& due) {
  made_value made;
  if (is_too_costly_ || ++parts_ > limits::mapping_parts) {
    failed_ = is_too_costly_ = true;
    return std::nullopt;
  }
  if (all_.mentions_broken(*in_, e)) {
    failed_ = true; // what it reads was reported
    return std::nullopt;
  }
  made.by = compile_expression(e, *this, due, all_.diagnostics());
  made.reads = reads_of(e);
  note_members(made.reads);
  made.file = in_->said.path;
  made.line = e.at.line;
  if (made.by)
    return made;
  failed_ = true;
  return std::nullopt;
}

void mapping_compiler::note_members(const std::vector<source_path>& reads) {
  constexpr std::uint32_t document = 0; // the first parameter
  for (const auto& path : reads) {
    if (path.slot != document || path.steps.empty())
      continue;
    const auto* name = std::get_if<std::string>(&path.steps.front());
    if (name != nullptr && std::find(members_.begin(), members_.end(), *name) == members_.end())
      members_.push_back(*name);
  }
}

mapping_part_ptr mapping_compiler::plain(const expression_syntax& e, const type_ref& due) {
  auto made = value_of(e, due);
  return made ? part_of(std::move(*made)) : nullptr;
}

mapping_part_ptr mapping_compiler::record(const entries& given, const type_ref& of,
                                          const source_span& at, bool is_result) {
  made_record made{of, {}};
  std::vector<bool> is_given(of->fields.size());
  bool is_guess = false; ///< an unknown field may be the one that is missing
  for (const auto& entry : given) {
    if (!entry.value)
      continue; // not understood, and reported
    const auto name = field_named(entry);
    const auto& place = entry.key ? entry.key->at : entry.name_at;
    const auto known = std::find_if(of->fields.begin(), of->fields.end(),
                                    [&](const field& f) { return f.name == name; });
    if (known == of->fields.end()) {
      std::vector<std::string> fields;
      for (const field& f : of->fields)
        fields.push_back(f.name);
      const auto nearest = words::nearest(name, fields);
      report(all_.diagnostics(), codes::mapped_field_unknown, place,
             of->name + " has no field " + quoted(name),
             nearest.empty() ? "it has " + list_of(fields)
                             : "did you mean " + quoted(nearest) + "?");
      failed_ = is_guess = true;
      continue;
    }
    const auto index = static_cast<std::size_t>(known - of->fields.begin());
    if (is_given[index]) {
      report(all_.diagnostics(), codes::doubled_name, place, quoted(name) + " is given twice",
             "keep one of the two");
      failed_ = true;
    }
    is_given[index] = true;
    if (auto made_part = part(*entry.value, known->of))
      made.members.push_back({index, std::move(made_part)});
  }
  std::string missing;
  for (std::size_t i = 0; i < is_given.size(); ++i)
    if (!is_given[i] && !is_optional(*of->fields[i].of) &&
        !(is_result && is_given_by_engine(of->fields[i])))
      missing += (missing.empty() ? "" : ", ") + quoted(of->fields[i].name);
  if (!missing.empty()) {
    failed_ = true;
    if (!said_.is_broken && !is_guess)
      report(all_.diagnostics(), codes::mapped_field_missing, at, of->name + " lacks " + missing,
             "say what each of them is made of");
  }
  return failed_ ? nullptr : part_of(std::move(made));
}

mapping_part_ptr mapping_compiler::list(const expression_syntax& e, const type_ref& of) {
  const auto macro = map_of_list(e);
  auto range = value_of(*macro->range, nullptr);
  if (!range)
    return nullptr;
  const auto& items = without_optional(*range->by->type());
  if (items.is != kind::list && items.is != kind::dynamic)
    return plain(e, of); // which says what is wrong with it
  made_list made;
  made.range = std::move(*range);
  made.slot =
      bind(macro->variables[0]->name, items.is == kind::list ? items.element : dynamic_type());
  if (macro->bodies.size() == 2) {
    auto keep = value_of(*macro->bodies[0], boolean_type());
    if (keep) {
      made.keep = std::move(keep->by);
      made.keep_reads = std::move(keep->reads);
    }
  }
  made.body = part(*macro->bodies.back(), of->element);
  unbind(1);
  return made.body && !failed_ ? part_of(std::move(made)) : nullptr;
}

mapping_part_ptr mapping_compiler::choice(const expression_syntax& e, const type_ref& due) {
  auto condition = value_of(*e.operands[0], boolean_type());
  made_choice made;
  made.yes = part(*e.operands[1], due);
  made.no = part(*e.operands[2], due);
  if (!condition || !made.yes || !made.no)
    return nullptr;
  made.condition = std::move(*condition);
  return part_of(std::move(made));
}

mapping_part_ptr mapping_compiler::call(const expression_syntax& e,
                                        const found<syntax::mapping>& callee, const type_ref& due) {
  if (std::find(calling_.begin(), calling_.end(), callee.said) != calling_.end()) {
    report(all_.diagnostics(), codes::mapping_circle, e.at,
           "the mapping " + quoted(e.name) + " calls itself",
           "a mapping is made of other mappings, never of itself");
    failed_ = true;
    return nullptr;
  }
  const auto returns = all_.resolve(*callee.file, callee.said->returns);
  const auto parameters = all_.fields(*callee.file, callee.said->parameters);
  if (!assignable(*returns, *due)) {
    report(all_.diagnostics(), {"GF0203", ""}, e.at,
           quoted(e.name) + " makes " + to_string(*returns) + ", and " + to_string(*due) +
               " is due here",
           "call a mapping that makes it");
    failed_ = true;
    return nullptr;
  }
  if (e.operands.size() != parameters.size()) {
    report(all_.diagnostics(), {"GF0214", ""}, e.at,
           quoted(e.name) + " takes " + std::to_string(parameters.size()) + " values, and " +
               std::to_string(e.operands.size()) + " are given",
           "it is declared in " + quoted(callee.file->said.path) + ": give each parameter a value");
    failed_ = true;
    return nullptr;
  }
  made_call made;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    auto given = value_of(*e.operands[i], parameters[i].of);
    if (!given)
      return nullptr;
    made.arguments.push_back({0, std::move(*given)});
  }
  const auto* file = std::exchange(in_, callee.file);
  const auto from = std::exchange(bound_from_, bound_.size());
  calling_.push_back(callee.said);
  for (std::size_t i = 0; i < parameters.size(); ++i)
    made.arguments[i].slot = bind(parameters[i].name, parameters[i].of);
  // What is wrong in there is reported where it is declared, once.
  const auto reported = all_.diagnostics().size();
  made.rules = rules(*callee.said);
  made.body = whole(*callee.said, returns);
  all_.diagnostics().resize(std::min(reported, all_.diagnostics().size()));
  unbind(parameters.size());
  calling_.pop_back();
  bound_from_ = from;
  in_ = file;
  return made.body && !failed_ ? part_of(std::move(made)) : nullptr;
}

// ---- rules ----

std::vector<compiled_rule> mapping_compiler::rules(const syntax::mapping& said) {
  std::vector<compiled_rule> made;
  for (const syntax::mapping_rule& each : said.rules)
    if (auto one = rule(each))
      made.push_back(std::move(*one));
    else
      failed_ = true;
  return made;
}

std::optional<compiled_rule> mapping_compiler::rule(const syntax::mapping_rule& said) {
  const bool plain_code =
      !said.code.empty() &&
      said.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  if (!plain_code)
    report(all_.diagnostics(), codes::rule_code, said.code_at,
           "the code of a finding is words of small letters with hyphens, not \"" + said.code +
               "\"",
           "such as \"no-shipping-address\"");
  if (!said.condition || !said.because)
    return std::nullopt; // not understood, and reported
  compiled_rule made;
  made.code = said.code;
  made.refuses = said.refuses;
  if (said.each) {
    if (!said.items)
      return std::nullopt;
    auto items = value_of(*said.items, nullptr);
    if (!items)
      return std::nullopt;
    const auto& of = without_optional(*items->by->type());
    made.slot = bind(said.each->text, of.is == kind::list ? of.element : dynamic_type());
    made.items = std::move(*items);
  }
  bool has_place = true;
  if (said.place) {
    has_place = value_of(*said.place, nullptr).has_value();
    auto reads = reads_of(*said.place);
    if (has_place && reads.empty()) {
      report(all_.diagnostics(), {"GF0203", ""}, span_of(*said.place),
             quoted(text_of(*said.place)) + " is no place of the document",
             "name the field that the finding is about, such as `at doc.id`");
      has_place = false;
    }
    if (has_place)
      made.place = std::move(reads.front());
  }
  const auto condition = value_of(*said.condition, boolean_type());
  const auto because = value_of(*said.because, string_type());
  unbind(said.each ? 1 : 0);
  if (!condition || !because || !plain_code || !has_place)
    return std::nullopt;
  made.condition = condition->by;
  made.because = because->by;
  made.file = condition->file;
  made.line = condition->line;
  return made;
}

std::vector<mapping_ptr> compile_mappings(library& all) {
  std::vector<mapping_ptr> made;
  for (const unit& u : all.units())
    for (const syntax::mapping& said : u.said.mappings)
      if (auto one = mapping_compiler(all, u, said).run())
        made.push_back(make_mapping(std::move(*one)));
  return made;
}

} // namespace gantry::dsl
