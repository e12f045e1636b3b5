#include "dsl/expr/compile_expression.hpp"

#include "dsl/base/nearest_word.hpp"
#include "dsl/expr/compiler.hpp"
#include "dsl/expr/extent.hpp"
#include "dsl/expr/general_help.hpp"
#include "dsl/expr/nodes_basic.hpp"
#include "dsl/expr/text_holes.hpp"
#include "dsl/expr/type_help.hpp"
#include "dsl/limits.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl {
namespace {

using kind = type::kind;

class compiled_expression final : public expression {
public:
  compiled_expression(expression_syntax_ptr syntax, typed_node made)
      : syntax_(std::move(syntax)), root_(std::move(made.part)), of_(std::move(made.of)),
        text_(text_of(*syntax_)) {}

  [[nodiscard]] result<value> evaluate(const scope& in) const override {
    frame f(in);
    value scratch;
    const value* v = root_->run(f, scratch);
    if (v == nullptr || (v == &scratch && !is_within_bounds(scratch, f)))
      return tl::unexpected(f.failure());
    return *v;
  }
  [[nodiscard]] const type_ref& type() const override { return of_; }
  [[nodiscard]] const std::string& text() const override { return text_; }
  [[nodiscard]] int plain_slot() const override { return root_->plain_slot(); }

private:
  /// What the expression made is handed on: it must not be larger than what may be read in.
  bool is_within_bounds(const value& made, frame& f) const {
    return !exceeds(made, result_bounds) ||
           f.fail(*syntax_, "the result is too large: more than 200,000 values, or nested too deep",
                  "divide the work over several statements");
  }

  expression_syntax_ptr syntax_; // the nodes point into it
  node_ptr root_;
  type_ref of_;
  std::string text_;
};

/// Whether a part only says something about what it reads: `email.hasValue()`, `size(name)`.
bool is_answer_about(const expression_syntax& e, const type& made) {
  const bool counts = made.is == kind::integer || made.is == kind::unsigned_integer;
  return (made.is == kind::boolean && e.is != syntax_kind::field && e.is != syntax_kind::name) ||
         (counts && e.is == syntax_kind::call);
}

class constant_expression final : public expression {
public:
  constant_expression(value v, type_ref of)
      : value_(std::move(v)), of_(std::move(of)), text_(show(value_)) {}
  [[nodiscard]] result<value> evaluate(const scope&) const override { return value_; }
  [[nodiscard]] const type_ref& type() const override { return of_; }
  [[nodiscard]] const std::string& text() const override { return text_; }
  [[nodiscard]] int plain_slot() const override { return -1; }

private:
  value value_;
  type_ref of_;
  std::string text_;
};

} // namespace

expression_ptr compile_expression(const expression_syntax& syntax, const static_environment& names,
                                  const type_ref& expected, std::vector<diagnostic>& diagnostics,
                                  expression_facts* facts) {
  expression_compiler compiler(names, diagnostics);
  compiler.begin(syntax);
  auto made = expected ? compiler.compile_as(syntax, expected) : compiler.compile(syntax);
  if (facts != nullptr)
    *facts = compiler.facts();
  if (!made)
    return nullptr;
  return std::make_shared<compiled_expression>(syntax.shared_from_this(), std::move(made));
}

expression_ptr make_constant(value v, type_ref of) {
  return std::make_shared<constant_expression>(std::move(v), std::move(of));
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known) {
  const auto near = nearest_word(std::string(name), known);
  return near.empty() ? std::string{} : "did you mean `" + near + "`?";
}

typed_node expression_compiler::compile(const expression_syntax& e) {
  if (++parts_ > limits::expression_parts) {
    if (std::exchange(exceeds_bound_, true)) // told once
      return {};
    return mistake("GF0112", e.at, "with the defines it calls this expression is too large",
                   "give parts of it names with `let`");
  }
  if (rules_ == expression_rules::unchecked_cel)
    return unchecked_part(e);
  const auto around = std::exchange(personal_, std::nullopt);
  auto made = checked_part(e);
  if (made && is_answer_about(e, *made.of))
    personal_.reset();
  made.is_personal = personal_.has_value();
  if (around)
    personal_ = around;
  return made;
}

void expression_compiler::read_personal(const source_span& at, std::string text) {
  if (!personal_)
    personal_ = personal_read{at, std::move(text)};
}

/// What does not check fails when it is evaluated, and nothing is known of types.
typed_node expression_compiler::unchecked_part(const expression_syntax& e) {
  auto made = checked_part(e);
  if (!made)
    made.part = std::make_unique<failing_node>(e, last_mistake_);
  made.of = dynamic_type();
  return made;
}

typed_node expression_compiler::checked_part(const expression_syntax& e) {
  switch (e.is) {
  case syntax_kind::literal: {
    const auto& v = e.constant;
    type_ref of = dynamic_type();
    if (v.is_none())
      of = none_type();
    else if (v.is_bool())
      of = boolean_type();
    else if (v.is_int())
      of = int_type();
    else if (v.is_uint())
      of = uint_type();
    else if (v.is_double())
      of = double_type();
    else if (v.is_decimal())
      of = decimal_type();
    else if (v.is_string()) {
      of = string_type();
      tell_unfilled(e);
    } else if (v.is_bytes())
      of = bytes_type();
    else if (v.is_duration())
      of = duration_type();
    else if (v.is_timestamp())
      of = timestamp_type();
    return {std::make_unique<constant_node>(e, v), of};
  }
  case syntax_kind::name: return name(e);
  case syntax_kind::field: return field(e);
  case syntax_kind::index: return index(e);
  case syntax_kind::call: return call(e);
  case syntax_kind::list: return list(e);
  case syntax_kind::map: return map(e);
  case syntax_kind::record: return record(e);
  case syntax_kind::unary: return unary(e);
  case syntax_kind::binary: return binary(e);
  case syntax_kind::conditional: return conditional(e);
  }
  return {};
}

