#include "dsl/expr/evaluation.hpp"

#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"
#include "dsl/expr/extent.hpp"
#include "dsl/syntax/lex/utf8.hpp"

namespace gantry::dsl {

namespace {

constexpr std::size_t shown_characters_max = 100;
constexpr extent_bounds shown_bounds{100, 10};

std::string shorten(std::string text) {
  if (count_characters(text) <= shown_characters_max)
    return text;
  text.resize(offset_of_character(text, shown_characters_max - 1));
  return text + "…";
}

} // namespace

bool frame::fail(const expression_syntax& at, std::string message, std::string help) {
  failure_ = {&at, std::move(message), std::move(help)};
  return false;
}

bool frame::exhaust(const char* what, const expression_syntax& at) {
  is_exhausted_ = true;
  return fail(at, std::string("the expression is too costly: ") + what,
              "walk over fewer items, or divide the work over several statements");
}

error frame::failure() const {
  error e{errc::expression, {}, failure_.help, {}};
  if (failure_.at == nullptr || !in_.tells_place) {
    e.message = failure_.message;
    return e;
  }
  const source_span& at = failure_.at->at;
  e.message = "`" + shorten(text_of(*failure_.at)) + "` at ";
  if (!at.file.empty())
    e.message += at.file + ":";
  e.message += std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + failure_.message;
  return e;
}

bool node::decide(frame& f, bool& holds) const {
  value local;
  const value* v = evaluate(f, local);
  if (v == nullptr)
    return false;
  if (!v->is_bool())
    return f.fail(syntax(), "a condition is due here, not " + show(*v));
  holds = v->as_bool();
  return true;
}

std::string show(const value& v) {
  if (v.is_none())
    return "none";
  if (v.is_type())
    return "type " + v.type_name();
  if (v.is_optional())
    return v.inner() == nullptr ? "an absent optional" : "optional of " + show(*v.inner());
  if (v.is_string() && v.as_string().size() > 4 * shown_characters_max)
    return show(value(utf8_prefix(v.as_string(), 4 * shown_characters_max)));
  // Only a prefix is shown, so what is large is not written out whole.
  if (v.is_list() && exceeds(v, shown_bounds))
    return "list of " + std::to_string(v.as_list().size()) + " items";
  if (exceeds(v, shown_bounds))
    return v.kind_in_words() + " of many values";
  return v.kind_in_words() + " " + shorten(to_json(v));
}

} // namespace gantry::dsl
