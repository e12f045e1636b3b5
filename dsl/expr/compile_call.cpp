#include "dsl/expr/compiler.hpp"
#include "dsl/expr/evaluation.hpp"
#include "dsl/expr/function_help.hpp"
#include "dsl/expr/nodes_access.hpp"
#include "dsl/expr/nodes_basic.hpp"
#include "dsl/expr/nodes_build.hpp"
#include "dsl/expr/nodes_match.hpp"
#include "dsl/expr/nodes_table.hpp"
#include "dsl/expr/type_help.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace gantry::dsl {
namespace {

using kind = type::kind;

using form_list = std::vector<const function_form*>;

form_list forms_named(const std::string& name, bool is_method) {
  form_list found;
  if (const auto* forms = find_functions(name))
    for (const auto& form : *forms)
      if (form.is_method == is_method)
        found.push_back(&form);
  return found;
}

std::string list_of_usages(const form_list& forms) {
  std::string text;
  for (const auto* form : forms)
    text += (text.empty() ? "" : ", ") + usage_of(*form);
  return text;
}

std::string types_of(const std::vector<typed_node>& arguments) {
  std::string text;
  for (const auto& argument : arguments)
    text += (text.empty() ? "" : ", ") + to_string(*argument.of);
  return text;
}

bool takes(const function_form& form, const std::vector<typed_node>& arguments) {
  const auto least = form.takes.size() - (form.is_variadic ? 1 : 0);
  if (arguments.size() < least || (!form.is_variadic && arguments.size() != form.takes.size()))
    return false;
  for (std::size_t i = 0; i < arguments.size(); ++i)
    if (!may_fit(*arguments[i].of, form.takes[std::min(i, form.takes.size() - 1)]))
      return false;
  return true;
}

/// Records that share a name are one type, and `json` is only itself.
bool same_type(const type& a, const type& b) {
  return a.is == b.is && to_string(a) == to_string(b);
}

form_list fitting_forms(const form_list& forms, const std::vector<typed_node>& arguments) {
  form_list fitting;
  for (const auto* form : forms)
    if (takes(*form, arguments))
      fitting.push_back(form);
  return fitting;
}

/// What all forms give that may be meant, or `json`.
type_ref result_of_forms(const form_list& forms, const std::vector<typed_node>& arguments) {
  std::vector<type_ref> types;
  for (const auto& argument : arguments)
    types.push_back(argument.of);
  auto of = forms.front()->returns(types);
  for (const auto* form : forms)
    if (!same_type(*form->returns(types), *of))
      return dynamic_type();
  return of;
}

bool puts_optional_into_optional(const std::string& name,
                                 const std::vector<typed_node>& arguments) {
  if (name == "optional.of" || name == "optional.ofNonZeroValue")
    return is_optional(*arguments.front().of);
  const bool takes_item = name == "first" || name == "last";
  const type& of = *arguments.front().of;
  return takes_item && of.is == kind::list && is_optional(*of.element);
}

/// Functions whose result has the digits that they say.
bool rounds(const std::string& name) {
  static constexpr std::string_view all[] = {"round",     "quantize",   "math.floor",
                                             "math.ceil", "math.trunc", "math.round"};
  return std::find(std::begin(all), std::end(all), name) != std::end(all);
}

bool has_fixed_arguments(const expression_syntax& e, bool is_method) {
  const auto is_fixed = [](const expression_syntax& part) {
    return part.is == syntax_kind::literal;
  };
  return !e.operands.empty() && (!is_method || is_fixed(*e.target)) &&
         std::all_of(e.operands.begin(), e.operands.end(),
                     [&](const auto& operand) { return is_fixed(*operand); });
}

/// What every evaluation of a part without names ends with, if it is no value.
std::optional<error> failure_of(const node& fixed) {
  scope nothing{{}, {}};
  nothing.tells_place = false;
  frame f(nothing);
  value scratch;
  if (fixed.run(f, scratch) != nullptr)
    return std::nullopt;
  return f.failure();
}

std::string counted_values(std::size_t count) {
  return count == 1 ? "1 value" : std::to_string(count) + " values";
}

/// `price_each(line: Line) -> decimal`
std::string signature_of(const std::string& name, const static_define& d) {
  std::string parameters;
  for (const auto& p : d.parameters)
    parameters += (parameters.empty() ? "" : ", ") + p.name + ": " + to_string(*p.of);
  return name + "(" + parameters + ") -> " + to_string(*d.returns);
}

} // namespace