/// `"order ${order.id}"`: other languages put a value in its place.
void expression_compiler::tell_unfilled(const expression_syntax& text) {
  if (rules_ != expression_rules::flow)
    return;
  const auto hole = hole_in(text.constant.as_string());
  if (hole.empty())
    return;
  diagnostic d;
  d.code = "GF0217";
  d.level = diagnostic::severity::warning;
  d.at = text.at;
  d.message = "`" + std::string(hole) + "` stays in this text as it is written";
  d.help = "texts are joined with `+`: `" + joined_text(text.constant.as_string()) + "`";
  diagnostics_.push_back(std::move(d));
}

typed_node expression_compiler::compile_as(const expression_syntax& e, const type_ref& due) {
  // A list written out is typed item by item, so that its items may become decimals or enum
  // members.
  if (e.is == syntax_kind::list && due && due->is == type::kind::list) {
    std::vector<item_part> items;
    for (const auto& entry : e.entries) {
      auto item = compile_as(*entry.value, due->element);
      if (!item)
        return {};
      items.push_back({nullptr, std::move(item.part), entry.is_optional});
    }
    return {std::make_unique<list_node>(e, std::move(items)), due};
  }
  // So are both sides of a choice between enum members.
  if (e.is == syntax_kind::conditional && due && without_optional(*due).is == kind::enumeration)
    return choice_of_members(e, due);
  return fit(e, compile(e), due);
}

typed_node expression_compiler::fit(const expression_syntax& e, typed_node made,
                                    const type_ref& due) {
  unfitted_ = made.of;
  if (!made || !due || due->is == kind::dynamic)
    return made;
  const auto& want = without_optional(*due);
  if (want.is == kind::enumeration && made.of->is == kind::string) {
    if (e.is == syntax_kind::literal) {
      const auto& member = e.constant.as_string();
      if (std::find(want.members.begin(), want.members.end(), member) == want.members.end())
        return mistake("GF0206", e.at, "\"" + member + "\" is no member of " + want.name,
                       did_you_mean(member, want.members));
      return {std::move(made.part), due, made.is_personal};
    }
    return {std::make_unique<fit_node>(e, std::move(made.part), due), due, made.is_personal};
  }
  const bool exact_number = want.is == kind::decimal &&
                            (made.of->is == kind::integer || made.of->is == kind::unsigned_integer);
  if (!exact_number && made.of->is != kind::dynamic && !assignable(*made.of, *due))
    return mistake("GF0203", e.at,
                   "`" + text_of(e) + "` is " + to_string(*made.of) + ", and " + to_string(*due) +
                       " is due here",
                   help_to_fit(e, *made.of, *due));
  const bool same = made.of == due || (!exact_number && made.of->is != kind::dynamic &&
                                       made.of->is != kind::optional &&
                                       made.of->is != kind::record && made.of->is != kind::list);
  if (same)
    return {std::move(made.part), made.of->is == kind::none ? due : made.of, made.is_personal};
  if (made.part->plain_slot() >= 0)
    return {std::move(made.part), due, made.is_personal};
  return {std::make_unique<fit_node>(e, std::move(made.part), due), due, made.is_personal};
}

typed_node expression_compiler::mistake(const char* code, const source_span& at,
                                        std::string message, std::string help) {
  if (rules_ == expression_rules::unchecked_cel) {
    last_mistake_ = std::move(message);
    return {};
  }
  diagnostic d;
  d.code = code;
  d.at = at;
  d.message = std::move(message);
  d.help = help.empty() ? general_help(code) : std::move(help);
  diagnostics_.push_back(std::move(d));
  return {};
}

bool expression_compiler::push(std::string name, type_ref of, const expression_syntax& at,
                               bool is_personal) {
  if (locals_.size() >= locals_max) {
    exceeds_bound_ = true;
    (void)mistake("GF0208", at.at, "more than 64 names are bound inside one expression",
                  "divide it with `let`");
    return false;
  }
  locals_.push_back({std::move(name), std::move(of), is_personal});
  return true;
}

type_ref common_type(const type_ref& a, const type_ref& b) {
  if (a == b)
    return a;
  if (a->is == kind::none)
    return optional_of(b);
  if (b->is == kind::none)
    return optional_of(a);
  if (a->is == kind::dynamic || b->is == kind::dynamic)
    return dynamic_type();
  if (assignable(*b, *a))
    return a;
  if (assignable(*a, *b))
    return b;
  const auto whole = [](const type& t) {
    return t.is == kind::integer || t.is == kind::unsigned_integer;
  };
  if (a->is == kind::decimal && whole(*b))
    return a;
  if (b->is == kind::decimal && whole(*a))
    return b;
  const auto is_text = [](const type& t) {
    return t.is == kind::string || t.is == kind::enumeration;
  };
  if (is_text(*a) && is_text(*b))
    return string_type();
  return nullptr;
}

} // namespace gantry::dsl