typed_node expression_compiler::call(const expression_syntax& e) {
  if (const auto m = as_macro(e))
    return macro(e, *m);
  if (e.target == nullptr) {
    if (const auto* d = names_.find_define(e.name))
      return define(e, *d);
    return function(e, e.name, false);
  }
  const auto space = dotted_name(*e.target);
  std::size_t position = 0;
  const bool is_value = space.empty() || find_local(space, position) != nullptr ||
                        find_outer(space, false) != nullptr;
  if (!is_value && is_function_space(space))
    return function(e, space + "." + e.name, false);
  if (e.name == "orValue" || e.name == "or")
    return coalesce(e);
  if (e.name == "with") {
    auto base = compile(*e.target);
    if (!base)
      return {};
    if (base.of->is == kind::record)
      return update(e, std::move(base));
    return mistake("GF0212", e.at,
                   "`with` changes fields of a record, and `" + text_of(*e.target) + "` is " +
                       to_string(*base.of));
  }
  return function(e, e.name, true);
}

typed_node expression_compiler::function(const expression_syntax& e, const std::string& name,
                                         bool is_method) {
  const auto forms = forms_named(name, is_method);
  if (forms.empty())
    return unknown_function(e, name);
  std::vector<typed_node> arguments;
  const bool was_rounded = std::exchange(is_rounded_, is_rounded_ || rounds(name));
  const bool are_whole = compile_arguments(e, is_method, arguments);
  is_rounded_ = was_rounded;
  if (!are_whole)
    return {};
  auto fitting = fitting_forms(forms, arguments);
  if (fitting.empty())
    return mistake("GF0214", e.at, "`" + name + "` does not take (" + types_of(arguments) + ")",
                   "it takes " + list_of_usages(forms));
  const bool has_fixed_pattern = name == "matches" &&
                                 e.operands.back()->is == syntax_kind::literal &&
                                 e.operands.back()->constant.is_string();
  if (has_fixed_pattern)
    return fixed_pattern(e, std::move(arguments.front()));
  auto of = result_of_forms(fitting, arguments);
  // CEL has optionals in optionals, and types of flows have not.
  if (rules_ != expression_rules::flow && puts_optional_into_optional(name, arguments))
    of = dynamic_type();
  std::vector<node_ptr> parts;
  for (auto& argument : arguments)
    parts.push_back(std::move(argument.part));
  node_ptr made = std::make_unique<call_node>(e, std::move(fitting), std::move(parts));
  // In a flow a text that can never be a time is a mistake of the text, not of an order.
  if (rules_ == expression_rules::flow && has_fixed_arguments(e, is_method))
    if (const auto why = failure_of(*made))
      return mistake("GF0214", e.at, why->message, why->help);
  return {std::move(made), std::move(of)};
}

bool expression_compiler::compile_arguments(const expression_syntax& e, bool is_method,
                                            std::vector<typed_node>& arguments) {
  if (is_method)
    arguments.push_back(compile(*e.target));
  for (const auto& operand : e.operands)
    arguments.push_back(compile(*operand));
  return std::all_of(arguments.begin(), arguments.end(),
                     [](const typed_node& argument) { return static_cast<bool>(argument); });
}

/// `mth` of `mth.greatest(…)`: names that are no value.
std::string expression_compiler::unknown_space(const expression_syntax& target) const {
  auto space = dotted_name(target);
  std::size_t position = 0;
  const bool is_value = space.empty() || find_local(space, position) != nullptr ||
                        find_outer(space, target.is_rooted) != nullptr;
  return is_value ? std::string{} : space;
}

typed_node expression_compiler::unknown_function(const expression_syntax& e,
                                                 const std::string& name) {
  const auto message = "there is no function `" + name + "`";
  // Nobody reads the hundredth suggestion, and each is looked for among all functions.
  if (!suggests())
    return mistake("GF0213", e.name_at, message);
  const bool is_method = e.target != nullptr && name == e.name;
  const auto space = is_method ? unknown_space(*e.target) : std::string{};
  return mistake("GF0213", e.name_at, message,
                 function_meant({name, space, is_method}, names_.names()));
}

/// `text.matches("literal")`: a pattern that RE2 does not accept is a mistake of the text.
typed_node expression_compiler::fixed_pattern(const expression_syntax& e, typed_node text) {
  const auto& literal = *e.operands.back();
  auto made = pattern::compile(literal.constant.as_string());
  if (!made)
    return mistake("GF0214", literal.at, made.error().message, made.error().help);
  return {std::make_unique<match_node>(e, std::move(text.part), std::move(*made)), boolean_type()};
}

typed_node expression_compiler::define(const expression_syntax& e, const static_define& d) {
  if (e.operands.size() != d.parameters.size())
    return mistake("GF0214", e.at,
                   "`" + e.name + "` takes " + counted_values(d.parameters.size()) + ", and " +
                       std::to_string(e.operands.size()) +
                       (e.operands.size() == 1 ? " is given" : " are given"),
                   "it is declared as `" + signature_of(e.name, d) + "`");
  std::vector<node_ptr> arguments;
  std::vector<bool> are_personal;
  for (std::size_t i = 0; i < e.operands.size(); ++i) {
    auto argument = compile_as(*e.operands[i], d.parameters[i].of);
    if (!argument)
      return {};
    arguments.push_back(std::move(argument.part));
    are_personal.push_back(argument.is_personal);
  }
  if (d.is_table && d.rows)
    return {std::make_unique<table_node>(e, std::move(arguments), d.rows), d.returns};
  if (d.is_table)
    return {std::make_unique<failing_node>(e, "tables are not read by this version"), d.returns};
  if (!d.body || ++define_depth_ > 32) { // a circle is reported where the defines are declared
    --define_depth_;
    return {};
  }
  const auto first = locals_.size();
  for (std::size_t i = 0; i < d.parameters.size(); ++i)
    if (!push(d.parameters[i].name, d.parameters[i].of, e, are_personal[i]))
      return {};
  const auto from = std::exchange(locals_from_, first);
  const auto inside = std::exchange(in_define_, true);
  // Mistakes of the body are reported where it is declared, once.
  const auto reported = diagnostics_.size();
  auto body = compile_as(*d.body, d.returns);
  if (!body && !exceeds_bound_)
    diagnostics_.resize(reported);
  locals_from_ = from;
  in_define_ = inside;
  pop(d.parameters.size());
  --define_depth_;
  if (!body)
    return {};
  return {
      std::make_unique<define_node>(e, first, std::move(arguments), d.body, std::move(body.part)),
      d.returns};
}

typed_node expression_compiler::coalesce(const expression_syntax& e) {
  if (e.operands.size() != 1)
    return mistake("GF0214", e.at, "`" + e.name + "` takes one value");
  auto maybe = compile(*e.target);
  auto otherwise = compile(*e.operands[0]);
  if (!maybe || !otherwise)
    return {};
  const bool unwraps = e.name == "orValue";
  const bool may_be_absent =
      is_optional(*maybe.of) || maybe.of->is == kind::dynamic || maybe.of->is == kind::none;
  if (!may_be_absent)
    return mistake("GF0214", e.at,
                   "`" + text_of(*e.target) + "` is " + to_string(*maybe.of) + " and never absent",
                   "take `." + e.name + "(…)` away");
  const auto inner = is_optional(*maybe.of) ? maybe.of->element : dynamic_type();
  const auto other = is_optional(*otherwise.of) ? otherwise.of->element : otherwise.of;
  const auto joined = common_type(inner, other);
  if (!joined)
    return mistake("GF0207", e.at,
                   "one side is " + to_string(*inner) + ", the other " + to_string(*other),
                   help_to_fit(*e.operands[0], *other, *inner));
  if (unwraps)
    otherwise = fit(*e.operands[0], std::move(otherwise), joined);
  if (!otherwise)
    return {};
  auto of = unwraps ? joined : (joined->is == kind::dynamic ? joined : optional_of(joined));
  return {
      std::make_unique<coalesce_node>(e, std::move(maybe.part), std::move(otherwise.part), unwraps),
      of};
}

} // namespace gantry::dsl
